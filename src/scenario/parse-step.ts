import { z } from 'zod';
import { didYouMean } from '../near-name.ts';
import type { Diagnostic } from './diagnostic.ts';
import { explainIssues } from './explain-issue.ts';
import type { Step } from './scenario.ts';
import { duration, screenName } from './values.ts';
import { words } from './words.ts';
import type { YamlText } from './yaml-text.ts';

/** What may stand beside the action of any step. */
export const besideAction = {
  name: z.string().describe('What the report calls the step').optional(),
  timeout: duration.optional(),
  optional: z.boolean().optional().describe('Whether the scenario goes on when the step fails'),
  when: screenName.optional().describe('Only if this screen shows at that moment'),
};

const beside = z.strictObject(besideAction);

export type StepReading =
  | { readonly ok: true; readonly step: Step }
  | { readonly ok: false; readonly mistakes: readonly Diagnostic[] };

/** Reads one step: a mapping with one action, and what may stand beside it. */
export function parseStep(value: unknown, text: YamlText, index: number): StepReading {
  const path = ['steps', index];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(text.mistake(path, 'expected a step such as "- click: [512, 384]"'));
  }
  const keys = Object.keys(value).filter((key) => !(key in besideAction));
  const [key, ...others] = keys;
  if (key === undefined) return wrong(text.mistake(path, `a step needs an action: ${wordList()}`));
  const unknown = keys.filter((name) => !words.has(name));
  if (unknown.length > 0) {
    return wrong(
      ...unknown.map((name) => {
        const near = didYouMean(name, [...words.keys(), ...Object.keys(besideAction)]);
        return text.mistakeAtKey(path, name, `unknown step "${name}".${near} Known: ${wordList()}`);
      }),
    );
  }
  if (others.length > 0) {
    const message = `a step has one action, this one has ${keys.length}: ${keys.join(', ')}`;
    return wrong(text.mistakeAtKey(path, others[0] ?? key, message));
  }
  return readAction(new Map(Object.entries(value)), key, text, index);
}

function readAction(
  values: ReadonlyMap<string, unknown>,
  key: string,
  text: YamlText,
  index: number,
): StepReading {
  const path = ['steps', index];
  const word = words.get(key);
  if (!word) throw new Error(`no word ${key}`);
  const given = values.get(key);
  const isShort = word.short !== undefined && !isMapping(given);
  const action = word.read(isShort && word.short ? { [word.short]: given } : (given ?? {}));
  const around = beside.safeParse(
    Object.fromEntries([...values].filter(([name]) => name !== key)),
    { reportInput: true },
  );
  if (action.success && around.success) {
    const { name, timeout, optional = false, when } = around.data;
    const { line, col } = text.position(path);
    const title = name ?? action.data.title;
    return {
      ok: true,
      step: { index, action: action.data, title, timeoutMs: timeout, optional, when, line, col },
    };
  }
  const inside = explainIssues(action.error?.issues ?? [], Object.keys(word.schema.shape));
  const outside = explainIssues(around.error?.issues ?? [], Object.keys(besideAction));
  return wrong(
    ...inside.map((mistake) => {
      const below = isShort ? mistake.path.slice(1) : mistake.path;
      return text.point({ ...mistake, path: below }, [...path, key]);
    }),
    ...outside.map((mistake) => text.point(mistake, path)),
  );
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordList(): string {
  return [...words.keys()].join(', ');
}

function wrong(...mistakes: readonly Diagnostic[]): StepReading {
  return { ok: false, mistakes };
}
