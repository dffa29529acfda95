import type { PageCandidate } from '../html/page-data.ts';
import { ApproveCommand, ServeCommand } from './approve-command.tsx';
import { usePage } from './context.ts';
import { plural } from './format.ts';
import { useShortcuts } from './keys.ts';
import { formatRoute, toScenario } from './route.ts';
import { ServerProblem, UndoButton, useLeft } from './undo.tsx';

/** Everything that waits to be looked at, and what may be done with all of it at once. */
export function ApproveAll() {
  const { run, server } = usePage();
  const { candidates } = run;
  const left = useLeft();
  useShortcuts(server ? keysOf(server) : {});
  if (candidates.length === 0) return null;
  const scenarios = [...new Set(candidates.map(({ scenario }) => scenario))];
  return (
    <section class="group">
      <h2>
        Pictures to decide on <span class="count">{server ? left.length : candidates.length}</span>
      </h2>
      {server ? <DecideAll left={left} /> : <Commands count={candidates.length} />}
      <div class="thumb-groups">
        {scenarios.map((scenario) => (
          <ScenarioGroup
            key={scenario}
            scenario={scenario}
            candidates={candidates.filter((each) => each.scenario === scenario)}
          />
        ))}
      </div>
    </section>
  );
}

/** What the keys do to the picture that has the focus, and then it is the next one's turn. */
function keysOf(server: NonNullable<ReturnType<typeof usePage>['server']>) {
  const decide = async (how: 'approve' | 'reject') => {
    const thumb = document.activeElement?.closest<HTMLElement>('.thumb');
    const baseline = thumb?.dataset.baseline;
    if (baseline === undefined || !server.mayDecide) return;
    if (!(await server[how]([baseline]))) return;
    const thumbs = [...document.querySelectorAll<HTMLElement>('.thumb')];
    const behind = thumbs.slice(thumbs.indexOf(thumb as HTMLElement) + 1);
    behind
      .find(({ classList }) => classList.contains('is-pending'))
      ?.querySelector('a')
      ?.focus();
  };
  return {
    a: () => void decide('approve'),
    r: () => void decide('reject'),
    u: () => void server.undo(),
  };
}

function Commands({ count }: { count: number }) {
  return (
    <div class="decide">
      <span class="soft">
        {plural(count, 'picture')} could become a baseline. Accept what you have looked at:
      </span>
      <ApproveCommand />
      <span class="soft">or decide here, picture by picture:</span>
      <ServeCommand />
    </div>
  );
}

function DecideAll({ left }: { left: readonly PageCandidate[] }) {
  const { run, server } = usePage();
  const free = useFree(left);
  return (
    <div class="decide">
      <button
        type="button"
        class="accept"
        disabled={free.length === 0 || !server?.mayDecide}
        onClick={() => void server?.approve(free)}
      >
        Accept {free.length === run.candidates.length ? 'all' : 'all remaining'}
      </button>
      <UndoButton />
      <span class="soft">
        or one by one, with <kbd>Tab</kbd> <kbd>a</kbd> <kbd>r</kbd> <kbd>u</kbd>
      </span>
      <ServerProblem />
    </div>
  );
}

/** Those that can be accepted; what has a conflict is not among all. */
function useFree(candidates: readonly PageCandidate[]): string[] {
  const { server } = usePage();
  return candidates
    .map(({ baseline }) => baseline)
    .filter((baseline) => server?.candidate(baseline)?.conflict === undefined);
}

function ScenarioGroup(props: { scenario: string; candidates: readonly PageCandidate[] }) {
  const { scenario, candidates } = props;
  const { run, server } = usePage();
  const name = run.scenarios.find(({ id }) => id === scenario)?.name ?? scenario;
  const left = candidates.filter(({ baseline }) => server?.decisionOn(baseline) === 'pending');
  const free = useFree(left);
  return (
    <section class="thumb-group">
      <h3>
        <bdi>{name}</bdi>
        {server && candidates.length > 1 && (
          <button
            type="button"
            aria-label={`Accept all of ${name}`}
            disabled={free.length === 0 || !server.mayDecide}
            onClick={() => void server.approve(free)}
          >
            Accept all of this scenario
          </button>
        )}
      </h3>
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
  const { baseline, picture, reason, scenario, attempt, step, alsoMatched } = candidate;
  const { decision = 'pending', conflict } = server?.candidate(baseline) ?? {};
  return (
    <li class={`thumb is-${decision}`} data-baseline={baseline}>
      <a href={formatRoute(toScenario(route.filter, scenario, attempt, step))}>
        <span class="thumb-picture">
          <img src={`../${picture}`} alt="" loading="lazy" decoding="async" />
        </span>
        <span class="thumb-text">
          <bdi>{baseline}</bdi>
          <span class="soft">{decision === 'pending' ? reason : decision}</span>
        </span>
        {alsoMatched && <span class="thumb-note">matched elsewhere in this run</span>}
        {conflict !== undefined && <span class="thumb-note problem">changed since the run</span>}
      </a>
      {server && <ThumbButtons baseline={baseline} decision={decision} />}
    </li>
  );
}

function ThumbButtons({ baseline, decision }: { baseline: string; decision: string }) {
  const { server } = usePage();
  return (
    <div class="thumb-decide">
      {(['approve', 'reject'] as const).map((how) => {
        const [title, done] = how === 'approve' ? ['Accept', 'accepted'] : ['Reject', 'rejected'];
        return (
          <button
            key={how}
            type="button"
            class={how === 'reject' ? 'reject' : 'accept-one'}
            aria-label={`${title} ${baseline}`}
            aria-pressed={decision === done}
            disabled={!server?.mayDecide}
            onClick={() => void server?.[how]([baseline])}
          >
            {title}
          </button>
        );
      })}
    </div>
  );
}
