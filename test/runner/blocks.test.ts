import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MachineError } from '../../src/errors.ts';
import type { Bench } from '../scenario/read-scenario.ts';
import { makeBlockBench, type PlayOptions, play as playOn } from './play-blocks.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBlockBench();
});
afterAll(() => bench.folder.remove());

const play = (text: string, options?: PlayOptions) =>
  playOn(bench, `machine: demo\n${text}`, options);

describe('group', () => {
  test('does its steps in order, and ends after them', async () => {
    const { told, keys, verdict } = await play(`
steps:
  - group: Both
    steps:
      - press: a
      - press: b
  - press: c
`);
    expect(told).toEqual(['press a', 'press b', 'Both', 'press c']);
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(verdict).toBe('passed');
  });

  test('fails with the first step that fails, and ends the scenario', async () => {
    const { told, verdict, finished } = await play(`
steps:
  - group: Both
    steps:
      - expect-screen: blue
      - press: b
  - press: c
`);
    expect(told).toEqual(['expect-screen blue failed', 'Both failed']);
    expect(verdict).toBe('failed');
    expect(finished.map(({ trouble }) => trouble?.code)).toEqual(['screen-mismatch', undefined]);
  });

  test('that is optional is only tolerated when it fails', async () => {
    const { told, verdict } = await play(`
steps:
  - group: Both
    optional: true
    steps:
      - expect-screen: blue
  - press: c
`);
    expect(told).toEqual(['expect-screen blue failed', 'Both tolerated', 'press c']);
    expect(verdict).toBe('passed');
  });

  test('goes on over a screen without a baseline, and fails', async () => {
    const { told, verdict } = await play(`
steps:
  - group: Both
    steps:
      - expect-screen: new
      - press: b
  - press: c
`);
    expect(told).toEqual(['expect-screen new failed', 'press b', 'Both failed', 'press c']);
    expect(verdict).toBe('failed');
  });

  test('is skipped when its screen does not show', async () => {
    const { told, keys } = await play(`
steps:
  - group: Both
    when: blue
    steps:
      - press: a
`);
    expect(told).toEqual(['Both skipped']);
    expect(keys).toEqual([]);
  });

  test('ends with all of its steps when its time is up', async () => {
    const { told, finished, verdict } = await play(
      `
steps:
  - group: Both
    timeout: 1s
    steps:
      - { wait-for-screen: blue, optional: true }
      - press: b
`,
    );
    expect(told).toEqual(['wait-for-screen blue tolerated', 'Both failed']);
    expect(finished[0]?.trouble?.message).toBe('the step took longer than 1000 ms');
    expect(finished[1]?.trouble?.message).toBe('the step took longer than 1000 ms');
    expect(finished[1]?.picture).toBeDefined();
    expect(verdict).toBe('failed');
  });
});

describe('if', () => {
  const text = (screen: string) => `
steps:
  - if: { screen: ${screen} }
    then: [{ press: a }]
    else: [{ press: b }]
`;

  test('does its then when it holds, and says so', async () => {
    const { keys, finished } = await play(text('red'));
    expect(keys).toEqual(['a']);
    expect(finished.at(-1)).toMatchObject({ verdict: 'passed', note: 'then: screen red' });
    expect(finished.at(-1)?.picture).toBeDefined();
  });

  test('does its else when it does not, and says what was there', async () => {
    const { keys, finished } = await play(text('blue'));
    expect(keys).toEqual(['b']);
    expect(finished.at(-1)?.note).toBe('else: screen blue: 3072 pixels differ, at 0,0 (64x48)');
  });

  test('needs no else', async () => {
    const { told, verdict } = await play('steps: [{ if: { screen: blue }, then: [{ press: a }] }]');
    expect(told).toEqual(['if screen blue']);
    expect(verdict).toBe('passed');
  });

  test.each([
    ['{ not: { screen: blue } }', 'a'],
    ['{ not: { screen: red } }', 'b'],
    ['{ all-of: [{ screen: red }, { not: { screen: blue } }] }', 'a'],
    ['{ all-of: [{ screen: red }, { screen: blue }] }', 'b'],
    ['{ event: RESET }', 'b'],
    ['{ screen: blue, max-diff-ratio: 1 }', 'a'],
  ])('%s', async (condition, key) => {
    const { keys } = await play(`
steps:
  - if: ${condition}
    then: [{ press: a }]
    else: [{ press: b }]
`);
    expect(keys).toEqual([key]);
  });
});

