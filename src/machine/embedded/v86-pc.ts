import { join } from 'node:path';
import { V86 } from 'v86';
import type { Display, Palette, Pc, PcOptions, Ps2Port, TextCursor, VmmousePort } from './pc.ts';
import {
  findMissingInternals,
  type V86Cpu,
  type V86Internals,
  type V86Vga,
} from './v86-internals.ts';
import { readV86Version, v86Build } from './v86-version.ts';
import { textModeWrites } from './vga-text-mode.ts';

const MIB = 1024 * 1024;
const VIDEO_MEMORY = 16 * MIB;
const VIDEO_ADDRESS = 0xe0000000;
const DATA = 0x60;
const COMMAND = 0x64;
const KEYBOARD_DISABLED = 0x10;
/** QEMU's idle status: self test passed, last write was a command, not locked. */
const IDLE = 0x1c;
const OUTPUT_FULL = 0x01;
const FROM_MOUSE = 0x20;
const VMWARE_PORT = 0x5658;
const CURSOR_OFF = 0x20;
const TEXT_CELLS = 0x4000;
const VGA_WINDOW = { first: 0xa0000, end: 0xc0000 };

/**
 * Starts the emulator, stopped before the first instruction of the kernel. Rejects where v86 is not
 * the one that this file was written for, with all that differs.
 */
export async function startV86(options: PcOptions): Promise<Pc> {
  const emulator = new V86({
    wasm_path: join(v86Build, 'v86.wasm'),
    memory_size: options.memoryMiB * MIB,
    vga_memory_size: VIDEO_MEMORY,
    multiboot: { buffer: copyOf(options.kernel) },
    ...(options.initrd && { initrd: { buffer: copyOf(options.initrd) } }),
    cmdline: options.commandLine,
    disable_speaker: true,
  });
  emulator.add_listener('serial0-output-byte', options.onSerialByte);
  await new Promise<void>((resolve) => emulator.add_listener('emulator-loaded', () => resolve()));
  const missing = findMissingInternals(emulator);
  if (missing.length > 0) {
    throw new Error(`v86 ${readV86Version()} is not as expected:\n${missing.join('\n')}`);
  }
  return present(emulator, options);
}

async function present(
  emulator: V86,
  { vmmouse: hasVmmouse, onGuestReset }: PcOptions,
): Promise<Pc> {
  const { v86 } = emulator as unknown as V86Internals;
  const { cpu } = v86;
  const ps2 = connectPs2(cpu);
  const vmmouse = connectVmmouse(cpu);
  if (!hasVmmouse)
    cpu.io.register_read(
      VMWARE_PORT,
      cpu,
      () => 0xff,
      () => 0xffff,
      () => -1,
    );
  fillHolesForRestore(cpu.devices.pci.devices);
  for (const [port, value] of textModeWrites()) cpu.io.port_write8(port, value);
  blankText(cpu.devices.vga);
  cpu.devices.ps2.enable_keyboard_stream = true;
  const restore = async (state: ArrayBuffer) => {
    await emulator.restore_state(state);
    ps2.clear();
    vmmouse.clear();
  };
  const beginning = await emulator.save_state();
  cpu.reboot_internal = () => {
    v86.stop();
    setImmediate(() => void restore(beginning).then(onGuestReset));
  };
  return {
    ps2,
    vmmouse,
    run: () => v86.run(),
    pause: () => v86.stop(),
    reset: () => restore(beginning),
    display: () => readDisplay(cpu.devices.vga),
    readMemory: (address, size) => readMemory(cpu, address, size),
    sendSerial: (bytes) => emulator.serial_send_bytes(0, bytes),
    save: async () => new Uint8Array(await emulator.save_state()),
    restore: (state) => restore(copyOf(state)),
  };
}

/** Grey blanks on black. */
function blankText({ vga_memory }: V86Vga): void {
  new Uint16Array(vga_memory.buffer, vga_memory.byteOffset, TEXT_CELLS).fill(0x0720);
}

/** v86's own `restore_state` fails on an I/O range that a device has no second channel for. */
function fillHolesForRestore(devices: readonly ({ pci_bars: unknown[] } | undefined)[]): void {
  for (const device of devices) {
    if (device) device.pci_bars = Array.from(device.pci_bars, (bar) => bar ?? { size: 0 });
  }
}

function copyOf({ buffer, byteOffset, length }: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(length);
  new Uint8Array(copy).set(new Uint8Array(buffer, byteOffset, length));
  return copy;
}

/**
 * Holds back the keyboard's bytes until the guest has read all before them, so that they can be counted,
 * and so that v86 does not throw them away when the guest sends a command, which QEMU does not either.
 */
