import { relative } from 'node:path';
import type { NewAreas } from '../../screen/add-areas.ts';
import { locateBaseline } from '../../screen/baselines/baselines.ts';
import type { Comparison } from '../../screen/compare.ts';
import { type SeenCandidate, screenOf } from '../candidates.ts';
import type { Decision } from '../serve-api.ts';
import {
  checkUnchanged,
  type FileChange,
  reverse,
  type Written,
  writeChanges,
} from './file-changes.ts';
import { compareNow, planPictures, planRules } from './plan-changes.ts';
import { alreadyBaseline, CI_REFUSAL, noCandidate, refusedInCi } from './refusals.ts';
import { findStanding, type Standing } from './standing.ts';
import { UndoSteps } from './undo-steps.ts';
import { asVariants } from './variants.ts';

export interface ApprovalsOptions {
  readonly runFolder: string;
  readonly baselinesDir: string;
  readonly candidates: readonly SeenCandidate[];
  /** Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A picture that is a baseline now. */
export interface Accepted {
  readonly candidate: SeenCandidate;
  /** From here. */
  readonly file: string;
  /** Otherwise it was that picture already. */
  readonly isWritten: boolean;
}

interface Decided {
  readonly decisions: ReadonlyMap<string, Decision>;
  /** What accepting a candidate has written, in order. */
  readonly files: ReadonlyMap<string, readonly FileChange[]>;
}

/** One person's decisions on what a run saw: each writes at once, and can be taken back, last first. */
export class Approvals {
  readonly runFolder: string;
  readonly baselinesDir: string;
  readonly candidates: readonly SeenCandidate[];
  /** Why nothing can be written here; undefined when it can. */
  readonly refusal: string | undefined;
  #decided: Decided = { decisions: new Map(), files: new Map() };
  readonly #steps = new UndoSteps<Decided>();
  readonly #conflicts = new Map<string, string>();
  /** Of those whose rules were changed here. */
  readonly #comparisons = new Map<string, Comparison>();

  /** What is a baseline already counts as accepted. @throws ScenarioError `bad-baseline-name` */
  static async open(options: ApprovalsOptions): Promise<Approvals> {
    const approvals = new Approvals(options);
    const decisions = new Map<string, Decision>();
    for (const candidate of options.candidates) {
      const { kind } = await approvals.#judge(candidate);
      if (kind === 'accepted') decisions.set(candidate.baseline, 'accepted');
    }
    approvals.#decided = { decisions, files: new Map() };
    return approvals;
  }

  private constructor({
    runFolder,
    baselinesDir,
    candidates,
    env = process.env,
  }: ApprovalsOptions) {
    this.runFolder = runFolder;
    this.baselinesDir = baselinesDir;
    this.candidates = candidates;
    this.refusal = env.CI ? CI_REFUSAL : undefined;
  }

  decisionOn(baseline: string): Decision {
    return this.#decided.decisions.get(baseline) ?? 'pending';
  }

  /** Why it cannot be accepted as this baseline, as far as is known: somebody has changed it since. */
  conflictOf(baseline: string): string | undefined {
    return this.#conflicts.get(baseline);
  }

  /** How it compares under the rules that were added here; undefined where none were. */
  comparisonOf(baseline: string): Comparison | undefined {
    return this.#comparisons.get(baseline);
  }

  /** What `undo` takes back, in words; undefined when there is nothing. */
  get undoes(): string | undefined {
    return this.#steps.next;
  }

