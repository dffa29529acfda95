import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nameAttempts } from '../runner/attempt-name.ts';
import type { RunEvent, StepOutline, Untimed } from '../runner/events.ts';
import { outline } from '../runner/outline.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import type { CallPlace } from './call-place.ts';
import type { OpenFile, TestFile } from './test-file.ts';
import type { StepRequest } from './test-session.ts';

/** Tells the run of a test that it did not know of, nor of its steps: their first events say what they are. */
export class TestStory {
  readonly #file: TestFile;
  readonly #opened: OpenFile;
  readonly #scenario: Scenario;
  readonly #steps: StepOutline[] = [];

  constructor(file: TestFile, opened: OpenFile, scenario: Scenario) {
    this.#file = file;
    this.#opened = opened;
    this.#scenario = scenario;
  }

  /** The step that comes next. */
  addStep(request: StepRequest, caller: CallPlace | undefined): Step {
    const { action, timeoutMs, device, head } = request;
    const { file: ownFile } = this.#scenario;
    const { file = ownFile, line = 1, col = 1 } = caller ?? {};
    const index = this.#steps.length;
    const { title } = action;
    const elsewhere = file === ownFile ? undefined : file;
    const shown =
      elsewhere === undefined ? {} : { file: relative(this.#opened.project.root, file) };
    this.#steps.push({ title, action: action.key, line, col, ...shown });
    const where = { line, col, depth: 0, file: elsewhere };
    const plain = { optional: false, when: undefined, block: undefined, written: undefined };
    return { index, action, title, timeoutMs, device, head, ...where, ...plain };
  }

  emit(event: Untimed<RunEvent>): void {
    const { folder, project } = this.#opened;
    if (event.type === 'scenario-started') {
      const { id, steps, ...told } = outline(this.#scenario, project.root);
      folder.emit({ ...event, outline: told, ...this.#sourcesOf(told.file) });
    } else if (event.type === 'step-started') {
      const step = this.#steps[event.step];
      folder.emit({ ...event, ...(step && { outline: step, ...this.#sourcesOf(step.file) }) });
    } else folder.emit(event);
  }

  /** The file's text, if the run still lacks it. */
  #sourcesOf(file: string | undefined) {
    if (file === undefined || !this.#file.lacksSource(file)) return {};
    try {
      const path = join(this.#opened.project.root, file);
      return { sources: { [file]: readFileSync(path, 'utf8') } };
    } catch {
      return {};
    }
  }
}

/** As of a scenario; tests that differ only in what no file name can have do not share one. */
export function nameFiles(id: string, attempt: number): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 6);
  const own = `${id.slice(0, 150)}#${hash}`;
  return nameAttempts([own])(own, attempt);
}
