import { MachineError } from '../../errors.ts';
import type { Trouble } from '../events.ts';
import { describeTrouble } from '../run-step.ts';
import type { QueueServer } from './connect.ts';
import { RESUME_HINT } from './resume-hint.ts';

type Server = Pick<QueueServer, 'shown' | 'lost'>;

/** What ended the work with Redis; undefined for an error that is none of it. */
export function describeQueueError(error: unknown, { shown, lost }: Server): Trouble | undefined {
  // Then whatever is under way fails, in words of its own.
  if (lost.aborted) return describeTrouble(lost.reason);
  if (error instanceof MachineError && error.code === 'queue-gone') return describeTrouble(error);
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined;
  return { code: 'queue-failed', message: `Redis at ${shown} refuses: ${error.message}` };
}

/** Redis has started again without its data, or somebody has emptied it. */
export function queueGone({ shown }: Server): MachineError {
  return new MachineError('queue-gone', `the run's queue is gone from Redis at ${shown}`, {
    hint: `was it started again, or emptied? ${RESUME_HINT}`,
  });
}
