import { ScenarioError } from '../../errors.ts';
import { takeBack, type Written } from './file-changes.ts';

interface Step<State> {
  readonly what: string;
  readonly written: Written;
  readonly before: State;
}

/** What was done, last first, with what it takes to undo it. */
export class UndoSteps<State> {
  readonly #steps: Step<State>[] = [];

  note(what: string, written: Written, before: State): void {
    this.#steps.push({ what, written, before });
  }

  /** What `undo` takes back, in words; undefined when there is nothing. */
  get next(): string | undefined {
    return this.#steps.at(-1)?.what;
  }

  /**
   * Takes back what was done last, and says what it was and how things were before.
   * @throws ScenarioError `nothing-to-undo`, `conflict`
   */
  async undo(): Promise<Step<State>> {
    const step = this.#steps.at(-1);
    if (!step) throw new ScenarioError('nothing-to-undo', 'there is nothing to undo');
    await takeBack(step.written);
    this.#steps.pop();
    return step;
  }
}
