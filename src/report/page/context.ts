import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageRun } from '../html/page-data.ts';
import { home, type Route } from './route.ts';
import type { Server } from './server.ts';

/** What every part of the page knows. */
export interface Page {
  readonly run: PageRun;
  readonly route: Route;
  readonly server: Server | undefined;
}

const empty: PageRun = {
  run: '',
  guestwright: '',
  startedAt: 0,
  durationMs: 0,
  verdict: 'passed',
  scenarios: [],
  candidates: [],
};

export const PageContext = createContext<Page>({ run: empty, route: home, server: undefined });

export function usePage(): Page {
  return useContext(PageContext);
}