function connectPs2(cpu: V86Cpu): Ps2Port & { clear(): void } {
  const { ps2 } = cpu.devices;
  const waiting: number[] = [];
  let lent: number | undefined;

  const lend = () => {
    if (lent !== undefined || ps2.kbd_buffer.length > 0) return;
    if (ps2.command_register & KEYBOARD_DISABLED) return;
    lent = waiting.shift();
    if (lent === undefined) return;
    ps2.kbd_buffer.push(lent);
    ps2.raise_irq();
  };
  const takeBack = () => {
    if (lent === undefined) return;
    ps2.kbd_buffer.clear();
    waiting.unshift(lent);
    lent = undefined;
  };
  cpu.io.register_read(DATA, ps2, () => {
    const byte = ps2.port60_read();
    if (ps2.kbd_buffer.length === 0) lent = undefined;
    lend();
    return byte;
  });
  const around = (write: (byte: number) => void) => (byte: number) => {
    takeBack();
    write.call(ps2, byte);
    lend();
  };
  cpu.io.register_write(DATA, ps2, around(ps2.port60_write));
  cpu.io.register_write(COMMAND, ps2, around(ps2.port64_write));

  return {
    get scanning() {
      return ps2.enable_keyboard_stream;
    },
    get mouse() {
      const type = ps2.mouse_id === 4 ? 'five-button' : ps2.mouse_id === 3 ? 'wheel' : 'plain';
      return { reporting: ps2.enable_mouse_stream, type } as const;
    },
    get mouseUnread() {
      return ps2.mouse_buffer.length;
    },
    get keyboardUnread() {
      return waiting.length + (lent === undefined ? 0 : 1);
    },
    sendKeyboard(byte) {
      waiting.push(byte);
      lend();
    },
    sendMouse(bytes) {
      for (const byte of bytes) ps2.mouse_buffer.push(byte);
      ps2.raise_irq();
    },
    status() {
      const unread = ps2.next_byte_is_ready || waiting.length > 0;
      const fromMouse = ps2.next_byte_is_ready && ps2.next_byte_is_aux;
      return IDLE | (unread ? OUTPUT_FULL : 0) | (fromMouse ? FROM_MOUSE : 0);
    },
    clear() {
      waiting.length = 0;
      lent = undefined;
    },
  };
}

function connectVmmouse(cpu: V86Cpu): VmmousePort & { clear(): void } {
  const { vmware } = cpu.devices;
  return {
    get absolute() {
      return vmware.enabled && vmware.absolute;
    },
    get unread() {
      return vmware.queue.length;
    },
    send(words) {
      vmware.queue.push(...words);
    },
    clear() {
      vmware.queue.length = 0;
    },
  };
}

function readDisplay(vga: V86Vga): Display {
  if (vga.svga_enabled) {
    const start = vga.svga_offset * Math.ceil(vga.svga_bpp / 8);
    return {
      kind: 'linear',
      width: vga.svga_width,
      height: vga.svga_height,
      bitsPerPixel: vga.svga_bpp,
      memory: vga.svga_memory.subarray(start, vga.svga_memory.length),
      palette: Array.from(vga.vga256_palette, splitColour),
    };
  }
  if (vga.graphical_mode) {
    return { kind: 'planar', width: vga.screen_width, height: vga.screen_height };
  }
  const start = vga.start_address * 2;
  return {
    kind: 'text',
    columns: vga.max_cols,
    rows: vga.max_rows,
    cellWidth: vga.clocking_mode & 1 ? 8 : 9,
    cellHeight: (vga.max_scan_line & 31) + 1,
    lineGraphics: (vga.attribute_mode & 4) !== 0,
    cursor: readCursor(vga),
    cells: vga.vga_memory.subarray(start, start + vga.max_cols * vga.max_rows * 2),
    font: vga.plane2,
    palette: textPalette(vga),
  };
}

function readCursor(vga: V86Vga): TextCursor | undefined {
  if (vga.cursor_scanline_start & CURSOR_OFF) return undefined;
  return {
    cell: vga.cursor_address - vga.start_address,
    firstLine: vga.cursor_scanline_start & 31,
    lastLine: vga.cursor_scanline_end & 31,
  };
}

function textPalette({ dac_map, dac_mask, vga256_palette }: V86Vga): Palette {
  return Array.from(dac_map, (index) => splitColour(vga256_palette[index & dac_mask] ?? 0));
}

function splitColour(rgb: number): readonly [number, number, number] {
  return [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255];
}

function readMemory({ mem8, devices: { vga } }: V86Cpu, address: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(mem8.subarray(Math.min(address, mem8.length), Math.min(address + size, mem8.length)));
  const latch = vga.latch_dword;
  const end = Math.min(address + size, VGA_WINDOW.end);
  for (let at = Math.max(address, VGA_WINDOW.first); at < end; at += 1) {
    bytes[at - address] = vga.vga_memory_read(at);
  }
  vga.latch_dword = latch;
  if (address >= VIDEO_ADDRESS) {
    const start = address - VIDEO_ADDRESS;
    bytes.set(vga.svga_memory.subarray(start, Math.min(start + size, vga.svga_memory.length)));
  }
  return bytes;
}
