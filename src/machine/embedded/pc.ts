/** What the QMP server needs from an emulated PC, and nothing of how the emulator does it. */
export interface Pc {
  readonly ps2: Ps2Port;
  readonly vmmouse: VmmousePort;
  /** Guest instructions are executed between `run` and `pause`, and never while one of our functions runs. */
  run(): void;
  pause(): void;
  /** Back to the first instruction of the kernel. */
  reset(): Promise<void>;
  display(): Display;
  /** Guest physical memory, with the VGA window in it. Bytes beyond the RAM are 0. */
  readMemory(address: number, size: number): Uint8Array;
  /** To the guest's first serial port. */
  sendSerial(bytes: Uint8Array): void;
  save(): Promise<Uint8Array>;
  restore(state: Uint8Array): Promise<void>;
}

/** What the emulator tells on its own. */
interface PcEvents {
  readonly onSerialByte: (byte: number) => void;
  /** The guest has reset itself, and starts anew. */
  readonly onGuestReset: () => void;
}

export interface PcOptions extends PcEvents {
  /** A multiboot kernel. */
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array | undefined;
  readonly commandLine: string;
  readonly memoryMiB: number;
  /** Whether VMware's port answers. */
  readonly vmmouse: boolean;
}

/** The controller of keyboard and mouse, seen from its devices. */
export interface Ps2Port {
  /** Whether the guest wants key events; a keyboard does from its reset on. */
  readonly scanning: boolean;
  readonly mouse: { readonly reporting: boolean; readonly type: 'plain' | 'wheel' | 'five-button' };
  /** Bytes of the mouse that the guest has not read. */
  readonly mouseUnread: number;
  /** Bytes of the keyboard that the guest has not read. */
  readonly keyboardUnread: number;
  sendKeyboard(byte: number): void;
  sendMouse(bytes: readonly number[]): void;
  /** What the guest would read from port 0x64. */
  status(): number;
}

/** The queue behind VMware's port 0x5658. */
export interface VmmousePort {
  /** Whether the guest has asked for absolute coordinates. */
  readonly absolute: boolean;
  /** Words that the guest has not read. */
  readonly unread: number;
  send(words: readonly number[]): void;
}

/** Three bytes a colour, RGB. */
export type Palette = readonly (readonly [number, number, number])[];

export interface TextCursor {
  /** Counted from the first visible cell. */
  readonly cell: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What the display adapter is set to. The memory is live, and little-endian where a pixel has more bytes. */
export type Display =
  | {
      readonly kind: 'linear';
      readonly width: number;
      readonly height: number;
      readonly bitsPerPixel: number;
      /** From the first visible pixel on, without gaps between rows. */
      readonly memory: Uint8Array;
      readonly palette: Palette;
    }
  | {
      readonly kind: 'text';
      readonly columns: number;
      readonly rows: number;
      readonly cellWidth: 8 | 9;
      readonly cellHeight: number;
      /** Whether characters 0xb0 to 0xdf reach into the ninth column. */
      readonly lineGraphics: boolean;
      readonly cursor: TextCursor | undefined;
      /** Character and attribute alternating. */
      readonly cells: Uint8Array;
      /** 32 bytes a character. */
      readonly font: Uint8Array;
      readonly palette: Palette;
    }
  | { readonly kind: 'planar'; readonly width: number; readonly height: number };
