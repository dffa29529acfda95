import { didYouMean } from '../near-name.ts';
import type { QKeyCode } from '../qmp/qkeycode.ts';
import { us } from './layouts/us.ts';

/** One key, with what must be held while it goes down. */
export interface Stroke {
  readonly key: QKeyCode;
  readonly modifiers: readonly QKeyCode[];
}

/** Which strokes give which character on a guest that uses this layout. */
export interface Layout {
  readonly name: string;
  readonly strokes: ReadonlyMap<string, readonly Stroke[]>;
}

const layouts = new Map<string, Layout>([[us.name, us]]);

export const layoutNames: readonly string[] = [...layouts.keys()];

export type LayoutResult =
  | { readonly ok: true; readonly layout: Layout }
  | { readonly ok: false; readonly message: string };

export function findLayout(name: string): LayoutResult {
  const layout = layouts.get(name);
  if (layout) return { ok: true, layout };
  const known = layoutNames.join(', ');
  const near = didYouMean(name, layoutNames);
  return { ok: false, message: `unknown layout "${name}".${near} Known: ${known}` };
}

/** A character that a layout has no key for; `index` counts characters from 0. */
export interface Untypable {
  readonly character: string;
  readonly index: number;
}

/** Everything in `text` that the layout cannot type; empty when all of it can be typed. */
export function findUntypable(text: string, layout: Layout): Untypable[] {
  return [...text]
    .map((character, index) => ({ character, index }))
    .filter(({ character }) => !layout.strokes.has(character));
}

/** What would not be seen in quotes: control characters, blanks, marks without a letter. */
const invisible = /[\p{C}\p{Z}\p{M}]/u;

/** `"é" at 3, "ß" at 7`; positions are counted from 1, invisible characters by their code point. */
export function describeUntypable(untypable: readonly Untypable[]): string {
  return untypable
    .map(({ character, index }) => {
      const code = character.codePointAt(0) ?? 0;
      const number = code.toString(16).padStart(4, '0');
      const shown = invisible.test(character) ? `U+${number}` : `"${character}"`;
      return `${shown} at ${index + 1}`;
    })
    .join(', ');
}
