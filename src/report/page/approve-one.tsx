import { useState } from 'preact/hooks';
import { ApproveCommand } from './approve-command.tsx';
import { usePage } from './context.ts';
import { formatCount } from './format.ts';
import { useShortcuts } from './keys.ts';
import { navigate } from './navigate.ts';
import { tellComparison } from './other-screens.tsx';
import { formatRoute, toScenario } from './route.ts';
import { ServerProblem, UndoButton, useLeft } from './undo.tsx';

/** For one picture: accept, reject, or accept as a variant when served, else the command. */
export function ApproveOne({ baseline, isNew }: { baseline: string; isNew: boolean }) {
  const { server, route } = usePage();
  const left = useLeft(baseline).filter((each) => each.baseline !== baseline);
  const [next] = left;
  const nextRoute = next && toScenario(route.filter, next.scenario, next.attempt, next.step);
  const decide = async (how: 'approve' | 'reject') => {
    if (!server?.mayDecide) return;
    const isFirst = server.decisionOn(baseline) === 'pending';
    const done = await server[how]([baseline]);
    if (done && isFirst && nextRoute) navigate(nextRoute);
  };
  useShortcuts({
    a: () => void decide('approve'),
    r: () => void decide('reject'),
    u: () => void server?.undo(),
  });
  if (!server) return <ApproveCommand baseline={baseline} />;
  const { decision, conflict, now } = server.candidate(baseline) ?? {};
  return (
    <div class="decide" data-decision={decision}>
      <button
        type="button"
        class="accept"
        aria-pressed={decision === 'accepted'}
        disabled={!server.mayDecide}
        onClick={() => void decide('approve')}
      >
        Accept <kbd>a</kbd>
      </button>
      <button
        type="button"
        class="reject"
        aria-pressed={decision === 'rejected'}
        disabled={!server.mayDecide}
        onClick={() => void decide('reject')}
      >
        Reject <kbd>r</kbd>
      </button>
      {!isNew && <AsVariant baseline={baseline} />}
      <UndoButton />
      <span class="soft" role="status">
        {decision !== 'pending' && decision}
      </span>
      {nextRoute && (
        <a href={formatRoute(nextRoute)}>Next to decide on ({formatCount(left.length)} left)</a>
      )}
      {now && <span role="status">With the rules as they are now: {tellComparison(now)}.</span>}
      {conflict !== undefined && server.problem === undefined && (
        <span class="problem">
          <bdi>{conflict}</bdi>
        </span>
      )}
      <ServerProblem />
    </div>
  );
}

/** A further picture that is as good: asks for the word that tells it from the others. */
function AsVariant({ baseline }: { baseline: string }) {
  const { server } = usePage();
  const [isOpen, setOpen] = useState(false);
  const [word, setWord] = useState('');
  const [screen = ''] = baseline.split('/').at(-1)?.split('+') ?? [];
  const isWord = /^[\w.-]{1,60}$/.test(word);
  const accept = async (event: Event) => {
    event.preventDefault();
    if (isWord && (await server?.approve([baseline], word))) setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={!server?.mayDecide}
        onClick={() => setOpen(!isOpen)}
      >
        As a variant
      </button>
      {isOpen && (
        <form class="decide" onSubmit={(event) => void accept(event)}>
          <label class="word">
            <bdi>{screen}+</bdi>
            <input
              ref={(field) => field?.focus()}
              aria-label="The variant's word"
              placeholder="dark"
              maxLength={60}
              value={word}
              onInput={(event) => setWord(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
            />
          </label>
          <button type="submit" class="accept" disabled={!isWord}>
            Accept beside the baseline
          </button>
        </form>
      )}
    </>
  );
}
