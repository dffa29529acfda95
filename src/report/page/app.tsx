import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageRun } from '../html/page-data.ts';
import { PageContext } from './context.ts';
import { matches, sortByVerdict } from './filter.ts';
import { HelpDialog } from './help.tsx';
import { Brand } from './icons.tsx';
import { useShortcuts } from './keys.ts';
import { ScenarioList } from './list.tsx';
import { navigate } from './navigate.ts';
import { Overview } from './overview.tsx';
import { formatRoute, parseRoute, toScenario } from './route.ts';
import { ScenarioView } from './scenario.tsx';
import { useServer } from './server.ts';

export function App({ run }: { run: PageRun }) {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const [helping, setHelping] = useState(false);
  const server = useServer();
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const sorted = useMemo(() => sortByVerdict(run.scenarios), [run]);
  const shown = useMemo(
    () => sorted.filter((scenario) => matches(scenario, route.filter)),
    [sorted, route.filter.text, ...Object.values(route.filter).map(String)],
  );
  const scenario = run.scenarios.find(({ id }) => id === route.scenario);
  const go = (by: number, wanted: (index: number) => boolean = () => true) => {
    const start = shown.findIndex(({ id }) => id === route.scenario);
    const from = start < 0 && by < 0 ? shown.length : start;
    for (let index = from + by; shown[index]; index += by) {
      const next = shown[index];
      if (next && wanted(index)) return navigate(toScenario(route.filter, next.id));
    }
  };
  const wrong = (index: number) => shown[index]?.trouble !== undefined;
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    n: () => go(1, wrong),
    p: () => go(-1, wrong),
    o: () => navigate({ filter: route.filter }),
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
    '?': () => setHelping(true),
  });
  return (
    <PageContext.Provider value={{ run, route, server }}>
      <a class="skip" href={formatRoute(route)} onClick={focusMain}>
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={formatRoute({ filter: route.filter })}>
          <Brand /> Guestwright
        </a>
        <span class="top-run">
          <bdi>{run.run}</bdi>
        </span>
        <button type="button" class="plain" onClick={() => setHelping(true)}>
          Keys <kbd>?</kbd>
        </button>
      </header>
      <div class={`columns ${route.scenario === undefined ? 'at-overview' : 'at-scenario'}`}>
        <ScenarioList shown={shown} />
        <main id="main" tabIndex={-1}>
          {scenario ? (
            <ScenarioView key={scenario.id} scenario={scenario} />
          ) : (
            <Overview unknown={route.scenario} />
          )}
        </main>
      </div>
      {helping && <HelpDialog close={() => setHelping(false)} />}
    </PageContext.Provider>
  );
}

function focusMain(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}
