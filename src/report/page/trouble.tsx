import type { Trouble as TroubleData } from '../../runner/events.ts';
import type { State } from './icons.tsx';
import { StateIcon } from './icons.tsx';

/** What went wrong and what to try. */
export function Trouble({ trouble, verdict }: { trouble: TroubleData; verdict: State }) {
  return (
    <section class={`trouble is-${verdict}`} aria-label="What went wrong">
      <StateIcon state={verdict} />
      <div>
        <p class="message">
          <bdi>{trouble.message}</bdi>
        </p>
        {trouble.hint !== undefined && (
          <p class="hint">
            <strong>Try:</strong> <bdi>{trouble.hint}</bdi>
          </p>
        )}
      </div>
    </section>
  );
}
