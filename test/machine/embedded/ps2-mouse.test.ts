import { expect, test } from 'vitest';
import type { Ps2Port } from '../../../src/machine/embedded/pc.ts';
import { Ps2Mouse } from '../../../src/machine/embedded/ps2-mouse.ts';
import type { InputButton } from '../../../src/qmp/types.ts';

/** A port whose guest reads nothing. */
function makeMouse(type: Ps2Port['mouse']['type'], reporting = true) {
  const sent: number[] = [];
  const mouse = new Ps2Mouse({
    ...{ scanning: true, keyboardUnread: 0, mouse: { reporting, type } },
    get mouseUnread() {
      return sent.length;
    },
    sendKeyboard: () => {},
    sendMouse: (bytes) => sent.push(...bytes),
    status: () => 0,
  });
  return { mouse, sent };
}

test('movement is collected, y turned round, and cut into packets of 127', () => {
  const { mouse, sent } = makeMouse('plain');
  mouse.move('x', 200);
  mouse.move('y', 3);
  expect(sent).toEqual([]);
  mouse.sync();
  expect(sent).toEqual([0x28, 127, 0xfd, 0x08, 73, 0]);
});

test('what does not fit into 16 bytes waits for the next sync', () => {
  const { mouse, sent } = makeMouse('plain');
  mouse.move('x', -127 * 7);
  mouse.sync();
  expect(sent).toHaveLength(15);
  sent.length = 0;
  mouse.sync();
  expect(sent).toEqual([0x18, 0x81, 0, 0x18, 0x81, 0]);
});

test.each<[Ps2Port['mouse']['type'], InputButton, number[]]>([
  ['plain', 'wheel-down', [0x08, 0, 0]],
  ['wheel', 'wheel-down', [0x08, 0, 0, 1]],
  ['wheel', 'wheel-up', [0x08, 0, 0, 0xff]],
  ['five-button', 'wheel-up', [0x08, 0, 0, 0x0f]],
  ['five-button', 'side', [0x08, 0, 0, 0x10]],
  ['wheel', 'middle', [0x0c, 0, 0, 0]],
])('a %s mouse and %s', (type, button, packet) => {
  const { mouse, sent } = makeMouse(type);
  mouse.button(button, true);
  mouse.sync();
  expect(sent).toEqual(packet);
});

test('down and up within one sync are no click, as in QEMU', () => {
  const { mouse, sent } = makeMouse('plain');
  mouse.button('left', true);
  mouse.button('left', false);
  mouse.sync();
  expect(sent).toEqual([0x08, 0, 0]);
});

test('a mouse that the guest has not enabled forgets what happens to it', () => {
  const { mouse, sent } = makeMouse('plain', false);
  mouse.move('x', 5);
  mouse.button('left', true);
  mouse.sync();
  expect(sent).toEqual([]);
});
