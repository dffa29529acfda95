import { createInterface } from 'node:readline';
import { explain, GuestwrightError, ScenarioError } from '../../errors.ts';
import type { Approvals } from '../../report/approve/approvals.ts';
import type { SeenCandidate } from '../../report/candidates.ts';
import { describeCandidate } from './describe-candidate.ts';

const QUESTION = 'Accept it? y, n, v, s, u, q or ? ';
const LAST_QUESTION = 'That was the last one. Enter ends it, u undoes the last answer ';

const help = `  y  yes: it becomes the baseline
  n  no: the baseline stays as it is
  v  as a variant beside the baseline; asks for its word
  s  this and all that is left of the scenario
  u  undo the last answer
  q  quit; what was accepted stays so`;

/** A line that somebody typed or that stands in a pipe; undefined behind the last one. */
type Ask = (question: string) => Promise<string | undefined>;

/**
 * Asks about each picture, one line an answer, and writes at once.
 * @throws ScenarioError `ci`, `no-answers`
 */
export async function approveInteractively(approvals: Approvals): Promise<number> {
  approvals.checkMayWrite();
  const { stdin: input } = process;
  const { isTTY: isTerminal = false } = input;
  // The terminal's own line editing, and its Ctrl-C, which ends us between two whole files.
  const lines = createInterface({ input, terminal: false })[Symbol.asyncIterator]();
  let answers = 0;
  const ask: Ask = async (question) => {
    process.stdout.write(question);
    const { value, done } = await lines.next();
    if (done) return undefined;
    const answer = String(value).trim();
    answers += 1;
    if (!isTerminal) console.log(answer);
    return answer;
  };
  const dialogue = new Dialogue(approvals, ask);
  if (dialogue.left > 0) await dialogue.askAll();
  if (answers === 0 && dialogue.left > 0) {
    console.log('');
    throw new ScenarioError(
      'no-answers',
      'there is nobody to answer: standard input is at its end',
      {
        hint: 'run it at a terminal, or pipe one answer a line: yes n | guestwright approve --interactive; or say which without questions: --changed, --missing, --scenario, --only',
      },
    );
  }
  dialogue.tellEnd();
  return 0;
}

class Dialogue {
  readonly #approvals: Approvals;
  readonly #ask: Ask;
  readonly #asked: readonly SeenCandidate[];
  /** Where each answer was given, for undo. */
  readonly #places: number[] = [];
  #at = 0;

  constructor(approvals: Approvals, ask: Ask) {
    this.#approvals = approvals;
    this.#ask = ask;
    const isOpen = ({ baseline }: SeenCandidate) => approvals.decisionOn(baseline) === 'pending';
    this.#asked = approvals.candidates.filter(isOpen);
  }

  get left(): number {
    return this.#asked.filter(({ baseline }) => this.#isPending(baseline)).length;
  }

  async askAll(): Promise<void> {
    let shown: SeenCandidate | undefined;
    for (;;) {
      const candidate = this.#next();
      if (candidate && candidate !== shown) await this.#show(candidate);
      shown = candidate;
      const answer = (await this.#ask(candidate ? QUESTION : LAST_QUESTION))?.toLowerCase();
      if (answer === undefined || answer === 'q' || (!candidate && answer !== 'u')) return;
      await this.#obey(answer, candidate).catch(tellRefusal);
    }
  }

  /** The next that is left, from where we are; behind the last one from the start. */
  #next(): SeenCandidate | undefined {
    const order = [...this.#asked.keys()].map((each) => (each + this.#at) % this.#asked.length);
    const next = order.find((each) => this.#isPending(this.#asked[each]?.baseline ?? ''));
    this.#at = next ?? this.#at;
    return next === undefined ? undefined : this.#asked[next];
  }

  tellEnd(): void {
    const all = this.#asked;
    const count = (decision: string) =>
      all.filter(({ baseline }) => this.#approvals.decisionOn(baseline) === decision).length;
    const left = this.left > 0 ? `, ${this.left} left` : '';
    console.log(`${count('accepted')} accepted, ${count('rejected')} rejected${left}`);
  }

  #isPending(baseline: string): boolean {
    return this.#approvals.decisionOn(baseline) === 'pending';
  }

  async #show(candidate: SeenCandidate): Promise<void> {
    const place = `[${this.#at + 1}/${this.#asked.length}]`;
    console.log(`\n${place} ${await describeCandidate(candidate, this.#approvals)}`);
  }

  async #obey(answer: string, candidate: SeenCandidate | undefined): Promise<void> {
    if (!candidate || answer === 'u') return this.#undo();
    const { baseline, scenario } = candidate;
    switch (answer) {
      case 'y':
      case 'yes':
        return this.#decide(() => this.#approvals.approve([baseline]));
      case 'n':
      case 'no':
        return this.#decide(() => this.#approvals.reject([baseline]));
      case 'v':
        return this.#askVariant(baseline);
      case 's': {
        const rest = this.#asked.filter((each) => each.scenario === scenario);
        const names = rest.map((each) => each.baseline).filter((name) => this.#isPending(name));
        return this.#decide(() => this.#approvals.approve(names));
      }
      default:
        console.log(help);
        return undefined;
    }
  }

  async #askVariant(baseline: string): Promise<void> {
    const word = await this.#ask("The variant's word, such as dark: ");
    if (!word) return;
    await this.#decide(() => this.#approvals.approve([baseline], word));
  }

  async #decide(change: () => ReturnType<Approvals['approve'] | Approvals['reject']>) {
    const accepted = await change();
    this.#places.push(this.#at);
    for (const { file, isWritten } of accepted ?? []) {
      console.log(isWritten ? `  wrote ${file}` : `  ${file} is that picture already`);
    }
  }

  async #undo(): Promise<void> {
    console.log(`  took back ${await this.#approvals.undo()}`);
    this.#at = this.#places.pop() ?? 0;
  }
}

/** A mistake is told, and asked again about; anything else ends it. */
function tellRefusal(error: unknown): void {
  if (!(error instanceof GuestwrightError)) throw error;
  console.log(`  ${explain(error)}`);
}
