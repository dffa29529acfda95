import { useState } from 'preact/hooks';
import type { PageAttempt } from '../html/page-data.ts';
import { QmpPanel } from './qmp-panel.tsx';
import { SerialPanel } from './serial-panel.tsx';
import { SourcePanel } from './source-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';

/** What every panel is told: the attempt, the step in its list, the time, and a way to another time. */
export interface PanelProps {
  readonly attempt: PageAttempt;
  readonly current: number;
  readonly at: number;
  readonly goToTime: (at: number) => void;
}

const panels = [
  ['steps', 'Steps', StepsPanel],
  ['source', 'YAML', SourcePanel],
  ['serial', 'Serial', SerialPanel],
  ['qmp', 'QMP', QmpPanel],
] as const;

type PanelName = (typeof panels)[number][0];

/** The choice outlives the scenario: who reads QMP here reads it there. */
const liked: { panel: PanelName } = { panel: 'steps' };

export function Panels(props: PanelProps) {
  const [chosen, setChosen] = useState<PanelName>(liked.panel);
  const choose = (name: PanelName) => {
    liked.panel = name;
    setChosen(name);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const index = panels.findIndex(([name]) => name === chosen);
    const [name] = panels[(index + by + panels.length) % panels.length] ?? panels[0];
    choose(name);
    document.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  const Panel = panels.find(([name]) => name === chosen)?.[2] ?? StepsPanel;
  return (
    <aside class="panels" aria-label="Details">
      <div class="tabs" role="tablist" aria-label="Details" onKeyDown={press}>
        {panels.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === chosen}
            aria-controls="panel"
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => choose(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        class="panel"
        id="panel"
        role="tabpanel"
        aria-labelledby={`tab-${chosen}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must scroll by keyboard too
        tabIndex={0}
      >
        <Panel {...props} />
      </div>
    </aside>
  );
}