  /**
   * Makes the pictures baselines, all of them or none; with a word, variants beside the baselines.
   * @throws ScenarioError `ci`, `no-candidate`, `conflict`, `no-picture`, `no-baseline`, `variant-exists`
   * @throws MachineError `baseline-not-writable`
   */
  async approve(names: readonly string[], asVariant?: string): Promise<Accepted[]> {
    this.checkMayWrite();
    const baselines = [...new Set(names)];
    const chosen = baselines.map((baseline) => this.#find(baseline));
    const { baselinesDir } = this;
    const named =
      asVariant === undefined ? chosen : await asVariants(chosen, asVariant, baselinesDir);
    if (asVariant === undefined) for (const candidate of chosen) await this.#judge(candidate);
    const written = await writeChanges(await planPictures(named, this));
    this.#note(`accepting ${nameAll(named.map(({ baseline }) => baseline))}`, written);
    const files = new Map(this.#decided.files);
    for (const baseline of baselines) {
      const target = asVariant === undefined ? baseline : `${screenOf(baseline)}+${asVariant}`;
      const file = locateBaseline(baselinesDir, target);
      const own = written.changes.filter((change) => change.file === file);
      files.set(baseline, [...(files.get(baseline) ?? []), ...own]);
    }
    this.#decide(baselines, 'accepted', files);
    await this.#compareAgain();
    return named.map((candidate) => {
      const file = locateBaseline(baselinesDir, candidate.baseline);
      const isWritten = written.changes.some((change) => change.file === file);
      return { candidate, file: relative('.', file), isWritten };
    });
  }

  /**
   * Remembers them as looked at; what was accepted here before is taken back.
   * @throws ScenarioError `ci`, `no-candidate`, `conflict`, `already-baseline`
   * @throws MachineError `baseline-not-writable`
   */
  async reject(names: readonly string[]): Promise<void> {
    this.checkMayWrite();
    const baselines = [...new Set(names)];
    const changes: FileChange[] = [];
    const files = new Map(this.#decided.files);
    for (const baseline of baselines) {
      const { baseline: known } = this.#find(baseline);
      const written = files.get(known) ?? [];
      if (this.decisionOn(known) === 'accepted' && written.length === 0)
        throw alreadyBaseline(known);
      changes.push(...reverse(written));
      files.delete(known);
    }
    await checkUnchanged(changes);
    this.#note(`rejecting ${nameAll(baselines)}`, await writeChanges(changes));
    this.#decide(baselines, 'rejected', files);
    await this.#compareAgain();
  }

  /**
   * Adds masks and regions to the baseline's YAML file.
   * @throws ScenarioError `ci`, `no-candidate`, `bad-baseline-rules`, `nothing-compared`, `rules-not-editable`
   * @throws MachineError `baseline-not-writable`
   */
  async addRules(baseline: string, areas: NewAreas): Promise<void> {
    this.checkMayWrite();
    const candidate = this.#find(baseline);
    const change = await planRules(candidate, areas, this);
    const kind = areas.region?.length ? 'region' : 'mask';
    this.#note(`the ${kind} of ${baseline}`, await writeChanges([change]));
    await this.#compare(candidate);
  }

  /**
   * Takes back what was done last; files come back byte for byte.
   * @returns what it was, in words
   * @throws ScenarioError `nothing-to-undo`, `conflict`
   */
  async undo(): Promise<string> {
    const { what, before } = await this.#steps.undo();
    this.#decided = before;
    await this.#compareAgain();
    return what;
  }

  async #judge(candidate: SeenCandidate): Promise<Standing> {
    const standing = await findStanding(candidate, this.runFolder, this.baselinesDir);
    if (standing.kind === 'conflict') this.#conflicts.set(candidate.baseline, standing.message);
    else this.#conflicts.delete(candidate.baseline);
    return standing;
  }

  async #compareAgain(): Promise<void> {
    for (const baseline of this.#comparisons.keys()) await this.#compare(this.#find(baseline));
  }

  /** What cannot be compared any more is no reason to say that a change went wrong. */
  async #compare(candidate: SeenCandidate): Promise<void> {
    const comparison = await compareNow(candidate, this).catch(() => undefined);
    if (comparison) this.#comparisons.set(candidate.baseline, comparison);
    else this.#comparisons.delete(candidate.baseline);
  }

  #note(what: string, written: Written): void {
    this.#steps.note(what, written, this.#decided);
  }

  #decide(baselines: readonly string[], decision: Decision, files: Decided['files']): void {
    const decided = baselines.map((baseline) => [baseline, decision] as const);
    this.#decided = { decisions: new Map([...this.#decided.decisions, ...decided]), files };
  }

  #find(baseline: string): SeenCandidate {
    const candidate = this.candidates.find((each) => each.baseline === baseline);
    if (candidate) return candidate;
    throw noCandidate([baseline], this.candidates);
  }

  /** @throws ScenarioError `ci` */
  checkMayWrite(): void {
    if (this.refusal !== undefined) throw refusedInCi(this.refusal);
  }
}

function nameAll(baselines: readonly string[]): string {
  const [first = 'nothing', ...rest] = baselines;
  return rest.length === 0 ? first : `${baselines.length} pictures`;
}
