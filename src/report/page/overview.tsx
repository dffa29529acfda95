import { formatDuration } from '../format-duration.ts';
import type { PageScenario } from '../html/page-data.ts';
import { ApproveAll } from './approve.tsx';
import { usePage } from './context.ts';
import { verdictOrder } from './filter.ts';
import { formatTime, plural } from './format.ts';
import { labels, StateIcon } from './icons.tsx';
import { ObsoleteBaselines } from './obsolete.tsx';
import { formatRoute, toScenario } from './route.ts';

const worst: ReadonlySet<string> = new Set(['failed', 'error', 'interrupted']);
/** More of them are what the list is for. */
const MOST_SHOWN = 24;
const MOST_SLOW = 8;

/** The run at a glance: how it went, what went wrong, what is flaky, what is slow. */
export function Overview({ unknown }: { unknown: string | undefined }) {
  const { run } = usePage();
  const { scenarios } = run;
  const wrong = scenarios.filter(({ verdict }) => worst.has(verdict));
  const flaky = scenarios.filter(({ verdict }) => verdict === 'flaky');
  const known = scenarios.filter(({ verdict }) => verdict === 'known-issue');
  const slow = scenarios
    .filter(({ attempts }) => attempts.length > 0)
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, MOST_SLOW);
  return (
    <div class="overview">
      {unknown !== undefined && (
        <p class="note" role="alert">
          This run has no scenario <bdi>{unknown}</bdi>.
        </p>
      )}
      <Verdict />
      <ApproveAll />
      <Group title="What went wrong" scenarios={wrong} />
      <Group title="Flaky" scenarios={flaky} note="They passed only when tried again." />
      <Group title="Known issues" scenarios={known} />
      <ObsoleteBaselines />
      {slow.length > 1 && <Slowest scenarios={slow} />}
    </div>
  );
}

function Verdict() {
  const { run } = usePage();
  const { verdict, scenarios, startedAt, durationMs, guestwright } = run;
  const count = (state: string) => scenarios.filter((each) => each.verdict === state).length;
  const passed = count('passed') + count('flaky');
  return (
    <section class={`verdict is-${verdict}`}>
      <StateIcon state={verdict} quiet />
      <div>
        <h1>{labels[verdict]}</h1>
        <p class="verdict-tell">
          {passed} of {plural(scenarios.length, 'scenario')} passed
          {verdict === 'unfinished' && '; the events end before the run did'}
        </p>
        <p class="about">
          <span>{formatTime(startedAt)}</span>
          <span>{formatDuration(durationMs)}</span>
          <span>Guestwright {guestwright}</span>
        </p>
      </div>
      <div class="proportions" aria-hidden="true">
        {verdictOrder.map(
          (state) =>
            count(state) > 0 && (
              <span key={state} class={`is-${state}`} style={{ flexGrow: count(state) }} />
            ),
        )}
      </div>
    </section>
  );
}

function Group(props: { title: string; scenarios: readonly PageScenario[]; note?: string }) {
  const { title, scenarios, note } = props;
  const { route } = usePage();
  if (scenarios.length === 0) return null;
  const more = scenarios.length - MOST_SHOWN;
  return (
    <section class="group">
      <h2>
        {title} <span class="count">{scenarios.length}</span>
      </h2>
      {note && <p class="soft">{note}</p>}
      <ul class="cards">
        {scenarios.slice(0, MOST_SHOWN).map((scenario) => (
          <li key={scenario.id} class={`card is-${scenario.verdict}`}>
            <a href={formatRoute(linkTo(scenario, route.filter))}>
              <span class="card-picture">
                {scenario.picture === undefined ? (
                  <span class="soft">no picture</span>
                ) : (
                  <img src={`../${scenario.picture}`} alt="" loading="lazy" decoding="async" />
                )}
              </span>
              <span class="card-text">
                <span class="card-name">
                  <StateIcon state={scenario.verdict} />
                  <bdi>{scenario.name}</bdi>
                </span>
                {scenario.trouble && (
                  <span class="card-message">
                    <bdi>{scenario.trouble.message}</bdi>
                  </span>
                )}
                <span class="card-where">
                  <bdi>{scenario.id}</bdi>
                  {scenario.trouble?.step !== undefined && `, step ${scenario.trouble.step}`}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="soft">And {more} more, in the list.</p>}
    </section>
  );
}

/** Straight to what went wrong, in the attempt where it did. */
function linkTo({ id, attempts, trouble }: PageScenario, filter: Parameters<typeof toScenario>[0]) {
  const attempt = attempts.findLast(({ verdict }) => verdict !== 'passed')?.attempt;
  return toScenario(filter, id, attempt, trouble?.step);
}

function Slowest({ scenarios }: { scenarios: readonly PageScenario[] }) {
  const { route } = usePage();
  const longest = Math.max(1, ...scenarios.map(({ durationMs }) => durationMs));
  return (
    <section class="group">
      <h2>Slowest</h2>
      <ol class="slowest">
        {scenarios.map((scenario) => (
          <li key={scenario.id}>
            <a href={formatRoute(toScenario(route.filter, scenario.id))}>
              <bdi>{scenario.name}</bdi>
            </a>
            <span class="bar">
              <span style={{ width: `${(scenario.durationMs / longest) * 100}%` }} />
            </span>
            <span class="took">{formatDuration(scenario.durationMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
