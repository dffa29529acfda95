/** A view onto memory that v86 makes anew for each access. */
type LiveView = Pick<Uint8Array, 'subarray' | 'length'>;

interface ByteQueue {
  readonly length: number;
  push(byte: number): void;
  clear(): void;
}

interface V86Ps2 {
  enable_keyboard_stream: boolean;
  readonly enable_mouse_stream: boolean;
  readonly mouse_id: number;
  readonly kbd_buffer: ByteQueue;
  readonly mouse_buffer: ByteQueue;
  readonly next_byte_is_ready: boolean;
  readonly next_byte_is_aux: boolean;
  readonly command_register: number;
  raise_irq(): void;
  port60_read(): number;
  port60_write(byte: number): void;
  port64_write(byte: number): void;
}

interface V86Vmmouse {
  readonly enabled: boolean;
  readonly absolute: boolean;
  readonly queue: number[];
}

export interface V86Vga {
  readonly svga_enabled: boolean;
  readonly svga_width: number;
  readonly svga_height: number;
  readonly svga_bpp: number;
  readonly svga_offset: number;
  readonly svga_memory: LiveView;
  readonly graphical_mode: boolean;
  readonly screen_width: number;
  readonly screen_height: number;
  readonly max_cols: number;
  readonly max_rows: number;
  readonly max_scan_line: number;
  readonly start_address: number;
  readonly clocking_mode: number;
  readonly attribute_mode: number;
  readonly cursor_address: number;
  readonly cursor_scanline_start: number;
  readonly cursor_scanline_end: number;
  readonly vga_memory: Uint8Array;
  readonly plane2: Uint8Array;
  readonly vga256_palette: Int32Array;
  readonly dac_map: Uint8Array;
  readonly dac_mask: number;
  latch_dword: number;
  vga_memory_read(address: number): number;
}

type Read = () => number;
type Write = (value: number) => void;

export interface V86Cpu {
  readonly memory_size: ArrayLike<number>;
  readonly mem8: LiveView;
  readonly io: {
    register_read(port: number, device: object, read8: Read, read16?: Read, read32?: Read): void;
    register_write(port: number, device: object, write8: Write): void;
    port_write8(port: number, value: number): void;
  };
  readonly devices: {
    readonly ps2: V86Ps2;
    readonly vmware: V86Vmmouse;
    readonly vga: V86Vga;
    readonly pci: { readonly devices: readonly ({ pci_bars: unknown[] } | undefined)[] };
  };
  reboot_internal(): void;
}

/** What v86 does not promise, and `v86-pc.ts` uses all the same. */
export interface V86Internals {
  readonly v86: { readonly cpu: V86Cpu; run(): void; stop(): void };
}

const members: Readonly<Record<string, readonly string[]>> = {
  v86: ['run: function', 'stop: function'],
  'v86.cpu': ['mem8: object', 'memory_size: object', 'reboot_internal: function'],
  'v86.cpu.io': ['register_read: function', 'register_write: function', 'port_write8: function'],
  'v86.cpu.devices.pci': ['devices: object'],
  'v86.cpu.devices.ps2': [
    ...['enable_keyboard_stream: boolean', 'enable_mouse_stream: boolean', 'mouse_id: number'],
    ...['next_byte_is_ready: boolean', 'next_byte_is_aux: boolean', 'command_register: number'],
    ...['raise_irq: function', 'port60_read: function'],
    ...['port60_write: function', 'port64_write: function'],
  ],
  'v86.cpu.devices.ps2.kbd_buffer': ['length: number', 'push: function', 'clear: function'],
  'v86.cpu.devices.ps2.mouse_buffer': ['length: number', 'push: function', 'clear: function'],
  'v86.cpu.devices.vmware': ['enabled: boolean', 'absolute: boolean'],
  'v86.cpu.devices.vmware.queue': ['length: number', 'push: function'],
  'v86.cpu.devices.vga': [
    ...['svga_enabled: boolean', 'svga_width: number', 'svga_height: number', 'svga_bpp: number'],
    ...['svga_offset: number', 'graphical_mode: boolean', 'screen_width: number'],
    ...['screen_height: number', 'max_cols: number', 'max_rows: number', 'max_scan_line: number'],
    ...['start_address: number', 'clocking_mode: number', 'attribute_mode: number'],
    ...['cursor_address: number', 'cursor_scanline_start: number', 'cursor_scanline_end: number'],
    'dac_mask: number',
    ...['latch_dword: number', 'vga_memory_read: function'],
  ],
  'v86.cpu.devices.vga.svga_memory': ['length: number', 'subarray: function'],
  'v86.cpu.devices.vga.vga_memory': ['length: number'],
  'v86.cpu.devices.vga.plane2': ['length: number'],
  'v86.cpu.devices.vga.vga256_palette': ['length: number'],
  'v86.cpu.devices.vga.dac_map': ['length: number'],
};

/** What an emulator lacks of the above, as `v86.cpu.mem8: expected object, got undefined`. */
export function findMissingInternals(emulator: object): readonly string[] {
  return Object.entries(members).flatMap(([path, expected]) => {
    const owner = path.split('.').reduce<unknown>(read, emulator);
    return expected.flatMap((member) => {
      const [name = '', type] = member.split(': ');
      const got = typeof read(owner, name);
      return got === type ? [] : [`${path}.${name}: expected ${type}, got ${got}`];
    });
  });
}

function read(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}
