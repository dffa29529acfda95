import { expect, test } from 'vitest';
import type { TraceLine } from '../../../src/runner/trace/trace-line.ts';
import { writeTraceText } from '../../../src/runner/trace/trace-text.ts';

const read = (text: string): unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test('no secret stands in what the guest said, in arguments at any depth or in errors', () => {
  const lines: TraceLine[] = [
    { at: 1, type: 'step', step: 0, round: 1 },
    { at: 2, type: 'serial', text: 'you typed hun' },
    {
      ...{ at: 3, type: 'qmp', execute: 'x-set', ms: 1, error: 'hunter2 is wrong' },
      arguments: { list: [{ deep: 'say hunter2' }], number: 1 },
    },
    { at: 4, type: 'serial', text: 'ter2\n$ ' },
  ];
  const text = writeTraceText(lines, ['hunter2']);
  expect(text).not.toMatch(/hunter2|hun|ter2/);
  expect(read(text)).toEqual([
    { at: 1, type: 'step', step: 0, round: 1 },
    { at: 2, type: 'serial', text: 'you typed ••••••' },
    {
      ...{ at: 3, type: 'qmp', execute: 'x-set', ms: 1, error: '•••••• is wrong' },
      arguments: { list: [{ deep: 'say ••••••' }], number: 1 },
    },
    { at: 4, type: 'serial', text: '\n$ ' },
  ]);
});

test('a secret that happens to be the name of a thing does not spoil the trace', () => {
  const line: TraceLine = {
    at: 1,
    type: 'input',
    events: [{ type: 'key', data: { down: true, key: { type: 'qcode', data: 'a' } } }],
  };
  expect(read(writeTraceText([line], ['qcode', 'key', 'input']))).toEqual([line]);
});
