import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { ScenarioError } from '../errors.ts';
import type { Region } from './frame.ts';
import { formatRegion } from './regions.ts';

/** Masks and regions that are to stand in a baseline's YAML file. */
export interface NewAreas {
  readonly mask?: readonly Region[] | undefined;
  readonly region?: readonly Region[] | undefined;
}

/**
 * The text of a baseline's rules, which `parseRules` has accepted, with further areas in it. Every other
 * line stays as it is, so that a diff shows what was added; where the text leaves no place for that, the
 * file is written anew, comments included.
 * @throws ScenarioError `rules-not-editable`
 */
export function addAreas(text: string, { mask = [], region = [] }: NewAreas): string {
  return addTo(addTo(text, 'mask', mask), 'region', region);
}

function addTo(text: string, key: string, areas: readonly Region[]): string {
  if (areas.length === 0) return text;
  const document = parseDocument(text);
  const all = [...listAreas(document, key), ...areas.map(toTuple)];
  const wanted = { ...document.toJS(), [key]: all };
  const attempts = [insert(text, document, key, areas), writeAnew(document, key, areas, all)];
  const written = attempts.find((each) => each !== undefined && says(each, wanted));
  if (written !== undefined) return written;
  throw new ScenarioError('rules-not-editable', `${key} cannot be added to a file like this one`, {
    hint: `write it by hand: ${key}: [${areas.map(formatRegion).join(', ')}]`,
  });
}

/** One area alone may stand there without a list around it. */
function listAreas(document: Document, key: string): unknown[] {
  const value: unknown = document.toJS()?.[key];
  if (!Array.isArray(value)) return [];
  return typeof value[0] === 'number' ? [value] : value;
}

function toTuple({ x, y, width, height }: Region): number[] {
  return [x, y, width, height];
}

function says(text: string, wanted: unknown): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted);
}

/** Undefined where there is no plain place for them. */
function insert(
  text: string,
  document: Document,
  key: string,
  areas: readonly Region[],
): string | undefined {
  const { contents } = document;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const written = areas.map(formatRegion);
  const value = isMap(contents) ? contents.get(key, true) : undefined;
  if (value === undefined) {
    const begun = text === '' || text.endsWith('\n') ? text : text + eol;
    return `${begun}${key}: [${written.join(', ')}]${eol}`;
  }
  if (!isSeq(value) || !value.range) return undefined;
  if (!value.flow) return insertLines(text, value, written, eol);
  const [start, end] = value.range;
  if (typeof value.toJSON()[0] === 'number') {
    const alone = text.slice(start, end);
    return `${text.slice(0, start)}[${[alone, ...written].join(', ')}]${text.slice(end)}`;
  }
  return insertInFlow(text, value, written, eol);
}

/** Behind the last one, on lines of their own where that has one. */
function insertInFlow(text: string, list: YAMLSeq, written: string[], eol: string) {
  const range = rangeOfLast(list);
  if (!range) return undefined;
  const [start, end] = range;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const gap = before.trim() === '' ? eol + before : ' ';
  const added = written.map((area) => `,${gap}${area}`).join('');
  return text.slice(0, end) + added + text.slice(end);
}

/** `- [0, 0, 8, 8]` below the last line of its kind. */
function insertLines(text: string, list: YAMLSeq, written: string[], eol: string) {
  const range = rangeOfLast(list);
  if (!range) return undefined;
  const [start, end] = range;
  const [indent] = /^[ ]*(?=-)/.exec(text.slice(text.lastIndexOf('\n', start) + 1)) ?? [];
  if (indent === undefined) return undefined;
  const lineEnd = text.indexOf('\n', end);
  const above = lineEnd < 0 ? text + eol : text.slice(0, lineEnd + 1);
  const below = lineEnd < 0 ? '' : text.slice(lineEnd + 1);
  return above + written.map((area) => `${indent}- ${area}${eol}`).join('') + below;
}

function rangeOfLast({ items }: YAMLSeq): readonly [number, number, number] | undefined {
  const last = items.at(-1);
  return isSeq(last) && last.flow && last.range ? last.range : undefined;
}

function writeAnew(
  document: Document,
  key: string,
  areas: readonly Region[],
  all: readonly unknown[],
): string {
  const copy = document.clone();
  if (!isMap(copy.contents)) copy.contents = copy.createNode({});
  const list = copy.get(key);
  if (isSeq(list) && typeof list.toJSON()[0] !== 'number') {
    for (const area of areas) list.add(copy.createNode(toTuple(area), { flow: true }));
  } else copy.set(key, copy.createNode(all, { flow: true }));
  try {
    return copy.toString({ lineWidth: 0, flowCollectionPadding: false });
  } catch {
    return '';
  }
}
