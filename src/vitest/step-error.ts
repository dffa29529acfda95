import { type GuestwrightError, MachineError, ScenarioError, StepError } from '../errors.ts';
import type { Trouble } from '../runner/events.ts';
import type { StepResult } from '../runner/run-step.ts';

/** Why a test has no guest. */
export function startFailure(trouble: Trouble | undefined): Error {
  const { code, message, hint } = trouble ?? {
    code: 'interrupted',
    message: 'the test ended while its guest was started',
  };
  return new MachineError(code, message, hint === undefined ? {} : { hint });
}

/** What is called for when the test has ended. */
export function testOver(title: string): StepError {
  return new StepError('test-over', `the test was over before: ${title}`, {
    hint: 'await every call of the guest, and every expect of it',
  });
}

/** The error that a step that did not pass is to the test. */
export function errorOf({ verdict, trouble }: StepResult): GuestwrightError {
  const { code, message, hint } = trouble ?? {
    code: 'interrupted',
    message: 'the test ended before the step did',
  };
  const options = hint === undefined ? {} : { hint };
  if (verdict === 'error') return new MachineError(code, message, options);
  return code === 'bad-options'
    ? new ScenarioError(code, message, options)
    : new StepError(code, message, options);
}
