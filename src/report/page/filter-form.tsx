import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageScenario } from '../html/page-data.ts';
import { usePage } from './context.ts';
import { type Filter, toggle, verdictOrder } from './filter.ts';
import { formatCount } from './format.ts';
import { labels, StateIcon } from './icons.tsx';
import { navigate } from './navigate.ts';

/** Search, verdicts, tag and machine; what is chosen stands in the address. */
export function FilterForm() {
  const { run, route } = usePage();
  const { filter } = route;
  const change = (part: Partial<Filter>) =>
    navigate({ ...route, filter: { ...filter, ...part } }, { replace: true });
  const known = useMemo(() => listKnown(run.scenarios), [run]);
  // What is being written must not wait for the address to come round.
  const [text, setText] = useState(filter.text);
  useEffect(() => {
    if (document.activeElement?.id !== 'search') setText(filter.text);
  }, [filter.text]);
  return (
    <search class="filters">
      <label class="search">
        <span class="sr">Search scenarios</span>
        <input
          id="search"
          type="search"
          placeholder="Search"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            change({ text: event.currentTarget.value });
          }}
        />
        <span class="key">/</span>
      </label>
      <fieldset class="chips">
        <legend class="sr">Verdict</legend>
        {verdictOrder
          .filter((verdict) => known.verdicts.has(verdict))
          .map((verdict) => (
            <button
              type="button"
              key={verdict}
              class={`chip is-${verdict}`}
              aria-pressed={filter.verdicts.includes(verdict)}
              onClick={() => change({ verdicts: toggle(filter.verdicts, verdict) })}
            >
              <StateIcon state={verdict} quiet />
              <b>{formatCount(known.verdicts.get(verdict) ?? 0)}</b> {labels[verdict]}
            </button>
          ))}
      </fieldset>
      <div class="choices">
        <Choice
          label="Tag"
          values={known.tags}
          chosen={filter.tags}
          choose={(tags) => change({ tags })}
        />
        <Choice
          label="Machine"
          values={known.machines}
          chosen={filter.machines}
          choose={(machines) => change({ machines })}
        />
      </div>
    </search>
  );
}

function Choice(props: {
  label: string;
  values: readonly string[];
  chosen: readonly string[];
  choose: (values: string[]) => void;
}) {
  const { label, values, chosen, choose } = props;
  if (values.length === 0) return null;
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={chosen[0] ?? ''}
        onChange={(event) => choose(event.currentTarget.value ? [event.currentTarget.value] : [])}
      >
        <option value="">any</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

function listKnown(scenarios: readonly PageScenario[]) {
  const verdicts = new Map<string, number>();
  for (const { verdict } of scenarios) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  const machines = new Set(scenarios.flatMap(({ machine }) => machine ?? []));
  const tags = new Set(scenarios.flatMap((scenario) => scenario.tags));
  return { verdicts, tags: [...tags].toSorted(), machines: [...machines].toSorted() };
}
