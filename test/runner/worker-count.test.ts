import { expect, test } from 'vitest';
import type { MachineDescription } from '../../src/machine/description.ts';
import { nameAttempts } from '../../src/runner/attempt-name.ts';
import { runVerdictOf, stateOf } from '../../src/runner/verdicts.ts';
import { countWorkers } from '../../src/runner/worker-count.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const on = (description: MachineDescription) => ({ machine: { description } }) as Scenario;
const host = { cores: 8, freeMiB: 8000 };

test.each<[string, Scenario[], object]>([
  ['scenarios', [on({}), on({})], { workers: 2, why: '2 scenarios' }],
  ['cores', Array(9).fill(on({})), { workers: 8, why: '8 cores, guests of up to 1' }],
  ['cores', Array(9).fill(on({ cpus: 3 })), { workers: 2, why: '8 cores, guests of up to 3' }],
  [
    'memory',
    Array(9).fill(on({ memory: '2G' })),
    { workers: 3, why: '8000 MiB of memory free, guests of up to 2048 MiB' },
  ],
  ['one, at the least', Array(9).fill(on({ memory: '64G', cpus: 64 })), { workers: 1 }],
  ['one for nothing to do', [], { workers: 1, why: '0 scenarios' }],
])('there are as many workers as %s allow', (_, scenarios, expected) => {
  expect(countWorkers(scenarios, host)).toMatchObject(expected);
});

test('a scenario is what its last attempt was, and flaky if it failed before it passed', () => {
  expect(stateOf([])).toBe('not-run');
  expect(stateOf(['failed', 'failed'])).toBe('failed');
  expect(stateOf(['failed', 'passed'])).toBe('flaky');
  expect(stateOf(['error', 'passed'])).toBe('passed');
  expect(stateOf(['error', 'failed', 'passed'])).toBe('flaky');
  expect(stateOf(['failed', 'interrupted'])).toBe('interrupted');
});

test('a run is as bad as its worst scenario', () => {
  expect(runVerdictOf([])).toBe('passed');
  expect(runVerdictOf(['passed', 'known-issue', 'not-run', 'flaky'])).toBe('passed');
  expect(runVerdictOf(['passed', 'flaky'], { failOnFlaky: true })).toBe('failed');
  expect(runVerdictOf(['failed', 'error'])).toBe('error');
  expect(runVerdictOf(['failed', 'error', 'interrupted'])).toBe('interrupted');
});

test('no two scenarios and no two attempts share the name of a file', () => {
  const nameOf = nameAttempts(['a/b', 'a-b', 'x[k=ü/?]', 'y'.repeat(300)]);
  expect(nameOf('a/b', 1)).toBe('a-b');
  expect(nameOf('a/b', 2)).toBe('a-b@2');
  expect(nameOf('a-b', 1)).toBe('a-b~2');
  expect(nameOf('x[k=ü/?]', 1)).toBe('x[k=_-_]');
  expect(nameOf('y'.repeat(300), 12)).toHaveLength(203);
});
