import type { Region } from '../frame.ts';
import type { ReadText } from './read-text.ts';

/** What is used of the blocks that `tesseract.js` recognises. */
export interface OcrBlock {
  readonly paragraphs: readonly {
    readonly lines: readonly { readonly words: readonly OcrWord[] }[];
  }[];
}
interface OcrWord extends OcrBox {
  readonly symbols: readonly OcrBox[];
}
interface OcrBox {
  readonly text: string;
  readonly bbox: {
    readonly x0: number;
    readonly y0: number;
    readonly x1: number;
    readonly y1: number;
  };
}

/** What the recognised picture shows of the screen: from where on, and how many times as large. */
type Origin = Partial<Pick<Region, 'x' | 'y'>> & { readonly scale?: number };

/** The lines that were recognised, from the top, with the place of each character on the screen. */
export function listOcrLines(
  blocks: readonly OcrBlock[],
  origin: Origin = {},
): Pick<ReadText, 'lines' | 'full'> & Required<Pick<ReadText, 'boxes'>> {
  const found = blocks
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ lines }) => lines)
    .filter(({ words }) => words.length > 0);
  return {
    lines: found.map(({ words }) => words.map(({ text }) => text).join(' ')),
    full: found.map(() => false),
    boxes: found.map(({ words }) =>
      words.flatMap((word, index) => [
        ...(index > 0 ? [null] : []),
        ...boxesOf(word).map((box) => regionOf(box, origin)),
      ]),
    ),
  };
}

/** One a character; the word's own where its symbols are not its characters. */
function boxesOf(word: OcrWord): OcrBox[] {
  const characters = Array.from(word.text);
  const isSame = characters.every((text, index) => word.symbols[index]?.text === text);
  return characters.map((_, index) => (isSame && word.symbols[index]) || word);
}

function regionOf({ bbox }: OcrBox, { x = 0, y = 0, scale = 1 }: Origin): Region {
  const [left, top] = [Math.floor(bbox.x0 / scale), Math.floor(bbox.y0 / scale)];
  const [right, bottom] = [Math.ceil(bbox.x1 / scale), Math.ceil(bbox.y1 / scale)];
  return { x: x + left, y: y + top, width: right - left, height: bottom - top };
}