describe('repeat', () => {
  test('does its steps so many times, in rounds', async () => {
    const { told } = await play('steps: [{ repeat: 3, steps: [{ press: a }] }]');
    expect(told).toEqual(['press a', 'press a 2', 'press a 3', 'repeat 3 times']);
  });

  test('in another one counts every round of a step', async () => {
    const { told } = await play(`
steps:
  - repeat: 2
    steps:
      - repeat: { times: 2 }
        steps: [{ press: a }]
`);
    expect(told).toEqual([
      ...['press a', 'press a 2', 'repeat 2 times'],
      ...['press a 3', 'press a 4', 'repeat 2 times 2'],
      'repeat 2 times',
    ]);
  });

  test('stops at a round that fails', async () => {
    const { told, verdict } = await play(
      'steps: [{ repeat: 3, steps: [{ press: enter }, { expect-screen: green }] }]',
    );
    expect(told).toEqual([
      ...['press enter', 'expect-screen green', 'press enter 2', 'expect-screen green 2 failed'],
      'repeat 3 times failed',
    ]);
    expect(verdict).toBe('failed');
  });

  test('until something shows does nothing when it shows already', async () => {
    const { told } = await play(
      'steps: [{ repeat: { until: { screen: red } }, steps: [{ press: enter }] }]',
    );
    expect(told).toEqual(['repeat until screen red']);
  });

  test('until something shows stops right after it does', async () => {
    const { told, keys } = await play(
      'steps: [{ repeat: { until: { screen: blue } }, steps: [{ press: enter }] }]',
    );
    expect(told).toEqual(['press enter', 'press enter 2', 'repeat until screen blue']);
    expect(keys).toEqual(['ret', 'ret']);
  });

  test('fails after its last round, and says what it still was', async () => {
    const { told, finished } = await play(
      'steps: [{ repeat: { until: { screen: blue }, max: 2, within: 20ms }, steps: [{ press: a }] }]',
    );
    expect(told).toEqual(['press a', 'press a 2', 'repeat until screen blue failed']);
    expect(finished.at(-1)?.trouble).toMatchObject({
      code: 'never-showed',
      message:
        'after 2 rounds it was still not so: screen blue: 3072 pixels differ, at 0,0 (64x48)',
    });
  });

  test('cannot wait for a screen that has no baseline', async () => {
    const { told, finished } = await play(
      'steps: [{ repeat: { until: { screen: new } }, steps: [{ press: a }] }]',
    );
    expect(told).toEqual(['repeat until screen new failed']);
    expect(finished[0]?.trouble?.message).toContain('"new" has no baseline yet');
  });
});

describe('retry', () => {
  test('begins again after a failure, and passes as soon as all steps do', async () => {
    const { told, verdict, finished } = await play(
      'steps: [{ retry: 3, steps: [{ press: enter }, { expect-screen: blue }] }]',
    );
    expect(told).toEqual([
      ...['press enter', 'expect-screen blue failed', 'press enter 2', 'expect-screen blue 2'],
      'try up to 3 times',
    ]);
    expect(finished.at(-1)?.note).toBe('passed at try 2');
    expect(verdict).toBe('passed');
  });

  test('fails when the last try does', async () => {
    const { told, verdict } = await play('steps: [{ retry: 2, steps: [{ expect-screen: blue }] }]');
    expect(told).toEqual([
      ...['expect-screen blue failed', 'expect-screen blue 2 failed'],
      'try up to 2 times failed',
    ]);
    expect(verdict).toBe('failed');
  });

  test('begins again with no key held down', async () => {
    const downs: string[][] = [];
    const held = new Set<string>();
    await play(
      'steps: [{ retry: 2, steps: [{ press: b }, { hold: ctrl }, { expect-screen: blue }] }]',
      {
        onKey: (key) => {
          if (key === 'b') downs.push([...held]);
          held.add(key);
        },
      },
    );
    expect(downs).toHaveLength(2);
  });

  test('does not try again what only lacks a baseline', async () => {
    const { told } = await play('steps: [{ retry: 3, steps: [{ expect-screen: new }] }]');
    expect(told).toEqual(['expect-screen new failed', 'try up to 3 times failed']);
  });
});

