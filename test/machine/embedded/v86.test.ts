import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Pc } from '../../../src/machine/embedded/pc.ts';
import { findMissingInternals } from '../../../src/machine/embedded/v86-internals.ts';
import { startV86 } from '../../../src/machine/embedded/v86-pc.ts';
import { readV86Version } from '../../../src/machine/embedded/v86-version.ts';
import { demoElf, repository } from '../../support/needs-qemu.ts';

interface Running {
  readonly pc: Pc;
  readonly resets: () => number;
  readonly untilSaid: (line: string) => Promise<void>;
}

const demo = readFileSync(join(repository, demoElf));

/** A multiboot kernel that is loaded to 1 MiB and runs this code. */
function makeKernel(code: readonly number[]): Uint8Array {
  const [magic, flags, base] = [0x1badb002, 0x10000, 0x100000];
  const header = [magic, flags, -(magic + flags) >>> 0, base, base, base + 4096, base + 8192];
  const words = Uint32Array.from([...header, base + 32]);
  const kernel = new Uint8Array(4096);
  kernel.set(new Uint8Array(words.buffer));
  kernel.set(code, 32);
  return kernel;
}

/** A kernel in this process, with what it says on its serial line. */
async function withPc(
  kernel: Uint8Array,
  body: (running: Running) => Promise<void>,
  initrd?: Uint8Array,
) {
  let resets = 0;
  let said = '';
  let waiting: (() => void) | undefined;
  const pc = await startV86({
    kernel,
    initrd,
    commandLine: `${demoElf} screen=done`,
    memoryMiB: 64,
    vmmouse: true,
    onSerialByte: (byte) => {
      said += String.fromCharCode(byte);
      waiting?.();
    },
    onGuestReset: () => {
      resets += 1;
      waiting?.();
    },
  });
  const untilSaid = async (line: string) => {
    while (!said.includes(`${line}\n`)) {
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    }
    said = '';
  };
  try {
    await body({ pc, untilSaid, resets: () => resets });
  } finally {
    pc.pause();
  }
}

test('v86 is the pinned one', () => {
  const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  expect(dependencies.v86).toBe('0.5.462');
  expect(readV86Version()).toBe(dependencies.v86);
});

test('an emulator that lacks something is described by all that it lacks', () => {
  const missing = findMissingInternals({ v86: { run: () => {}, cpu: { mem8: new Uint8Array() } } });
  expect(missing).toContain('v86.stop: expected function, got undefined');
  expect(missing).toContain(
    'v86.cpu.devices.ps2.kbd_buffer.push: expected function, got undefined',
  );
  expect(missing).not.toContain('v86.cpu.mem8: expected object, got undefined');
});

test('it does what the embedded machine needs of it', async () => {
  await withPc(demo, async ({ pc, untilSaid }) => {
    pc.run();
    await untilSaid('demo guest ready 1024x768');
    expect(pc.display()).toMatchObject({ kind: 'linear', width: 1024, height: 768 });
    expect(pc.vmmouse.absolute).toBe(true);
    expect(pc.ps2.mouse).toEqual({ reporting: true, type: 'plain' });
    expect(pc.ps2.status()).toBe(0x1c);

    for (const byte of [0x1e, 0x9e]) pc.ps2.sendKeyboard(byte);
    expect(pc.ps2.keyboardUnread).toBe(2);
    expect(pc.ps2.status()).toBe(0x1d);
    await untilSaid('scan 9e');
    expect(pc.ps2.keyboardUnread).toBe(0);

    pc.vmmouse.send([0x20, 0x8000, 0x8000, 0]);
    pc.ps2.sendMouse([0x08, 1, 0]);
    expect(pc.ps2.status()).toBe(0x3d);
    await untilSaid('mouse 512 384 1 0');
    expect(pc.vmmouse.unread).toBe(0);
    expect(pc.ps2.mouseUnread).toBe(0);

    await pc.reset();
    expect(pc.display()).toMatchObject({ kind: 'text', columns: 80, rows: 25 });
    await untilSaid('demo guest ready 1024x768');
  });
});

