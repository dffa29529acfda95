import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(
    'machines:\n  demo: { kernel: demo.elf }\n' +
      '  usb: { kernel: demo.elf, keyboard: usb }\n  virtio: { kernel: demo.elf, keyboard: virtio }\n',
  );
});
afterAll(() => bench.folder.remove());

const steps = ['press: menu', 'press: { keys: [esc, ctrl-open] }', 'hold: copy'];

/** The mistakes of a scenario, without their source lines. */
async function mistakes(text: string): Promise<string[]> {
  const lines = (await bench.diagnose(text)).split('\n');
  return lines.filter((line) => /^\S*\d+:\d+:/.test(line)).map((line) => line.replace(/^\S+ /, ''));
}

const others = 'keyboard: virtio has it, once its driver runs';

test('keys that a PS/2 keyboard does not send', async () => {
  expect(await mistakes(stepsText(...steps))).toEqual([
    "QEMU's PS/2 keyboard sends nothing for the key menu; the key between alt and ctrl on the right is context-menu",
    `QEMU's PS/2 keyboard sends nothing for the key open; ${others}`,
    `QEMU's PS/2 keyboard sends nothing for the key copy; ${others}`,
  ]);
});

test('keys that a USB keyboard does not send, and one that it mistakes', async () => {
  expect(await mistakes(stepsText(...steps).replace('machine: demo', 'machine: usb'))).toEqual([
    "QEMU's USB keyboard sends nothing for the key menu; the key between alt and ctrl on the right is context-menu",
    `QEMU's USB keyboard sends f24 for the key open; ${others}`,
    `QEMU's USB keyboard sends nothing for the key copy; ${others}`,
  ]);
});

test('a virtio keyboard sends them all', async () => {
  await bench.accept(stepsText(...steps).replace('machine: demo', 'machine: virtio'));
});
