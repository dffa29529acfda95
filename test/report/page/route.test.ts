import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noFilter } from '../../../src/report/page/filter.ts';
import { formatRoute, parseRoute, type Route } from '../../../src/report/page/route.ts';

test.each([
  ['', { filter: noFilter }],
  ['#demo/keyboard', { scenario: 'demo/keyboard', filter: noFilter }],
  ['#demo/keyboard/2', { scenario: 'demo/keyboard', attempt: 2, filter: noFilter }],
  ['#demo/keyboard/2/7', { scenario: 'demo/keyboard', attempt: 2, step: 7, filter: noFilter }],
  [
    '#demo/keyboard/2/7?view=slider&at=1200',
    { scenario: 'demo/keyboard', attempt: 2, step: 7, view: 'slider', at: 1200, filter: noFilter },
  ],
  [
    '#?q=host+name&verdict=failed&tag=de',
    { filter: { text: 'host name', verdicts: ['failed'], tags: ['de'], machines: [] } },
  ],
  ['#demo/%ZZ?view=upside-down&at=-1', { scenario: 'demo/%ZZ', filter: noFilter }],
])('%s says what to show', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test('what is shown comes back from its address', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  const number = fc.integer({ min: 1, max: 999 });
  const filter = fc.record({
    text: fc.string(),
    verdicts: fc.array(name),
    tags: fc.array(name),
    machines: fc.array(name),
  });
  const places = fc.record({
    scenario: name.filter((text) => !text.includes('/')),
    attempt: number,
    step: number,
    view: fc.constantFrom('film' as const, 'zoom' as const),
    at: number,
    filter,
  });
  fc.assert(
    fc.property(places, (route: Route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test('an id that ends in numbers is found by its whole address', () => {
  const route: Route = { scenario: 'demo/1/2', attempt: 1, step: 3, filter: noFilter };
  expect(parseRoute(formatRoute(route))).toEqual(route);
});
