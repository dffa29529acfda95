import { expect, test } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import type { InputEvent } from '../../src/qmp/types.ts';
import { withFakeGuest } from './fake-guest.ts';

function tell(event: InputEvent): string {
  if (event.type === 'key') return (event.data.down ? '+' : '-') + event.data.key.data;
  return event.type === 'btn' ? (event.data.down ? '+' : '-') + event.data.button : event.type;
}

test('what stays down is noted before it is sent and until it came up; what is only typed is not', () =>
  withFakeGuest({}, async ({ machine, clock, arrived }) => {
    const noted: string[] = [];
    const guardHeld = (_: object, events: readonly InputEvent[]) => {
      const text = `after ${arrived.length}: ${events.map(tell).join(' ')}`;
      if (!noted.at(-1)?.endsWith(text.slice(text.indexOf(':')))) noted.push(text);
    };
    const guest = new Guest({ ...machine, guardHeld }, { clock });
    await clock.run(guest.keyboard.type('aB'));
    await clock.run(guest.keyboard.hold(['ctrl']));
    await clock.run(guest.pointer.hold('left'));
    await clock.run(guest.keyboard.release(['ctrl']));
    await guest.releaseAll();
    expect(noted).toEqual([
      'after 1: ',
      'after 1: -ctrl',
      'after 2: -left -ctrl',
      'after 4: -left',
      'after 5: ',
    ]);
  }));
