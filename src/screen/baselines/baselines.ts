import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ScenarioError } from '../../errors.ts';
import type { CompareRules } from '../compare.ts';
import { decodePng } from '../files/png.ts';
import type { Frame } from '../frame.ts';
import { replaceFile } from '../replace-file.ts';
import { parseRules } from './rules-file.ts';

/** An accepted picture, with how to compare with it. */
export interface Baseline {
  readonly name: string;
  /** Path of the picture. */
  readonly file: string;
  readonly frame: Frame;
  readonly rules: CompareRules;
  /** Path of the YAML file beside the picture, if there is one. */
  readonly rulesFile?: string;
  /** The address of the issue that explains why the screen differs from it. */
  readonly knownIssue?: string;
  /** Other pictures that are as good: `<name>+<word>.png` beside it, each with rules of its own. */
  readonly variants?: readonly Baseline[];
}

const maxFileBytes = 64 * 1024 * 1024;
/** Rules are a few lines; what is much longer takes seconds to read. */
const maxRulesBytes = 16 * 1024;

/**
 * Reads `<dir>/<name>.png`, its variants `<dir>/<name>+<word>.png`, and the YAML files beside them;
 * undefined without a picture.
 * @throws ScenarioError `bad-baseline-name`, `bad-png`, `bad-baseline-rules`, `bad-baseline-file`
 */
export async function loadBaseline(dir: string, name: string): Promise<Baseline | undefined> {
  const baseline = await loadPicture(dir, name);
  if (!baseline) return undefined;
  const variants: Baseline[] = [];
  for (const variant of await listVariants(dir, name)) {
    const loaded = await loadPicture(dir, variant);
    if (loaded) variants.push(loaded);
  }
  return variants.length > 0 ? { ...baseline, variants } : baseline;
}

async function loadPicture(dir: string, name: string): Promise<Baseline | undefined> {
  const file = locateBaseline(dir, name);
  const picture = await readSmallFile(file);
  if (!picture) return undefined;
  const frame = decodePng(picture, file);
  const rulesFile = file.replace(/\.png$/, '.yaml');
  const text = await readSmallFile(rulesFile, maxRulesBytes);
  if (!text) return { name, file, frame, rules: {} };
  const { rules, knownIssue } = parseRules(text.toString(), rulesFile, frame);
  return { name, file, frame, rules, rulesFile, ...(knownIssue && { knownIssue }) };
}

/**
 * Puts the picture at `<dir>/<name>.png`, whole or not at all, and gives back that path.
 * @throws ScenarioError `bad-baseline-name`
 */
export async function writeBaseline(
  dir: string,
  name: string,
  pngBytes: Uint8Array,
): Promise<string> {
  const file = locateBaseline(dir, name);
  await replaceFile(file, pngBytes);
  return file;
}

async function listVariants(dir: string, name: string): Promise<string[]> {
  const folder = path.dirname(locateBaseline(dir, name));
  const start = `${path.basename(name)}+`;
  const files = (await readdir(folder).catch(ignoreMissing)) ?? [];
  return files
    .filter((file) => file.startsWith(start) && file.endsWith('.png'))
    .map((file) => path.posix.join(path.posix.dirname(name), file.slice(0, -'.png'.length)))
    .filter((variant) => isBaselineName(variant))
    .sort();
}

/** The names of all baselines in the folder, sorted; none when there is no folder. */
export async function listBaselines(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  return (entries ?? [])
    .filter((entry) => entry.isFile() && entry.name.endsWith('.png'))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .map((file) => file.slice(0, -'.png'.length).split(path.sep).join('/'))
    .filter((name) => isBaselineName(name))
    .sort();
}

/** What there is of a baseline: its picture, and the rules beside it. */
export async function listBaselineFiles(dir: string, name: string): Promise<string[]> {
  const picture = locateBaseline(dir, name);
  const files = [picture, picture.replace(/\.png$/, '.yaml')];
  const found = await Promise.all(files.map((file) => stat(file).catch(ignoreMissing)));
  return files.filter((_, index) => found[index]?.isFile());
}

/**
 * Where the picture of that name belongs, always inside `dir`.
 * @throws ScenarioError `bad-baseline-name`
 */
export function locateBaseline(dir: string, name: string): string {
  const file = path.resolve(dir, `${name}.png`);
  if (!isBaselineName(name) || !file.startsWith(path.resolve(dir) + path.sep)) {
    throw new ScenarioError(
      'bad-baseline-name',
      `The screen name ${JSON.stringify(name)} cannot be a file's name`,
      { hint: 'use letters, digits, ".", "_" and "-", with "/" between folders' },
    );
  }
  return file;
}

/** Names between slashes; a word behind a plus makes it a variant, which no screen's name can be. */
export function isBaselineName(name: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*(\+[\w.-]+)?$/.test(name) && !/(^|\/)\.\.?(\/|$)/.test(name);
}

async function readSmallFile(file: string, maxBytes = maxFileBytes): Promise<Buffer | undefined> {
  const found = await stat(file).catch(ignoreMissing);
  if (!found) return undefined;
  if (!found.isFile()) throw badFile(`${file} is not a file`);
  if (found.size > maxBytes) {
    throw badFile(`${file} has ${found.size} bytes, at most ${maxBytes} are read`);
  }
  return readFile(file);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

function badFile(message: string): ScenarioError {
  return new ScenarioError('bad-baseline-file', message, {
    hint: 'a baseline is a PNG picture with an optional YAML file beside it',
  });
}
