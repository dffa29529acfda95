const MISCELLANEOUS = 0x3c2;
const SEQUENCER = 0x3c4;
const GRAPHICS = 0x3ce;
const CRTC = 0x3d4;
const ATTRIBUTES = 0x3c0;
const PALETTE_INDEX = 0x3c8;
const PALETTE = 0x3c9;
const PALETTE_ON = 0x20;
const COLOURS = 64;

// biome-ignore format: registers in their order
const crtc = [
  0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00,
  0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff,
];
const sequencer = [0x03, 0x00, 0x03, 0x00, 0x02];
const graphics = [0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x0f, 0xff];
// biome-ignore format: registers in their order
const attributes = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
  0x0c, 0x00, 0x0f, 0x08, 0x00,
];

/**
 * What a BIOS writes to the ports of a VGA for its mode 3, text of 80x25 in 16 colours: a multiboot
 * kernel may count on that. A BIOS would load a font too; here the guest has to, or its text has no shapes.
 */
export function textModeWrites(): readonly (readonly [port: number, value: number])[] {
  return [
    [MISCELLANEOUS, 0x67],
    ...indexed(SEQUENCER, sequencer),
    ...indexed(CRTC, crtc),
    ...indexed(GRAPHICS, graphics),
    ...attributes.flatMap((value, index) => [
      [ATTRIBUTES, index] as const,
      [ATTRIBUTES, value] as const,
    ]),
    [ATTRIBUTES, PALETTE_ON],
    [PALETTE_INDEX, 0],
    ...Array.from({ length: COLOURS }, (_, colour) => egaColour(colour)).flatMap((samples) =>
      samples.map((sample) => [PALETTE, sample] as const),
    ),
  ];
}

function indexed(port: number, values: readonly number[]): (readonly [number, number])[] {
  return values.flatMap((value, index) => [[port, index] as const, [port + 1, value] as const]);
}

/** Two bits a colour, as the EGA had them, in 6-bit samples. */
function egaColour(colour: number): readonly number[] {
  return [2, 1, 0].map((bit) => ((colour >> bit) & 1) * 42 + ((colour >> (bit + 3)) & 1) * 21);
}
