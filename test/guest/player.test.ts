import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineError } from '../../src/errors.ts';
import { Player } from '../../src/guest/player.ts';
import { keyboardQueues } from '../../src/input/keyboard-queue.ts';
import { us } from '../../src/input/layouts/us.ts';
import { planChord, planEdges, planText } from '../../src/input/plan-keys.ts';
import { planButton } from '../../src/input/plan-pointer.ts';
import { edgesOf, printable } from '../input/us-model.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure } from '../screen/frames.ts';
import { noReply, Refusal } from '../support/qmp-server.ts';
import { commandsOf, type FakeGuest, type FakeGuestOptions, withFakeGuest } from './fake-guest.ts';

const { ps2 } = keyboardQueues;

function withPlayer(
  options: FakeGuestOptions,
  body: (fake: FakeGuest & { readonly player: Player }) => Promise<void>,
): Promise<void> {
  return withFakeGuest(options, (fake) => {
    const queue = keyboardQueues[fake.machine.keyboard];
    const player = new Player({ client: fake.client, queue, clock: fake.clock });
    return body({ ...fake, player });
  });
}

const textPlan = (text: string) =>
  planText(text, { layout: us, queue: ps2, pace: 'fast', holdMs: 0 });

const edgeWords = (text: string) =>
  textPlan(text)
    .flatMap(edgesOf)
    .map(({ key, down }) => (down ? '+' : '-') + key);