test('guest memory is readable where it is, and zero where there is none', async () => {
  await withPc(demo, async ({ pc }) => {
    const magic = Buffer.from(pc.readMemory(0x100000, 8192)).indexOf('02b0ad1b', 'hex');
    expect(magic).toBeGreaterThanOrEqual(0);
    expect(pc.readMemory(64 * 1024 * 1024 - 2, 4)).toHaveLength(4);
    expect(pc.readMemory(0xc0000000, 4)).toEqual(new Uint8Array(4));
  });
});

test('text is where a kernel expects it without asking a BIOS, in its colours', async () => {
  // mov dword [0xb8000], 0x1f421e41; mov dx, 0x3f8; mov al, 10; out dx, al; hlt
  const writeText = [0xc7, 0x05, 0x00, 0x80, 0x0b, 0x00, 0x41, 0x1e, 0x42, 0x1f];
  const sayLine = [0x66, 0xba, 0xf8, 0x03, 0xb0, 0x0a, 0xee, 0xf4];
  await withPc(makeKernel([...writeText, ...sayLine]), async ({ pc, untilSaid }) => {
    pc.run();
    await untilSaid('');
    expect([...pc.readMemory(0xb8000, 6)]).toEqual([0x41, 0x1e, 0x42, 0x1f, 0x20, 0x07]);
    const display = pc.display();
    if (display.kind !== 'text') throw new Error(`the display is ${display.kind}`);
    expect([...display.cells.subarray(0, 4)]).toEqual([0x41, 0x1e, 0x42, 0x1f]);
    expect(display).toMatchObject({ columns: 80, rows: 25, cellWidth: 9, cellHeight: 16 });
    expect([0, 1, 7, 14, 15].map((colour) => display.palette[colour])).toEqual([
      ...[
        [0, 0, 0],
        [0, 0, 0xa8],
        [0xa8, 0xa8, 0xa8],
        [0xff, 0xff, 0x57],
        [0xff, 0xff, 0xff],
      ],
    ]);
  });
});

test('a guest that resets itself starts again, and that is told', async () => {
  // mov dx, 0x3f8; mov al, 10; out dx, al; mov al, 0xfe; out 0x64, al; hlt
  const code = [0x66, 0xba, 0xf8, 0x03, 0xb0, 0x0a, 0xee, 0xb0, 0xfe, 0xe6, 0x64, 0xf4];
  await withPc(makeKernel(code), async ({ pc, untilSaid, resets }) => {
    pc.run();
    await untilSaid('');
    while (resets() === 0) await new Promise((resolve) => setImmediate(resolve));
    pc.run();
    await untilSaid('');
  });
});

test('a command of the guest overtakes the keys that wait, and loses none', async () => {
  // wait until port 0x64 has bit 0; enable scanning; send three bytes of port 0x60 to the serial port
  const wait = [0xe4, 0x64, 0xa8, 0x01, 0x74, 0xfa];
  const enable = [0xb0, 0xf4, 0xe6, 0x60];
  const copy = [0x66, 0xba, 0xf8, 0x03, 0xb9, 0x03, 0, 0, 0, 0xe4, 0x60, 0xee, 0xe2, 0xfb];
  const sayLine = [0xb0, 0x0a, 0xee, 0xf4];
  await withPc(makeKernel([...wait, ...enable, ...copy, ...sayLine]), async ({ pc, untilSaid }) => {
    expect(pc.ps2.scanning).toBe(true);
    for (const byte of [0x1e, 0x9e]) pc.ps2.sendKeyboard(byte);
    pc.run();
    await untilSaid('\xfa\x1e\x9e');
  });
});

test('the initial RAM disk is a module of the kernel', async () => {
  // first byte of the first module to the serial port
  const code = [0x8b, 0x43, 0x18, 0x8b, 0x00, 0x8a, 0x00, 0x66, 0xba, 0xf8, 0x03, 0xee];
  const kernel = makeKernel([...code, 0xb0, 0x0a, 0xee, 0xf4]);
  const body = async ({ pc, untilSaid }: Running) => {
    pc.run();
    await untilSaid('Z');
  };
  await withPc(kernel, body, Buffer.from('Z'));
});
