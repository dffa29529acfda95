// Reads xkb symbols files, as far as they say what the first group of a key gives.
import { readFileSync } from 'node:fs';

const root = '/usr/share/X11/xkb';
const mergeModes = new Set(['include', 'augment', 'override', 'replace']);
const noSymbol = /^(any|nosymbol)$/i;

const aliases = new Map(
  [
    ...readFileSync(`${root}/keycodes/evdev`, 'utf8').matchAll(/alias\s+<(\S+)>\s*=\s*<(\S+)>/g),
  ].map(([, alias, key]) => [alias, key]),
);

/**
 * The keys of `a(b)+c|d(e)`, each part over (+) or under (|) what stands before it: by key name the
 * keysym names of each level (null: nothing) and the key type, if one is named.
 */
export function readReference(reference) {
  const keys = new Map();
  for (const [, sign, file, variant] of reference.matchAll(/([+|]?)([^+|(:]+)(?:\(([^)]*)\))?/g)) {
    mergeKeys(keys, readSection(file, variant), sign === '|' ? 'augment' : 'override');
  }
  return keys;
}

function readSection(file, variant) {
  const sections = splitSections(file);
  const section = sections.find(({ name, isDefault }) =>
    variant === undefined ? isDefault : name === variant,
  );
  if (!section) throw new Error(`no section ${variant} in symbols/${file}`);
  return readStatements(section.tokens);
}

const files = new Map();

function splitSections(file) {
  const known = files.get(file);
  if (known) return known;
  const text = readFileSync(`${root}/symbols/${file}`, 'utf8').replace(/(\/\/|#).*/g, '');
  const tokens = text.match(/"[^"]*"|<[^>\s]*>|\w+|[^\s\w]/g) ?? [];
  const sections = [];
  for (let at = 0; at < tokens.length; ) {
    const open = tokens.indexOf('{', at);
    if (open === -1) break;
    const close = findClosing(tokens, open);
    sections.push({
      name: unquote(tokens[open - 1]),
      isDefault: tokens.slice(at, open).includes('default'),
      tokens: tokens.slice(open + 1, close),
    });
    at = close + 2;
  }
  if (!sections.some(({ isDefault }) => isDefault)) sections[0].isDefault = true;
  files.set(file, sections);
  return sections;
}

function readStatements(tokens) {
  const keys = new Map();
  let defaultType;
  for (let at = 0; at < tokens.length; ) {
    if (mergeModes.has(tokens[at]) && tokens[at + 1].startsWith('"')) {
      mergeKeys(keys, readReference(unquote(tokens[at + 1])), tokens[at]);
      at += tokens[at + 2] === ';' ? 3 : 2;
      continue;
    }
    const end = findEnd(tokens, at);
    const mode = mergeModes.has(tokens[at]) ? tokens[at] : 'override';
    const statement = tokens.slice(mergeModes.has(tokens[at]) ? at + 1 : at, end);
    if (statement[0] === 'key' && statement[1] === '.') {
      if (statement[2] === 'type') defaultType = unquote(statement.at(-1));
    } else if (statement[0] === 'key') {
      const written = statement[1].slice(1, -1);
      const key = readKey(statement.slice(3, -1), defaultType);
      mergeKeys(keys, new Map([[aliases.get(written) ?? written, key]]), mode);
    }
    at = end + 1;
  }
  return keys;
}

/** `type="X", symbols[Group1]=[a, b]` or `[a, b], [c, d]`; the first group of it. */
function readKey(tokens, defaultType) {
  let type = defaultType;
  let levels;
  for (const item of splitAtCommas(tokens)) {
    const value = item.slice(item.indexOf('=') + 1);
    const isFirstGroup = item[1] !== '[' || /^(group)?1$/i.test(item[2]);
    if (item[0] === 'type' && isFirstGroup) type = unquote(value[0]);
    const isSymbols = item[0] === '[' || (item[0] === 'symbols' && isFirstGroup);
    if (!isSymbols || levels) continue;
    levels = splitAtCommas(value.slice(1, -1)).map((level) =>
      level.length === 1 && !noSymbol.test(level[0]) ? level[0] : null,
    );
  }
  return { type, levels: levels ?? [] };
}

/** Level by level, as XKB does: what one of the two does not name, the other gives. */
function mergeKeys(into, from, mode) {
  for (const [name, key] of from) {
    const old = into.get(name);
    if (!old || mode === 'replace') {
      into.set(name, key);
      continue;
    }
    const [winner, loser] = mode === 'augment' ? [old, key] : [key, old];
    const count = Math.max(winner.levels.length, loser.levels.length);
    into.set(name, {
      type: winner.type ?? loser.type,
      levels: Array.from({ length: count }, (_, i) => winner.levels[i] ?? loser.levels[i] ?? null),
    });
  }
}

function splitAtCommas(tokens) {
  const items = [[]];
  let depth = 0;
  for (const token of tokens) {
    if ('[{('.includes(token)) depth += 1;
    if (']})'.includes(token)) depth -= 1;
    if (token === ',' && depth === 0) items.push([]);
    else items.at(-1).push(token);
  }
  return items.filter((item) => item.length > 0);
}

function findClosing(tokens, open) {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at] === '{') depth += 1;
    if (tokens[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a brace is not closed');
}

function findEnd(tokens, start) {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    if (tokens[at] === '{') depth += 1;
    if (tokens[at] === '}') depth -= 1;
    if (tokens[at] === ';' && depth === 0) return at;
  }
  return tokens.length;
}

function unquote(text) {
  return text.replace(/^"|"$/g, '');
}