describe('Player.play', () => {
  test('keeps a hold by the clock, from batch to batch', () =>
    withPlayer({}, async ({ player, clock, arrived }) => {
      await clock.run(player.play(planChord(['ctrl', 'alt', 'delete'], 200, ps2)));
      expect(arrived).toEqual(['0: +ctrl +alt +delete', '200: -delete -alt -ctrl']);
    }));

  test('the time that the guest needs to read counts for the hold', () =>
    withPlayer({ readsAtATime: 1 }, async ({ player, clock, arrived }) => {
      await clock.run(player.play(planChord(['ctrl', 'alt', 'f1'], 20, ps2)));
      expect(arrived).toEqual(['0: +ctrl +alt +f1', '20: -f1 -alt -ctrl']);
      expect(clock.now()).toBe(21);
    }));

  test('a guest that reads late gets the rest late', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard, arrived }) => {
      const played = player.play(planChord(['a'], 20, ps2));
      for (let i = 0; i < 100; i += 1) {
        await clock.untilWaiting(1);
        clock.advance(0.5);
      }
      keyboard.readsAtATime = 16;
      await clock.run(played);
      expect(arrived).toEqual(['0: +a', '50: -a']);
    }));

  test('whatever is typed, however slowly the guest reads, nothing is dropped', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...printable), { maxLength: 60 }).map((text) => text.join('')),
        fc.integer({ min: 1, max: 17 }),
        (text, readsAtATime) =>
          withPlayer({ readsAtATime }, async ({ player, clock, keyboard }) => {
            await clock.run(player.play(textPlan(text)));
            expect(keyboard.dropped).toEqual([]);
            expect(keyboard.received).toEqual(edgeWords(text));
          }),
      ),
      { numRuns: 30 },
    ));

  test('looks at port 0x64 each half millisecond until the guest has read', () =>
    withPlayer({ readsAtATime: 4 }, async ({ player, clock, server }) => {
      await clock.run(player.play(planEdges(['a', 'b', 'c', 'd', 'e'], true, ps2)));
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'human-monitor-command',
        'human-monitor-command',
      ]);
      expect(clock.now()).toBe(0.5);
    }));

  test('the pointer waits for no keyboard', () =>
    withPlayer({}, async ({ player, clock, server }) => {
      await clock.run(player.play(planButton('left', true)));
      expect(commandsOf(server)).toEqual(['input-send-event']);
    }));

  test('a USB keyboard is given the time it needs, and asked nothing', () =>
    withPlayer({ keyboard: 'usb' }, async ({ player, clock, server, arrived }) => {
      await clock.run(player.play(planEdges(['a', 'up', 'b'], true, keyboardQueues.usb)));
      expect(arrived).toEqual(['0: +a +up +b']);
      expect(clock.now()).toBe(4 * 8.25);
      expect(commandsOf(server)).toEqual(['input-send-event']);
    }));

  test('each batch for a USB keyboard takes the time of its own entries', () =>
    withPlayer({ keyboard: 'usb' }, async ({ player, clock, arrived }) => {
      const keys = ['up', 'down', 'left', 'right', 'home', 'end'] as const;
      await clock.run(player.play(planEdges(keys, true, keyboardQueues.usb)));
      expect(arrived).toEqual(['0: +up +down +left +right', '66: +home +end']);
      expect(clock.now()).toBe(12 * 8.25);
    }));

  test('a virtio keyboard is given time, and may be a PS/2 one still', () =>
    withPlayer({ keyboard: 'virtio', readsAtATime: 1 }, async ({ player, clock, server }) => {
      await clock.run(player.play(planEdges(['a', 'b'], true, keyboardQueues.virtio)));
      expect(clock.now()).toBe(2 * 1.25 + 0.5);
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'human-monitor-command',
        'human-monitor-command',
      ]);
    }));

  test('gives up on a guest that never reads', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, arrived }) => {
      const error = await clock.run(rejectionOf(player.play(planChord(['a'], 80, ps2))));
      expect(describeFailure(error)).toBe(
        'StepError keyboard-not-read: the guest has not read its keyboard for 5 s ' +
          '(does the guest still run, and does it have a driver for this keyboard?)',
      );
      expect(arrived).toEqual(['0: +a']);
      expect(player.ledger.isKeyDown('a')).toBe(true);
    }));

  test('a machine without port 0x64', () =>
    withPlayer(
      { handlers: { 'human-monitor-command': () => "unknown command: 'i'\r\n" } },
      async ({ player, clock }) => {
        const error = await clock.run(rejectionOf(player.play(planChord(['a'], 0, ps2))));
        expect(describeFailure(error)).toBe(
          "MachineError no-i8042: the machine has no port 0x64 to ask: unknown command: 'i' " +
            '(say which keyboard the machine has: keyboard: usb or keyboard: virtio)',
        );
      },
    ));

  test('an abort before sends nothing', () =>
    withPlayer({}, async ({ player, server }) => {
      const signal = AbortSignal.abort(new Error('stop it'));
      expect(await rejectionOf(player.play(planChord(['a'], 0, ps2), signal))).toBe(signal.reason);
      expect(server.commands).toEqual([]);
      expect(player.ledger.isKeyDown('a')).toBe(false);
    }));

  test('what was refused is not down', () =>
    withPlayer(
      {
        handlers: {
          'input-send-event': () => {
            throw new Refusal('GenericError', 'VM not running');
          },
        },
      },
      async ({ player }) => {
        const error = await rejectionOf(player.play(planChord(['ctrl', 'a'], 0, ps2)));
        expect(error.message).toBe('QEMU refused input-send-event: VM not running (GenericError)');
        expect(player.ledger.planRelease(ps2)).toEqual([]);
      },
    ));

  test('what was down before a refusal is down after it', async () => {
    let paused = false;
    const handler = () => {
      if (paused) throw new Refusal('GenericError', 'VM not running');
    };
    await withPlayer({ handlers: { 'input-send-event': handler } }, async ({ player, clock }) => {
      await clock.run(player.play(planEdges(['ctrl'], true, ps2)));
      paused = true;
      await rejectionOf(player.play(planEdges(['ctrl', 'a'], true, ps2)));
      expect(player.ledger.isKeyDown('ctrl')).toBe(true);
      expect(player.ledger.isKeyDown('a')).toBe(false);
      await rejectionOf(player.play(planEdges(['ctrl'], false, ps2)));
      expect(player.ledger.isKeyDown('ctrl')).toBe(true);
    });
  });

  test('what was refused takes no room in the queue', async () => {
    let paused = true;
    const handler = () => {
      if (paused) throw new Refusal('GenericError', 'VM not running');
    };
    const handlers = { 'input-send-event': handler };
    await withPlayer({ handlers }, async ({ player, server }) => {
      await rejectionOf(player.play(textPlan('abcdefgh')));
      paused = false;
      await player.play(planEdges(['a'], true, ps2));
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'input-send-event',
        'human-monitor-command',
      ]);
    });
  });

  test('what was sent and not answered may be down', () =>
    withPlayer({ handlers: { 'input-send-event': () => noReply } }, async ({ player, server }) => {
      const abort = new AbortController();
      const played = rejectionOf(player.play(planChord(['ctrl', 'a'], 0, ps2), abort.signal));
      await server.until(({ commands }) => commands.length === 1);
      abort.abort(new Error('stop it'));
      expect(await played).toBe(abort.signal.reason);
      expect(player.ledger.planRelease(ps2).flatMap(edgesOf)).toEqual([
        { key: 'a', down: false },
        { key: 'ctrl', down: false },
      ]);
    }));
});