describe('try', () => {
  const text = `
steps:
  - try:
      - press: a
      - expect-screen: green
      - press: b
    finally:
      - press: z
  - press: c
`;

  test('does its finally after a failure, which stays one', async () => {
    const { told, verdict } = await play(text);
    expect(told).toEqual(['press a', 'expect-screen green failed', 'press z', 'try failed']);
    expect(verdict).toBe('failed');
  });

  test('does its finally after success, and goes on', async () => {
    const { told, verdict } = await play(text.replace('press: a', 'press: enter'));
    expect(told).toEqual([
      ...['press enter', 'expect-screen green', 'press b', 'press z', 'try', 'press c'],
    ]);
    expect(verdict).toBe('passed');
  });

  test('does its finally after an interruption', async () => {
    const { told, verdict } = await play(text.replace('screen: green', 'screen: red'), {
      onKey: (key, { interrupt }) => key === 'a' && interrupt(),
    });
    expect(told).toEqual(['press a', 'press z', 'try interrupted']);
    expect(verdict).toBe('interrupted');
  });

  test('fails by its finally alone', async () => {
    const { told, verdict } = await play(
      'steps: [{ try: [{ press: a }], finally: [{ expect-screen: blue }] }, { press: c }]',
    );
    expect(told).toEqual(['press a', 'expect-screen blue failed', 'try failed']);
    expect(verdict).toBe('failed');
  });

  test('does its finally with nothing held down', async () => {
    const downs: string[][] = [];
    const { keys } = await play(
      'steps: [{ try: [{ hold: ctrl }, { expect-screen: blue }], finally: [{ press: z }] }]',
      {
        onKey: (key, { server }) => {
          if (key !== 'z') return;
          const edges = server.commands.filter(({ execute }) => execute === 'input-send-event');
          downs.push(edges.map(({ arguments: args }) => JSON.stringify(args)));
        },
      },
    );
    expect(keys).toEqual(['ctrl', 'z']);
    expect(downs[0]?.at(-2)).toContain('"down":false');
  });

  test('does its finally when the time of a block around it is up', async () => {
    const { told, keys } = await play(
      `
steps:
  - group: Short
    timeout: 300ms
    steps:
      - try: [{ wait-for-screen: blue }]
        finally: [{ press: z }]
`,
    );
    expect(keys).toEqual(['z']);
    expect(told).toEqual([
      ...['wait-for-screen blue failed', 'press z', 'try failed', 'Short failed'],
    ]);
  });
});

describe('before and after', () => {
  const text = (step: string, last = 'press: z') => `
before: [{ press: a }]
steps: [{ ${step} }, { press: c }]
after: [{ ${last} }]
`;

  test('stand around the steps', async () => {
    const { told } = await play(text('press: b'));
    expect(told).toEqual(['press a', 'press b', 'press c', 'press z']);
  });

  test('after is done when a step fails', async () => {
    const { told, verdict } = await play(text('expect-screen: blue'));
    expect(told).toEqual(['press a', 'expect-screen blue failed', 'press z']);
    expect(verdict).toBe('failed');
  });

  test('after is done when the run is interrupted, which stays the verdict', async () => {
    const { told, verdict } = await play(text('press: b'), {
      onKey: (key, { interrupt }) => key === 'b' && interrupt(),
    });
    expect(told).toEqual(['press a', 'press b', 'press z']);
    expect(verdict).toBe('interrupted');
  });

  test('a failure of after counts', async () => {
    const { verdict } = await play(text('press: b', 'expect-screen: blue'));
    expect(verdict).toBe('failed');
  });

  test('after is not begun on a machine that is gone', async () => {
    const { told, verdict, keys } = await play(text('wait-for-screen: blue'), {
      onKey: (key, { kill }) => key === 'a' && kill(new MachineError('died', 'it is gone')),
    });
    expect(keys).toEqual(['a']);
    expect(told).toEqual(['press a error']);
    expect(verdict).toBe('error');
  });

  test('before that fails leaves the steps out', async () => {
    const { told } = await play(`
before: [{ expect-screen: blue }]
steps: [{ press: b }]
after: [{ press: z }]
`);
    expect(told).toEqual(['expect-screen blue failed', 'press z']);
  });
});

