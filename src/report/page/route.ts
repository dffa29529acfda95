import { type Filter, noFilter } from './filter.ts';

/** How a step is looked at. */
export const views = [
  'film',
  'diff',
  'expected',
  'actual',
  'side',
  'slider',
  'blink',
  'zoom',
] as const;
export type View = (typeof views)[number];

/** What the page shows; it stands in the address after `#`, so that it can be shared. */
export interface Route {
  readonly scenario?: string;
  /** From 1; the last one when absent. */
  readonly attempt?: number;
  /** From 1, in the order of the scenario's text. */
  readonly step?: number;
  readonly round?: number;
  readonly view?: View;
  /** Milliseconds since the scenario started. */
  readonly at?: number;
  readonly filter: Filter;
}

/** `#demo/keyboard/2/7?view=slider`: scenario, attempt, step; what it does not understand it leaves out. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = splitAt(hash.replace(/^#/, ''), '?');
  const params = new URLSearchParams(query);
  const view = views.find((each) => each === params.get('view'));
  const filter: Filter = {
    text: params.get('q') ?? '',
    verdicts: params.getAll('verdict'),
    tags: params.getAll('tag'),
    machines: params.getAll('machine'),
  };
  const numbers = { round: readNumber(params.get('round')), at: readNumber(params.get('at')) };
  return {
    ...parsePath(path),
    ...(view && { view }),
    ...(numbers.round !== undefined && { round: numbers.round }),
    ...(numbers.at !== undefined && { at: numbers.at }),
    filter,
  };
}

export function formatRoute(route: Route): string {
  const { scenario, attempt, step, round, view, at, filter } = route;
  const params = new URLSearchParams();
  if (filter.text !== '') params.set('q', filter.text);
  for (const verdict of filter.verdicts) params.append('verdict', verdict);
  for (const tag of filter.tags) params.append('tag', tag);
  for (const machine of filter.machines) params.append('machine', machine);
  if (scenario !== undefined && view) params.set('view', view);
  if (scenario !== undefined && round !== undefined && round > 1)
    params.set('round', String(round));
  if (scenario !== undefined && at !== undefined) params.set('at', String(Math.round(at)));
  const query = params.size > 0 ? `?${params}` : '';
  if (scenario === undefined) return `#${query}`;
  const id = scenario.split('/').map(encodeURIComponent).join('/');
  const place = step === undefined ? (attempt ?? '') : `${attempt ?? 1}/${step}`;
  return `#${id}${place === '' ? '' : `/${place}`}${query}`;
}

/** The two last parts, if they are numbers, are the attempt and the step. */
function parsePath(path: string): Pick<Route, 'scenario' | 'attempt' | 'step'> {
  if (path === '') return {};
  const parts = path.split('/').map(decode);
  const numbers: number[] = [];
  while (numbers.length < 2 && parts.length > 1 && /^[1-9]\d{0,6}$/.test(parts.at(-1) ?? '')) {
    numbers.unshift(Number(parts.pop()));
  }
  const [attempt, step] = numbers;
  return {
    scenario: parts.join('/'),
    ...(attempt !== undefined && { attempt }),
    ...(step !== undefined && { step }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitAt(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

function readNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** The route to a scenario, with the list as it is. */
export function toScenario(
  filter: Filter,
  scenario: string,
  attempt?: number,
  step?: number,
): Route {
  return {
    scenario,
    filter,
    ...(attempt !== undefined && { attempt }),
    ...(step !== undefined && { step }),
  };
}

export const home: Route = { filter: noFilter };