describe('Player.releaseAll', () => {
  test('after an abort in the middle of a hold it sends exactly what is down, once', () =>
    withPlayer({}, async ({ player, clock, keyboard, arrived }) => {
      const abort = new AbortController();
      const held = rejectionOf(
        player.play(planChord(['ctrl', 'alt', 'a'], 500, ps2), abort.signal),
      );
      await clock.untilWaiting(1);
      clock.advance(100);
      abort.abort(new Error('stop it'));
      expect(await held).toBe(abort.signal.reason);
      expect(player.ledger.isKeyDown('a')).toBe(true);
      await player.releaseAll();
      await player.releaseAll();
      expect(arrived).toEqual(['0: +ctrl +alt +a', '100: -a -alt -ctrl']);
      expect(keyboard.received).toEqual(['+ctrl', '+alt', '+a', '-a', '-alt', '-ctrl']);
    }));

  test('buttons and keys, the buttons first', () =>
    withPlayer({}, async ({ player, arrived }) => {
      await player.play(planEdges(['shift'], true, ps2));
      await player.play(planButton('left', true));
      await player.releaseAll();
      expect(arrived).toEqual(['0: +shift', '0: +left', '0: -left', '0: -shift']);
    }));

  test('with nothing down it sends nothing', () =>
    withPlayer({}, async ({ player, clock, server }) => {
      await clock.run(player.play(textPlan('Ab')));
      const before = server.commands.length;
      await player.releaseAll();
      expect(server.commands).toHaveLength(before);
    }));

  test('waits for a queue that an abort left full, or the release would be dropped', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard, server }) => {
      const abort = new AbortController();
      const typed = rejectionOf(player.play(textPlan('ABCDEFGHIJ'), abort.signal));
      await clock.untilWaiting(1);
      abort.abort(new Error('stop it'));
      await typed;
      expect(player.ledger.isKeyDown('shift')).toBe(true);
      const looks = server.commands.length;
      const released = player.releaseAll();
      await server.until(({ commands }) => commands.length > looks);
      keyboard.readsAtATime = 3;
      await clock.run(released, { standing: 1 });
      expect(keyboard.dropped).toEqual([]);
      expect(keyboard.received.at(-1)).toBe('-shift');
    }));

  test('does not wait for a queue that has room: a guest may read everything later', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard }) => {
      const abort = new AbortController();
      const pressed = rejectionOf(player.play(planChord(['a'], 50, ps2), abort.signal));
      await clock.untilWaiting(1);
      abort.abort(new Error('stop it'));
      await pressed;
      const released = rejectionOf(player.releaseAll());
      expect(describeFailure(await clock.run(released, { standing: 1 }))).toBe(
        'MachineError release-late: the machine did not take the release of its keys',
      );
      expect(clock.now()).toBe(2000);
      keyboard.readsAtATime = 16;
      keyboard.status();
      expect(keyboard.received).toEqual(['+a', '-a']);
    }));

  test('a monitor that no longer answers: a MachineError after 2 s', async () => {
    let dead = false;
    await withPlayer(
      { handlers: { 'input-send-event': () => (dead ? noReply : {}) } },
      async ({ player, clock, server }) => {
        await player.play(planEdges(['ctrl'], true, ps2));
        dead = true;
        const released = rejectionOf(player.releaseAll());
        await server.until(({ commands }) => commands.at(-1)?.execute === 'input-send-event');
        clock.advance(1999);
        expect(clock.waiting).toBe(1);
        clock.advance(1);
        expect(describeFailure(await released)).toBe(
          'MachineError release-late: the machine did not take the release of its keys',
        );
        expect(player.ledger.isKeyDown('ctrl')).toBe(true);
      },
    );
  });

  test('a monitor that is gone: a MachineError at once', () =>
    withPlayer({}, async ({ player, client, server }) => {
      await player.play(planEdges(['ctrl'], true, ps2));
      server.disconnect();
      await client.closed;
      const error = await rejectionOf(player.releaseAll());
      expect(error).toBeInstanceOf(MachineError);
      expect(error).toMatchObject({ code: 'disconnected' });
    }));
});
