/** Where in a std VGA's memory the picture is: 32 bits a pixel, blue first, row by row. Bytes. */
export interface LinearMode {
  readonly width: number;
  readonly height: number;
  readonly strideBytes: number;
  readonly offsetBytes: number;
}

/** The Bochs VBE registers from 0x500 of the device's second BAR (QEMU hw/display/bochs-vbe.h), 16 bits each. */
export const VBE_REGISTERS = { offset: 0x500, count: 10 };

const ID = 0xb0c0;
const ENABLED = 1;
const BITS_PER_PIXEL = 32;

/** The mode that the registers tell; undefined in text mode, planar modes and those of other depths. */
export function readVbeMode(registers: readonly number[]): LinearMode | undefined {
  const [id = 0, width = 0, height = 0, depth = 0, enable = 0, , virtualWidth = 0, , x = 0, y = 0] =
    registers;
  if (registers.length < VBE_REGISTERS.count || (id & 0xfff0) !== ID) return undefined;
  if ((enable & ENABLED) === 0 || depth !== BITS_PER_PIXEL) return undefined;
  if (width === 0 || height === 0 || width % 4 !== 0 || virtualWidth < width) return undefined;
  const strideBytes = virtualWidth * 4;
  return { width, height, strideBytes, offsetBytes: y * strideBytes + x * 4 };
}

/** The numbers that the human monitor's `xp /10hx` prints: `00000000febf0500: 0xb0c5 0x0400 ...`. */
export function parseRegisters(printed: string): readonly number[] {
  return printed
    .split('\n')
    .flatMap((line) => /^[0-9a-f]+:(.*)$/.exec(line.trim())?.[1]?.match(/0x[0-9a-f]+/g) ?? [])
    .map(Number);
}
