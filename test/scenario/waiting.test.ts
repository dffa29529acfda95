import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '../../src/scenario/action.ts';
import { judge } from '../../src/scenario/judge.ts';
import { type StepOutcome, withoutPlaceholder } from '../../src/scenario/outcome.ts';
import { words } from '../../src/scenario/words.ts';
import { encodePpm } from '../../src/screen/files/ppm.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { type FakeGuest, withFakeGuest } from '../guest/fake-guest.ts';
import { fillFrame, paint } from '../screen/frames.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.folder.remove());

describe('in a scenario', () => {
  test.each([
    ['wait-for-change: now', 'wait for a change'],
    ['wait-for-change: previous-step', 'wait for a change since the previous step'],
    ['wait-for-change: { region: [0, 0, 8, 8], mask: [1, 1, 2, 2] }', 'wait for a change'],
    ['wait-for-screen: { name: welcome, for: 2s, stuck: 20s }', 'wait-for-screen welcome'],
    ['expect-screen: { name: welcome, for: 2s }', 'expect-screen welcome'],
    ['wait-until-still: { for: 1s, strict: true }', 'wait until still for 1000 ms'],
  ])('%s', async (step, title) => {
    const { steps } = await bench.accept(stepsText(step));
    expect(steps.map(({ action }) => [action.title, action.waits])).toEqual([[title, true]]);
  });

  test.each([
    ['wait-for-change: yesterday', 'expected now or previous-step, got "yesterday"'],
    ['wait-for-screen: { name: welcome, stuck: 0s }', 'expected a duration longer than 0'],
    ['wait-for-screen: { name: welcome, for: 0ms }', 'expected a duration longer than 0'],
    ['wait-for-screen: { name: welcome, stuck: soon }', 'expected a duration such as'],
    ['wait-until-still: { strict: perhaps }', 'perhaps'],
  ])('%s', async (step, message) => {
    expect(await bench.diagnose(stepsText(step))).toContain(message);
  });

  test('a region that is not on the screen waited for before', async () => {
    const steps = ['wait-for-screen: welcome', 'wait-for-change: { region: [60, 0, 8, 8] }'];
    expect(await bench.diagnose(stepsText(...steps))).toContain('is not inside the 64x48');
  });
});

const empty = fillFrame(64, 48, [9, 9, 9]);
const dot = { x: 3, y: 4, width: 2, height: 1 };
const changed = paint(empty, dot, [255, 0, 0]);

/** A guest whose screen shows what the script says, by the clock of the test. */
function withScript(
  script: readonly (readonly [fromMs: number, frame: Frame])[],
  body: (
    fake: FakeGuest,
    run: (word: string, args: object) => Promise<StepOutcome>,
  ) => Promise<void>,
) {
  let clock: FakeGuest['clock'] | undefined;
  const screendump = (args: { filename?: unknown }) => {
    const frame = script.findLast(([fromMs]) => fromMs <= (clock?.now() ?? 0))?.[1] ?? empty;
    return writeFile(String(args.filename), encodePpm(frame));
  };
  return withFakeGuest({ handlers: { screendump } }, async (fake) => {
    clock = fake.clock;
    const stage: Stage = {
      guest: fake.guest,
      signal: new AbortController().signal,
      timeoutMs: 5000,
      settleMs: 500,
      baseline: () => ({ name: 'welcome', file: '', frame: empty, rules: {} }),
      baselineFile: () => 'welcome.png',
      picture: () => undefined,
    };
    await body(fake, async (word, args) => {
      const action = words.get(word)?.read(args);
      if (!action?.success) throw new Error(String(action?.error));
      return fake.clock.run(action.data.run(stage));
    });
  });
}

describe('wait-for-change', () => {
  test('passes when the screen is another one than at its start, and says where', () =>
    withScript([[700, changed]], async ({ clock }, run) => {
      const outcome = await run('wait-for-change', {});
      expect(outcome).toMatchObject({ kind: 'done', note: '2 pixels differ, at 3,4 (2x1)' });
      expect(clock.now()).toBeGreaterThanOrEqual(700);
    }));

  test('fails where nothing changes, or only behind a mask', () =>
    withScript([[700, changed]], async (_, run) => {
      const outcome = await run('wait-for-change', { mask: [0, 0, 8, 8] });
      expect(judge(outcome)).toMatchObject({
        code: 'unchanged',
        message: 'the screen has not changed after 5 s',
      });
    }));

  test('since the previous step: what changed while that ran counts', () =>
    withScript([[0, changed]], async ({ guest }, run) => {
      guest.screen.noteStepEnd(empty);
      guest.screen.noteStepEnd(changed);
      const outcome = await run('wait-for-change', { since: 'previous-step' });
      expect(outcome.kind).toBe('done');
      expect((await run('wait-for-change', {})).kind).toBe('unchanged');
    }));
});

describe('a failure says', () => {
  test('that the screen is stuck', () =>
    withScript([[0, changed]], async (_, run) => {
      const outcome = await run('wait-for-screen', { name: 'welcome', stuck: '2s' });
      const judged = judge(outcome);
      expect(judged).toMatchObject({ code: 'screen-stuck' });
      expect(judged.passed ? '' : judged.message).toMatch(
        /^the screen is not "welcome" after 2 s; nothing on it has changed for 2 s: 2 pixels differ/,
      );
    }));

  test('for how long the screen stayed', () =>
    withScript(
      [
        [0, empty],
        [1000, changed],
      ],
      async (_, run) => {
        const judged = judge(await run('wait-for-screen', { name: 'welcome', for: '4s' }));
        expect(judged).toMatchObject({ code: 'screen-mismatch' });
        expect(judged.passed ? '' : judged.message).toMatch(
          /^the screen was "welcome" for (1 s|\d+ ms) of 4 s and is no more after \d/,
        );
      },
    ));

  test('what moved, and what moved but did not count', () => {
    const region = { x: 1, y: 2, width: 3, height: 4 };
    const twinkle = { region: { ...region, x: 9 }, kind: 'blink', periodMs: 1066 } as const;
    const judged = judge({
      ...{ kind: 'moving', frame: empty, boxes: [region], twinkles: [twinkle] },
      ...{ quietMs: 1000, waitedMs: 3000 },
    });
    expect(judged.passed ? '' : judged.message).toBe(
      'the screen did not stand still for 1 s after 3 s; what moved last: 1,2 (3x4); what did not count: 9,2 (3x4) blinks every 1.1 s',
    );
  });

  test('that there is no picture, whatever was looked for', () => {
    const shown = 'Display output is not active.';
    const outcome = { kind: 'no-picture', frame: empty, says: shown } as const;
    expect(judge(outcome)).toMatchObject({
      code: 'no-picture',
      message: `the display shows no picture: QEMU says "${shown}"`,
    });
    expect(withoutPlaceholder({ kind: 'done', frame: empty })).toEqual({
      kind: 'done',
      frame: empty,
    });
  });
});

test('a step that waited until still says what kept moving', () => {
  const blink = Array.from(
    { length: 20 },
    (_, i) => [i * 500, i % 2 === 0 ? empty : changed] as const,
  );
  return withScript(blink, async (_, run) => {
    expect(await run('wait-until-still', { for: '1s' })).toMatchObject({
      kind: 'done',
      note: 'still but for 3,4 (2x1) blinks every 1 s',
    });
  });
});
