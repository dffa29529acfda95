import type { Machine } from '../machine/machine.ts';
import { type Frame, type Region, sameFrame } from '../screen/frame.ts';
import { isPlain } from '../screen/plain.ts';
import { formatRegion, regionFits } from '../screen/regions.ts';
import { type Font, findRomFonts } from '../screen/text/font.ts';
import { loadFontFile } from '../screen/text/font-file.ts';
import { findGlyphText, type GlyphText, readGlyphText } from '../screen/text/read-glyphs.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import { vgaGrids } from '../screen/text/vga-grids.ts';
import { findVgaText, readVgaText, TEXT_MEMORY, type VgaText } from '../screen/text/vga-memory.ts';
import type { Screen } from './screen.ts';
import { saveMemory } from './text/text-memory.ts';
import type { OcrReader, OcrResult } from './text/text-ocr.ts';

/** What a look at a screen's text gave. */
export type Reading =
  | { readonly kind: 'read'; readonly frame: Frame; readonly text: ReadText }
  | {
      readonly kind: 'unreadable';
      readonly frame: Frame;
      /** Why each reader gave nothing. */
      readonly why: string;
    };

export interface ReadOptions {
  /** In guest pixels. Default: the whole screen. */
  readonly region?: Region;
  /** A picture that was just taken. Default: a new one. */
  readonly frame?: Frame;
  readonly signal?: AbortSignal;
}

/** Where the video BIOS of a PC is. */
const VIDEO_BIOS = { address: 0xc0000, size: 0x10000 };

/**
 * Reads the screen's text with whatever can: the VGA's text memory where the picture bears it out,
 * the exact shapes of fonts' characters, and last, if it is installed, OCR.
 */
export class TextReader {
  readonly #machine: Machine;
  readonly #screen: Screen;
  readonly #ocr: OcrReader;
  readonly #fonts: Font[] = [];
  readonly #files = new Set<string>();
  /** None as long as the BIOS has not copied itself there. */
  #romFonts: readonly Font[] = [];
  #lastVga: VgaText | undefined;
  #lastGlyphs: GlyphText | undefined;
  #lastOcr:
    | { readonly frame: Frame; readonly place: string | undefined; readonly result: OcrResult }
    | undefined;

  constructor(machine: Machine, screen: Screen, ocr: OcrReader) {
    this.#machine = machine;
    this.#screen = screen;
    this.#ocr = ocr;
  }

  /** A font that the guest's consoles use, beside those of its video BIOS. */
  addFont(font: Font): void {
    if (!this.#fonts.includes(font)) this.#fonts.unshift(font);
  }

  /** The same from a PSF file. @throws ScenarioError `bad-font` */
  async addFontFile(file: string): Promise<void> {
    if (this.#files.has(file)) return;
    this.addFont(loadFontFile(file));
    this.#files.add(file);
  }

  async read(options: ReadOptions = {}): Promise<Reading> {
    const { region, signal } = options;
    const frame = options.frame ?? (await this.#screen.capture(signal));
    if (region && !regionFits(region, frame.width, frame.height)) {
      const size = `${frame.width}x${frame.height}`;
      const why = `the region ${formatRegion(region)} is not on the screen, which is ${size}`;
      return { kind: 'unreadable', frame, why };
    }
    if (isPlain(frame)) return { kind: 'read', frame, text: nothing };
    const text =
      (await this.#readMemory(frame, region, signal)) ??
      (await this.#readGlyphs(frame, region, signal));
    if (text) return { kind: 'read', frame, text };
    const recognised = await this.#recognise(frame, region, signal);
    if (recognised.ok) return { kind: 'read', frame, text: recognised.text };
    const fonts = [...this.#fonts, ...this.#romFonts].map(({ name }) => name);
    const why = [
      'vga-memory: the screen is not what the text memory says',
      `glyphs: ${fonts.length === 0 ? 'no font' : `not in ${fonts.join(', ')}`}`,
      `ocr: ${recognised.why}`,
    ];
    return { kind: 'unreadable', frame, why: why.join('; ') };
  }

  async #readMemory(
    frame: Frame,
    region: Region | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadText | undefined> {
    if (vgaGrids(frame.width, frame.height).length === 0) return undefined;
    const memory = await saveMemory(this.#machine, TEXT_MEMORY, signal);
    const last = this.#lastVga;
    const found =
      memory && findVgaText(frame, memory, last && { offset: last.offset, grid: last.cells.grid });
    if (found) this.#lastVga = found;
    return found && readVgaText(found, region);
  }

  async #readGlyphs(
    frame: Frame,
    region: Region | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadText | undefined> {
    if (this.#romFonts.length === 0) {
      const rom = await saveMemory(this.#machine, VIDEO_BIOS, signal);
      this.#romFonts = findRomFonts(rom ?? new Uint8Array());
    }
    const found = findGlyphText(frame, [...this.#fonts, ...this.#romFonts], this.#lastGlyphs);
    if (found) this.#lastGlyphs = found;
    return found && readGlyphText(found, region);
  }

  /** The same picture is recognised once: it takes a second. */
  async #recognise(
    frame: Frame,
    region: Region | undefined,
    signal: AbortSignal | undefined,
  ): Promise<OcrResult> {
    const place = region && formatRegion(region);
    const last = this.#lastOcr;
    if (last && last.place === place && sameFrame(last.frame, frame)) return last.result;
    const result = await this.#ocr.read(frame, region, signal);
    this.#lastOcr = { frame, place, result };
    return result;
  }
}

const nothing: ReadText = { reader: 'glyphs', lines: [], full: [], confidence: 1 };
