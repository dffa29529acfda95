import { expect, test } from 'vitest';
import type { PageScenario } from '../../../src/report/html/page-data.ts';
import {
  type Filter,
  isFiltering,
  matches,
  noFilter,
  sortByVerdict,
  toggle,
} from '../../../src/report/page/filter.ts';

const scenario: PageScenario = {
  id: 'demo/keyboard',
  name: 'Install Demo OS',
  file: 'scenarios/demo/keyboard.yaml',
  tags: ['smoke', 'de'],
  machine: 'demo',
  verdict: 'failed',
  durationMs: 1,
  attempts: [],
  trouble: { message: 'the screen is not "summary"' },
};

test.each<[string, Partial<Filter>, boolean]>([
  ['nothing', {}, true],
  ['words of different places', { text: ' INSTALL  keyboard.yaml ' }, true],
  ['a word of the message', { text: 'summary' }, true],
  ['a word that is nowhere', { text: 'install pointer' }, false],
  ['one of the verdicts', { verdicts: ['passed', 'failed'] }, true],
  ['another verdict', { verdicts: ['passed'] }, false],
  ['all of its tags', { tags: ['smoke', 'de'] }, true],
  ['a tag more', { tags: ['smoke', 'fr'] }, false],
  ['its machine', { machines: ['demo'] }, true],
  ['another machine', { machines: ['uefi'] }, false],
])('%s', (_what, filter, expected) => {
  expect(matches(scenario, { ...noFilter, ...filter })).toBe(expected);
});

test('the worst comes first, each kind in the order of the run', () => {
  const list = (['passed', 'flaky', 'not-run', 'failed', 'error', 'passed'] as const).map(
    (verdict, index) => ({ ...scenario, id: String(index), verdict }),
  );
  expect(sortByVerdict(list).map(({ id }) => id)).toEqual(['3', '4', '1', '0', '5', '2']);
});

test('a value is taken in and out', () => {
  expect(toggle(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggle(['a', 'b'], 'a')).toEqual(['b']);
});

test('spaces are no filter', () => {
  expect(isFiltering({ ...noFilter, text: '  ' })).toBe(false);
  expect(isFiltering({ ...noFilter, tags: ['a'] })).toBe(true);
});
