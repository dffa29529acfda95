import { memo } from 'preact/compat';
import { useEffect } from 'preact/hooks';
import type { PageScenario } from '../html/page-data.ts';
import { usePage } from './context.ts';
import { isFiltering, noFilter } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { formatCount, formatDuration } from './format.ts';
import { StateIcon } from './icons.tsx';
import { formatRoute, toScenario } from './route.ts';

/** Every scenario that the filter lets through, and the filter. */
export function ScenarioList({ shown }: { shown: readonly PageScenario[] }) {
  const { run, route } = usePage();
  useEffect(() => {
    document.querySelector('.row[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [route.scenario]);
  return (
    <nav class="list" aria-label="Scenarios">
      <FilterForm />
      <p class="shown" role="status">
        {shown.length === run.scenarios.length
          ? `${formatCount(shown.length)} scenarios`
          : `${formatCount(shown.length)} of ${formatCount(run.scenarios.length)} scenarios`}
        {isFiltering(route.filter) && (
          <a href={formatRoute({ ...route, filter: noFilter })}>Show all</a>
        )}
      </p>
      <ol class="rows">
        {shown.map((scenario) => (
          <Row
            key={scenario.id}
            scenario={scenario}
            href={formatRoute(toScenario(route.filter, scenario.id))}
            current={scenario.id === route.scenario}
          />
        ))}
      </ol>
    </nav>
  );
}

const Row = memo(function Row(props: { scenario: PageScenario; href: string; current: boolean }) {
  const { scenario, href, current } = props;
  return (
    <li>
      <a class="row" href={href} aria-current={current ? 'page' : undefined}>
        <StateIcon state={scenario.verdict} />
        <span class="row-name">
          <bdi>{scenario.name}</bdi>
        </span>
        <span class="row-id">
          <bdi>{scenario.id}</bdi>
          {scenario.attempts.length > 1 && ` · ${scenario.attempts.length} attempts`}
        </span>
        <span class="row-time">
          {scenario.attempts.length > 0 && formatDuration(scenario.durationMs)}
        </span>
      </a>
    </li>
  );
});
