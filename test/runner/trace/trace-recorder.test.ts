import { beforeEach, describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { InputEvent } from '../../../src/qmp/types.ts';
import type { TraceLine } from '../../../src/runner/trace/trace-line.ts';
import { TraceRecorder } from '../../../src/runner/trace/trace-recorder.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { fillFrame } from '../../screen/frames.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { KeptPictures } from '../kept-pictures.ts';

const enter: InputEvent = {
  type: 'key',
  data: { down: true, key: { type: 'qcode', data: 'ret' } },
};

let time: ManualClock;
let recorder: TraceRecorder;
let say: (text: string) => void;
let ended: string[];

beforeEach(() => {
  time = new ManualClock();
  recorder = new TraceRecorder(time, 0);
  const serial = {
    textFrom: (position: number) => 'earlier\nbooting\n'.slice(position),
    onText: (listener: (text: string) => void) => {
      say = listener;
      return () => ended.push('serial');
    },
  };
  ended = [];
  const client = { observe: () => () => ended.push('client') };
  const machine = { client, serial, serialSince: 8, framesDir: '/private/frames' };
  recorder.watch(machine as unknown as Machine);
});

function finish(): Promise<TraceLine[]> {
  const pictures = new KeptPictures();
  return recorder.finish({
    find: (frame: Frame) => pictures.find(frame),
    keep: (frame: Frame) => pictures.keep(frame),
    flush: async () => {},
  });
}

const begin = (step: number, isSecret = false) => recorder.beginStep(step, { round: 1, isSecret });

describe('TraceRecorder', () => {
  test('tells in order of time what was shown, sent and said', async () => {
    time.advance(10);
    begin(0);
    time.advance(1);
    const end = recorder.began('input-send-event', { events: [enter] });
    time.advance(2);
    end();
    time.advance(5);
    say('hello\n');
    recorder.onFrame(fillFrame(4, 2));
    expect(await finish()).toEqual([
      { at: 0, type: 'serial', text: 'booting\n' },
      { at: 10, type: 'step', step: 0, round: 1 },
      { at: 11, type: 'input', events: [enter] },
      { at: 11, type: 'qmp', execute: 'input-send-event', arguments: { events: [enter] }, ms: 2 },
      { at: 18, type: 'serial', text: 'hello\n' },
      { at: 18, type: 'frame', picture: expect.stringMatching(/^frames\//), width: 4, height: 2 },
    ]);
  });

  test('of a step with a secret tells only how many events it sent', async () => {
    begin(0, true);
    for (const text of ['s', 'x']) {
      time.advance(5);
      const key = { type: 'qcode', data: text };
      recorder.began('input-send-event', {
        events: [{ type: 'key', data: { down: true, key } }],
      })();
      recorder.began('set_password', { password: text })();
    }
    begin(1);
    recorder.began('query-status', {})();
    const lines = (await finish()).filter(({ type }) => type !== 'serial');
    expect(lines).toEqual([
      { at: 0, type: 'step', step: 0, round: 1 },
      { at: 5, type: 'input', secret: true, count: 2 },
      { at: 10, type: 'step', step: 1, round: 1 },
      { at: 10, type: 'qmp', execute: 'query-status', ms: 0 },
    ]);
  });

  test('says why a command failed', async () => {
    recorder.began('eject', { device: 'cd0' })(new Error('is locked'));
    expect(await finish()).toContainEqual({
      ...{ at: 0, type: 'qmp', execute: 'eject', arguments: { device: 'cd0' }, ms: 0 },
      error: 'is locked',
    });
  });

  test('what a step asks again and again is told often enough, and then counted', async () => {
    begin(0);
    for (let count = 0; count < 500; count += 1) recorder.began('query-status', {})();
    begin(1);
    recorder.began('query-status', {})();
    const calls = (await finish()).filter((line) => line.type === 'qmp');
    expect(calls).toHaveLength(21);
    expect(calls[19]).toMatchObject({ again: 480 });
    expect(calls[20]).not.toHaveProperty('again');
  });

  test('has bounds, and says what is missing', async () => {
    say('x'.repeat(600_000));
    const keys = Array.from({ length: 60_000 }, (_, index) => [{ ...enter, index }]);
    for (const events of keys) recorder.began('input-send-event', { events })();
    const lines = await finish();
    const [cut] = lines.filter((line) => line.type === 'cut');
    expect(lines.length).toBeLessThan(50_010);
    expect(cut).toMatchObject({ serialCharacters: 8 + 600_000 - 512 * 1024 });
    expect(cut?.lines).toBeGreaterThan(60_000);
  });

  test('lets go of a machine that others may use after it', () => {
    recorder.unwatch();
    recorder.unwatch();
    expect(ended.toSorted()).toEqual(['client', 'serial']);
  });

  test('is empty where no machine came to anything', () => {
    expect(new TraceRecorder(time, 0).isEmpty).toBe(true);
    expect(recorder.isEmpty).toBe(false);
  });
});
