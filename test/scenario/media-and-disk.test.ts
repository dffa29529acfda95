import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench(
    [
      'machines:',
      '  demo: { cdrom: install.iso, drives: [floppy], disks: [a.img, b.img] }',
      '  one: { drives: [cdrom] }',
      '  bare: { kernel: demo.elf }',
      '  more: { extra-args: [-device, usb-storage] }',
      '  theirs: { attach: unix:/x }',
      '  embedded: { driver: embedded, kernel: demo.elf }',
      '',
    ].join('\n'),
  );
  await bench.folder.write('images/drivers.iso', 'image');
});
afterAll(() => bench.folder.remove());

const on = (machine: string, step: string) =>
  stepsText(step).replace('machine: demo', `machine: ${machine}`);

test.each([
  ['one', 'media: images/drivers.iso', 'media: insert "images/drivers.iso"'],
  ['one', 'media: { eject: true }', 'media: eject'],
  [
    'demo',
    'media: { insert: images/drivers.iso, device: floppy0, keep: true }',
    'media: insert floppy0 "images/drivers.iso"',
  ],
  ['more', 'media: { eject: true, device: stick }', 'media: eject stick'],
  ['theirs', 'media: { eject: true, force: true }', 'media: eject'],
  ['demo', 'expect-disk: { table: gpt }', 'expect-disk 0'],
  ['demo', 'expect-disk: /etc/x', 'expect-disk 0 /etc/x'],
  ['demo', 'expect-disk: { disk: 1, file: /etc/x }', 'expect-disk 1 /etc/x'],
  ['demo', 'expect-disk: { file: /x, equals: a }', 'expect-disk 0 /x "a"'],
  ['demo', 'expect-disk: { file: /x, exists: false }', 'expect-disk 0 /x missing'],
])('%s: %s', async (machine, step, title) => {
  const { steps } = await bench.accept(on(machine, step));
  expect(steps[0]?.title).toBe(title);
});

test.each([
  ['one', 'media: images/none.iso', '3:12: images/none.iso does not exist'],
  ['one', 'media: { insert: images }', 'images is a folder, not a file'],
  ['one', 'media: { insert: a, eject: true }', 'expected either insert or eject'],
  ['one', 'media: {}', 'expected either insert or eject'],
  ['one', 'media: { eject: false }', 'expected true, got false'],
  ['one', 'media: { eject: true, keep: true }', 'keep says how to insert, not to eject'],
  [
    'one',
    'media: { insert: images/drivers.iso, keep: true }',
    'nothing can be written to a CD-ROM',
  ],
  [
    'one',
    'media: { eject: true, device: cdrom1 }',
    'the machine has no drive cdrom1. Did you mean "cdrom0"? It has: cdrom0',
  ],
  [
    'demo',
    'media: { eject: true }',
    'the machine has 2 drives (cdrom0, floppy0): say which, such as device: cdrom0',
  ],
  ['bare', 'media: { eject: true }', 'the machine has no drive; give it one: drives: [cdrom]'],
  ['embedded', 'media: { eject: true }', 'the machine has no drive'],
  ['demo', 'expect-disk: {}', 'expected what to look at: file, partitions or table'],
  ['demo', 'expect-disk: { disk: 2, table: gpt }', 'the machine has the disks 0 to 1'],
  ['bare', 'expect-disk: { table: gpt }', 'the machine has no disk that can be looked at'],
  ['theirs', 'expect-disk: { table: gpt }', 'the machine has no disk that can be looked at'],
  ['demo', 'expect-disk: { file: etc/x }', 'expected a path from the root / on, got "etc/x"'],
  ['demo', 'expect-disk: { table: gpt, equals: a }', 'equals needs a file'],
  [
    'demo',
    'expect-disk: { file: /x, exists: false, contains: a }',
    'contains asks about a file that must not exist',
  ],
  [
    'demo',
    'expect-disk: { file: /x, equals: a, contains: a }',
    'expected either equals or contains, got both',
  ],
  ['demo', 'expect-disk: { file: /x, contains: /(/ }', 'this is an invalid regular expression'],
  [
    'demo',
    'expect-disk: { partitions: [{ type: linx }] }',
    'unknown type of partition "linx". Did you mean "linux"?',
  ],
  [
    'demo',
    'expect-disk: { partitions: [{ at-least: 5 }] }',
    'expected a size such as 512M or 2G, got 5',
  ],
])('%s: %s is told: %s', async (machine, step, message) => {
  expect(await bench.diagnose(on(machine, step))).toContain(message);
});

test.each([
  ['{ drives: [cd] }', 'drives'],
  ['{ drives: [floppy, floppy, floppy] }', 'at most 2 floppy drives, got 3'],
  ['{ arch: aarch64, drives: [floppy] }', 'a aarch64 machine has no floppy drive'],
])('machine %s is told: %s', async (machine, message) => {
  const told = await bench.diagnose(on(machine, 'press: a'));
  expect(told).toContain(message);
});
