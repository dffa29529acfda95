import './css/base.css';
import './css/layout.css';
import './css/overview.css';
import './css/scenario.css';
import './css/stage.css';
import './css/panels.css';
import { render } from 'preact';
import type { PageRun } from '../html/page-data.ts';
import { App } from './app.tsx';
import { loadData } from './data.ts';

const root = document.querySelector('#app') ?? document.body;

loadData<PageRun>('summary').then(
  (run) => {
    document.title = `${run.run}: ${run.verdict}`;
    render(<App run={run} />, root);
    document.documentElement.dataset.ready = 'true';
  },
  (error: Error) => {
    render(
      <main class="broken">
        <h1>This report is not whole</h1>
        <p>{error.message}</p>
        <p>
          Write it again with <code>npx guestwright report</code>.
        </p>
      </main>,
      root,
    );
  },
);
