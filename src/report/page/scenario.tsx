import type { PageAttempt, PageScenario } from '../html/page-data.ts';
import { AttemptView } from './attempt.tsx';
import { usePage } from './context.ts';
import { formatDuration, formatTime } from './format.ts';
import { labels, StateIcon } from './icons.tsx';
import { formatRoute, toScenario } from './route.ts';
import { useData } from './use-data.ts';

/** A scenario: what it is, its attempts, and the one that is looked at. */
export function ScenarioView({ scenario }: { scenario: PageScenario }) {
  const { route } = usePage();
  const { attempts } = scenario;
  const wanted = attempts.find(({ attempt }) => attempt === route.attempt) ?? attempts.at(-1);
  const loaded = useData<PageAttempt>(wanted && String(wanted.data));
  const attempt = loaded.kind === 'loaded' ? loaded.value : undefined;
  return (
    <article class="scenario">
      <header class="scenario-head">
        <h1>
          <StateIcon state={scenario.verdict} />
          <bdi>{scenario.name}</bdi>
        </h1>
        <p class="about">
          <bdi class="mono">{scenario.file}</bdi>
          {scenario.machine !== undefined && <bdi>{scenario.machine}</bdi>}
          {scenario.tags.map((tag) => (
            <bdi key={tag} class="tag">
              {tag}
            </bdi>
          ))}
          <span>{formatDuration(wanted?.durationMs ?? 0)}</span>
          {attempt?.startedAt !== undefined && <span>{formatTime(attempt.startedAt)}</span>}
          {attempt?.machine !== undefined && <bdi class="soft">{attempt.machine}</bdi>}
        </p>
        {attempts.length > 1 && (
          <nav class="attempts" aria-label="Attempts">
            {attempts.map(({ attempt: number, verdict }) => (
              <a
                key={number}
                href={formatRoute(toScenario(route.filter, scenario.id, number))}
                aria-current={number === wanted?.attempt ? 'true' : undefined}
              >
                <StateIcon state={verdict} quiet /> Attempt {number}, {labels[verdict]}
              </a>
            ))}
          </nav>
        )}
      </header>
      {!wanted && <p class="note">It was not run.</p>}
      {wanted && loaded.kind === 'broken' && (
        <p class="note" role="alert">
          {loaded.message}. Write the report again with <code>npx guestwright report</code>.
        </p>
      )}
      {wanted && loaded.kind === 'loading' && <p class="note loading">Loading ...</p>}
      {attempt && <AttemptView key={attempt.attempt} attempt={attempt} />}
    </article>
  );
}
