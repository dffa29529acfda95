import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { showHoles } from '../run-variables.ts';
import { type Diagnostic, type Origin, type Position, sortDiagnostics } from './diagnostic.ts';
import type { Mistake } from './explain-issue.ts';
import { explainSyntax } from './yaml-syntax.ts';

export type Path = readonly PropertyKey[];

/** Gives what stands for a text value; `path` leads to the value. */
export type Substitute = (value: string, path: Path) => unknown;

/** Enough for a person's files; a bomb of aliases ends here. */
const MAX_ALIASES = 100;

/** A YAML file that still knows where each value stands. */
export class YamlText {
  readonly file: string;
  /** What the text says; undefined where it cannot be read at all. */
  readonly value: unknown;
  /** What is wrong with the text itself; `value` may be there all the same. */
  readonly mistakes: readonly Diagnostic[];
  /** Where it was named by `run:`, the nearest place first. */
  readonly includedFrom: readonly Origin[];
  readonly #document: Document.Parsed;
  readonly #counter = new LineCounter();
  readonly #lines: readonly string[];
  /** Lines that no message may show, from 1. */
  readonly #hidden = new Set<number>();

  /** `substitute` may replace every text value; what it throws becomes a mistake at that value. */
  constructor(
    file: string,
    source: string,
    substitute?: Substitute,
    includedFrom: readonly Origin[] = [],
  ) {
    this.file = file;
    this.includedFrom = includedFrom;
    const text = source.replace(/^\ufeff/, '');
    this.#lines = text.split(/\r?\n/);
    this.#document = parseDocument(text, {
      lineCounter: this.#counter,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    this.#hideSecrets();
    const { errors, warnings } = this.#document;
    this.mistakes = [...errors, ...warnings].map((error) =>
      this.at(this.#syntaxPosition(error.pos[0]), explainSyntax(error, text.slice(error.pos[0]))),
    );
    if (this.mistakes.length > 0) return;
    const { mistakes, readable } = this.#checkNodes();
    this.mistakes = [...mistakes, ...(substitute ? this.#substitute(substitute) : [])];
    if (!readable) return;
    try {
      this.value = this.#document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
      this.mistakes = [...this.mistakes, this.#tooManyAliases()];
    }
  }

  at({ line, col }: Position, message: string): Diagnostic {
    const sourceLine = this.#hidden.has(line) ? '' : (this.#lines[line - 1] ?? '');
    const { file, includedFrom } = this;
    const place = { file, line, col, message: showHoles(message), sourceLine };
    return includedFrom.length > 0 ? { ...place, includedFrom } : place;
  }

  /** A mistake at the value that `path` leads to, or at the nearest thing above it. */
  mistake(path: Path, message: string): Diagnostic {
    return this.at(this.position(path), message);
  }

  /** A mistake as zod's checks report it, below `base`. */
  point({ path, key, message }: Mistake, base: Path): Diagnostic {
    const full = [...base, ...path];
    return key === undefined ? this.mistake(full, message) : this.mistakeAtKey(full, key, message);
  }

  /** A mistake at a key of the mapping that `path` leads to. */
  mistakeAtKey(path: Path, key: string, message: string): Diagnostic {
    const map = this.#document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value ?? '') === key)
      : undefined;
    const range = isNode(pair?.key) ? pair.key.range : undefined;
    return range ? this.at(this.#counter.linePos(range[0]), message) : this.mistake(path, message);
  }

  /** The text's own mistakes and those of what it says, without a second one at the same place. */
  joinMistakes(others: readonly Diagnostic[]): Diagnostic[] {
    const told = new Set(this.mistakes.map(({ line, col }) => `${line}:${col}`));
    const news = others.filter(
      ({ file, line, col }) => file !== this.file || !told.has(`${line}:${col}`),
    );
    return sortDiagnostics([...this.mistakes, ...news]);
  }

  position(path: Path): Position {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#counter.linePos(node.range[0]);
    }
    return { line: 1, col: 1 };
  }

  /** Where the parser only notices at the end that something is open: behind the last word. */
  #syntaxPosition(offset: number): Position {
    const position = this.#counter.linePos(offset);
    const isWritten = (line: string) => line.trim() !== '';
    if (this.#lines.slice(position.line - 1).some(isWritten)) return position;
    const last = this.#lines.findLastIndex(isWritten);
    return { line: last + 1, col: (this.#lines[last]?.trimEnd().length ?? 0) + 1 };
  }

  #placeOf(node: unknown): Position {
    return this.#counter.linePos((isNode(node) && node.range?.[0]) || 0);
  }

  /** The text beside a `secret` key, and the password of `set-password`; in a text that cannot be read, everything. */
  #hideSecrets(): void {
    const hideAll =
      this.#document.errors.length > 0 && /\b(secret|set-password)\b/.test(this.#lines.join('\n'));
    if (hideAll) for (const index of this.#lines.keys()) this.#hidden.add(index + 1);
    visit(this.#document, {
      Map: (_, map) => {
        const change = map.get('set-password', true);
        if (isMap(change)) this.#hide(change.get('password', true));
        if (!isSecret(map)) return;
        for (const { key, value } of map.items) {
          if (isScalar(key) && key.value === 'text') this.#hide(value);
        }
      },
    });
  }

  #hide(value: unknown): void {
    const node = isAlias(value) ? value.resolve(this.#document) : value;
    if (!isNode(node) || !node.range) return;
    const first = this.#counter.linePos(node.range[0]).line;
    const last = this.#counter.linePos(node.range[1]).line;
    for (let line = first; line <= last; line += 1) this.#hidden.add(line);
  }

  /** Aliases to nothing, which leave no value, and keys that are no text. */
  #checkNodes(): { mistakes: Diagnostic[]; readable: boolean } {
    const mistakes: Diagnostic[] = [];
    let readable = true;
    visit(this.#document, {
      Alias: (_, node) => {
        if (node.resolve(this.#document)) return;
        readable = false;
        const message = `unknown alias *${node.source}: expected an anchor &${node.source} before it`;
        mistakes.push(this.at(this.#placeOf(node), message));
      },
      Pair: (_, { key }) => {
        if (isScalar(key)) return;
        mistakes.push(this.at(this.#placeOf(key), 'expected a text as key'));
      },
    });
    return { mistakes, readable };
  }

  #substitute(substitute: Substitute): Diagnostic[] {
    const mistakes: Diagnostic[] = [];
    visit(this.#document, {
      Scalar: (key, node, above) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        try {
          node.value = substitute(node.value, pathTo(node, above));
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          mistakes.push(this.at(this.#placeOf(node), message));
        }
      },
    });
    return mistakes;
  }

  #tooManyAliases(): Diagnostic {
    let first: unknown;
    visit(this.#document, {
      Alias: (_, node) => {
        first = node;
        return visit.BREAK;
      },
    });
    const message = `the aliases (*name) of this file stand for too much: more than ${MAX_ALIASES} values`;
    return this.at(this.#placeOf(first), message);
  }
}

function pathTo(node: unknown, above: readonly unknown[]): Path {
  const chain = [...above, node];
  return chain.flatMap((step, index): Path => {
    if (isPair(step)) return [isScalar(step.key) ? String(step.key.value) : ''];
    return isSeq(step) ? [step.items.indexOf(chain[index + 1])] : [];
  });
}

function isSecret(map: YAMLMap): boolean {
  return map.items.some(
    ({ key, value }) =>
      isScalar(key) && key.value === 'secret' && !(isScalar(value) && value.value === false),
  );
}
