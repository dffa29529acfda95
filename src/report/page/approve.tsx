import type { PageCandidate } from '../html/page-data.ts';
import { usePage } from './context.ts';
import { plainName, plural } from './format.ts';
import { useShortcuts } from './keys.ts';
import { formatRoute, toScenario } from './route.ts';

/** The command that accepts what the run saw, ready to be copied. */
function ApproveCommand({ baseline }: { baseline?: string }) {
  const { run } = usePage();
  const name = plainName(run.run);
  const only = baseline === undefined ? undefined : plainName(baseline);
  const command = `npx guestwright approve${name ? ` ${name}` : ''}${only ? ` --only ${only}` : ''}`;
  return (
    <span class="command">
      <code>{command}</code>
      <button type="button" onClick={() => navigator.clipboard?.writeText(command)}>
        Copy
      </button>
    </span>
  );
}

/** Everything that waits to be looked at, and what may be done with all of it at once. */
export function ApproveAll() {
  const { run, server } = usePage();
  const { candidates } = run;
  if (candidates.length === 0) return null;
  const pending = candidates.filter(
    ({ baseline }) => (server?.decisionOn(baseline) ?? 'pending') === 'pending',
  );
  return (
    <section class="group">
      <h2>
        Pictures to decide on <span class="count">{pending.length}</span>
      </h2>
      <div class="decide">
        {server ? (
          <>
            <button
              type="button"
              class="accept"
              disabled={pending.length === 0 || isStopped(server)}
              onClick={() => server.approve(pending.map(({ baseline }) => baseline))}
            >
              Accept {pending.length === candidates.length ? 'all' : 'all remaining'}
            </button>
            <UndoButton />
            <ServerProblem />
          </>
        ) : (
          <>
            <span class="soft">
              {plural(candidates.length, 'picture')} could become a baseline. Accept what you have
              looked at:
            </span>
            <ApproveCommand />
          </>
        )}
      </div>
      <ul class="thumbs">
        {candidates.map((candidate) => (
          <Thumb key={candidate.baseline} candidate={candidate} />
        ))}
      </ul>
    </section>
  );
}

function Thumb({ candidate }: { candidate: PageCandidate }) {
  const { route, server } = usePage();
  const { baseline, picture, reason, scenario, attempt, step } = candidate;
  const decision = server?.decisionOn(baseline);
  return (
    <li class={`thumb is-${decision ?? 'pending'}`}>
      <a href={formatRoute(toScenario(route.filter, scenario, attempt, step))}>
        <span class="thumb-picture">
          <img src={`../${picture}`} alt="" loading="lazy" decoding="async" />
        </span>
        <span class="thumb-text">
          <bdi>{baseline}</bdi>
          <span class="soft">{decision && decision !== 'pending' ? decision : reason}</span>
        </span>
      </a>
    </li>
  );
}

/** For one picture: accept and reject when served, else the command. */
export function ApproveOne({ baseline, next }: { baseline: string; next: () => void }) {
  const { server } = usePage();
  const decide = (how: 'approve' | 'reject') => {
    if (!server || isStopped(server)) return;
    server[how]([baseline]);
    next();
  };
  useShortcuts({
    a: () => decide('approve'),
    r: () => decide('reject'),
    u: () => server?.undo(),
  });
  if (!server) return <ApproveCommand baseline={baseline} />;
  const decision = server.decisionOn(baseline);
  return (
    <div class="decide" data-decision={decision}>
      <button
        type="button"
        class="accept"
        aria-pressed={decision === 'accepted'}
        disabled={isStopped(server)}
        onClick={() => decide('approve')}
      >
        Accept <kbd>a</kbd>
      </button>
      <button
        type="button"
        class="reject"
        aria-pressed={decision === 'rejected'}
        disabled={isStopped(server)}
        onClick={() => decide('reject')}
      >
        Reject <kbd>r</kbd>
      </button>
      <UndoButton />
      <span class="soft" role="status">
        {decision && decision !== 'pending' && decision}
      </span>
      <ServerProblem />
    </div>
  );
}

function UndoButton() {
  const { server } = usePage();
  const undo = server?.state?.undo;
  return (
    <button
      type="button"
      disabled={undo === undefined || server?.busy}
      title={undo}
      onClick={server?.undo}
    >
      Undo
    </button>
  );
}

function ServerProblem() {
  const { server } = usePage();
  const said = server?.problem ?? server?.state?.refusal;
  return (
    <span class="problem" role="alert">
      {said}
    </span>
  );
}

function isStopped({ busy, state }: NonNullable<ReturnType<typeof usePage>['server']>): boolean {
  return busy || state === undefined || state.refusal !== undefined;
}
