import { expect, test } from 'vitest';
import { maskArguments } from '../../../src/runner/trace/mask-call.ts';

const told = (execute: string, args: object) => maskArguments(execute, args, '/private/frames');

test.each([
  ['set_password', { protocol: 'vnc', password: 'hunter2' }],
  ['object-add', { 'qom-type': 'secret', id: 'sec0', data: 'hunter2' }],
  ['human-monitor-command', { 'command-line': 'set_password vnc hunter2' }],
  ['blockdev-add', { file: { driver: 'https', 'password-secret': 'hunter2' } }],
])('%s shows no password', (execute, args) => {
  const shown = JSON.stringify(told(execute, args));
  expect(shown).not.toContain('hunter2');
  expect(shown).toContain('••••••');
});

test('the folder that frames are written to is nobody’s business', () => {
  expect(told('screendump', { filename: '/private/frames/7.ppm', head: 1 })).toEqual({
    filename: 'frame.ppm',
    head: 1,
  });
  expect(told('screendump', { filename: '/elsewhere/7.ppm' })).toEqual({
    filename: '/elsewhere/7.ppm',
  });
});

test('no arguments are none, and very many are only counted', () => {
  expect(told('query-status', {})).toBeUndefined();
  expect(told('x', { text: 'a'.repeat(5000) })).toEqual({ cut: '5011 characters' });
});
