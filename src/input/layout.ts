import { didYouMean } from '../near-name.ts';
import type { QKeyCode } from '../qmp/qkeycode.ts';
import { isLayoutName, layoutNames, loadLayout } from './layouts/load-layout.ts';
import { otherNames } from './layouts/other-names.ts';

/** One key, with what must be held while it goes down. */
export interface Stroke {
  readonly key: QKeyCode;
  readonly modifiers: readonly QKeyCode[];
  /** Whether the modifiers come up behind it, although the next stroke may need them again. */
  readonly endsSequence?: boolean;
}

/** Which strokes give which character on a guest that uses this layout. */
export interface Layout {
  readonly name: string;
  readonly strokes: ReadonlyMap<string, readonly Stroke[]>;
}

export { layoutNames };

export type LayoutResult =
  | { readonly ok: true; readonly layout: Layout }
  | { readonly ok: false; readonly message: string };

export function findLayout(name: string): LayoutResult {
  if (isLayoutName(name)) return { ok: true, layout: loadLayout(name) };
  const known = layoutNames.join(', ');
  const near = Object.hasOwn(otherNames, name)
    ? ` Did you mean "${otherNames[name]}"?`
    : didYouMean(name, layoutNames);
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

/** The layouts that can type all of `text`, the one that takes the fewest keys first. */
export function layoutsThatType(text: string): string[] {
  return layoutNames
    .map(loadLayout)
    .filter((layout) => findUntypable(text, layout).length === 0)
    .map((layout) => ({ name: layout.name, keys: countKeys(text, layout) }))
    .sort((one, other) => one.keys - other.keys)
    .map(({ name }) => name);
}

function countKeys(text: string, layout: Layout): number {
  const strokes = [...text].flatMap((character) => layout.strokes.get(character) ?? []);
  return strokes.reduce((sum, { modifiers }) => sum + 1 + modifiers.length, 0);
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