describe('any-of', () => {
  test('does the branch of what shows first, and says which', async () => {
    const { keys, finished, verdict } = await play(`
steps:
  - any-of:
      - { screen: blue, then: [{ press: a }] }
      - { screen: red, then: [{ press: b }] }
`);
    expect(keys).toEqual(['b']);
    expect(finished.at(-1)).toMatchObject({ verdict: 'passed', note: 'screen red' });
    expect(verdict).toBe('passed');
  });

  test('waits', async () => {
    let looks = 0;
    const { keys, finished } = await play(
      `
steps:
  - press: x
  - any-of:
      - { screen: blue, then: [{ press: a }] }
      - { event: RESET }
`,
      {
        onKey: (_, { server }) => {
          looks = server.commands.length;
          void server
            .until(({ commands }) => commands.length > looks + 20)
            .then(() => server.emit('RESET', { guest: true, reason: 'guest-reset' }));
        },
      },
    );
    expect(keys).toEqual(['x']);
    expect(finished.at(-1)?.note).toBe('event RESET');
  });

  test('sees an event that came during the step before it', async () => {
    const { finished } = await play(
      `
steps:
  - press: x
  - any-of: [{ event: RESET, data: { guest: true } }, { screen: blue }]
`,
      { onKey: (_, { server }) => server.emit('RESET', { guest: true }) },
    );
    expect(finished.at(-1)?.note).toBe('event RESET');
  });

  test('fails when the time is up, and says what was there instead of each', async () => {
    const { finished, verdict } = await play(`
steps:
  - any-of: [{ screen: blue }, { event: RESET }]
    timeout: 100ms
`);
    expect(finished[0]?.trouble?.message).toMatch(
      /^none of these showed within \d+ ms: screen blue: 3072 pixels differ, at 0,0 \(64x48\); event RESET: it has not come$/,
    );
    expect(verdict).toBe('failed');
  });

  test('leaves a candidate for a screen that has no baseline, and the scenario goes on', async () => {
    const { told, finished } = await play(`
steps:
  - any-of: [{ screen: blue }, { screen: new }]
    timeout: 100ms
  - press: c
`);
    expect(told).toEqual(['any of screen blue, screen new failed', 'press c']);
    expect(finished[0]?.screen).toMatchObject({ name: 'new', baseline: 'x/new' });
  });
});

describe('none-of', () => {
  test('passes when nothing of it shows', async () => {
    const { verdict } = await play('steps: [{ none-of: [{ screen: blue }, { event: RESET }] }]');
    expect(verdict).toBe('passed');
  });

  test('fails with what showed, and its picture', async () => {
    const { finished } = await play('steps: [{ none-of: [{ screen: blue }, { screen: red }] }]');
    expect(finished[0]).toMatchObject({
      verdict: 'failed',
      trouble: { code: 'one-showed', message: 'screen red showed, and must not' },
    });
    expect(finished[0]?.picture).toBeDefined();
  });

  test('looks for as long as it says', async () => {
    const { finished } = await play(
      `
steps:
  - press: x
  - none-of: [{ event: WATCHDOG }]
    for: 5s
`,
      {
        onKey: (_, { server }) => {
          const looks = server.commands.length;
          void server
            .until(({ commands }) => commands.length > looks + 20)
            .then(() => server.emit('WATCHDOG', { action: 'reset' }));
        },
      },
    );
    expect(finished.at(-1)?.trouble?.message).toMatch(/^event WATCHDOG showed after \d+ ms, and/);
  });

  test('does not pass on a screen that nobody knows', async () => {
    const { finished } = await play('steps: [{ none-of: [{ screen: new }] }]');
    expect(finished[0]?.verdict).toBe('failed');
    expect(finished[0]?.trouble?.message).toContain('nobody can tell');
  });
});
