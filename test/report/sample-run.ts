import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS_VERSION, type RunEvent, type StepVerdict } from '../../src/runner/events.ts';
import { type CompareRules, compareFrames } from '../../src/screen/compare.ts';
import { drawDiff } from '../../src/screen/diff-picture.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { fillFrame, paint } from '../screen/frames.ts';

/** 2026-11-23T05:54:52.250Z */
export const sampleStart = Date.UTC(2026, 10, 23, 5, 54, 52, 250);

const hostileName =
  '</script></title><script>document.documentElement.dataset.hacked=1</script>' +
  '<img src=x onerror="document.documentElement.dataset.hacked=2"> "quoted" \u202Eright to left ' +
  'long'.repeat(45);

type Finish = Partial<Extract<RunEvent, { readonly type: 'step-finished' }>>;

/** A run with one of everything. `keep` makes a picture and gives its name. */
export function sampleEvents(keep: (frame: Frame) => string = nameFrame): RunEvent[] {
  const events: RunEvent[] = [];
  let at = sampleStart;
  const emit = (event: object) => events.push({ at, ...event } as RunEvent);
  const plan: [string, string, string[], string[]][] = [
    [
      'demo/keyboard',
      'The keyboard types into the demo',
      ['smoke'],
      ['wait for "welcome"', 'type "guest-01"', 'press ret', 'expect "typed"'],
    ],
    [
      'demo/installer',
      'Welcome to hostname',
      ['installer', 'de'],
      [
        'wait for "welcome"',
        'click [320, 400]',
        'expect "hostname"',
        'type "guest-01"',
        'press ret',
      ],
    ],
    [
      'demo/first-look',
      'A summary that nobody has accepted yet',
      [],
      ['wait for "welcome"', 'expect "summary"', 'press ctrl-alt-delete'],
    ],
    ['boot/uefi', 'UEFI boot menu', ['firmware'], ['wait for "boot-menu"', 'press down']],
    [
      'boot/dies',
      'The guest survives a reset',
      ['firmware'],
      ['wait for "boot-menu"', 'press ctrl-alt-delete'],
    ],
    ['hostile', hostileName, ['<b>tag</b>'], [hostileName, 'press ret']],
    [
      'pointer/drag',
      'A window follows the pointer',
      [],
      ['wait for "desktop"', 'drag from [80, 60] to [400, 220]'],
    ],
    ['pointer/late', 'The context menu opens', [], ['wait for "desktop"']],
  ];
  emit({
    type: 'run-started',
    version: EVENTS_VERSION,
    run: '2026-11-23T05-54-52-a1b2',
    guestwright: '0.1.0',
    scenarios: plan.map(([id, name, tags, titles]) => ({
      id,
      name,
      file: `scenarios/${id}.yaml`,
      tags,
      machine: 'demo',
      steps: titles.map((title, index) => {
        return { title, action: title.split(' ')[0], line: 4 + index * 2, col: 5 };
      }),
    })),
    sources: {},
  });
  const startScenario = (scenario: string, machine?: string) => {
    emit({ type: 'scenario-started', scenario, attempt: 1 });
    at += 340;
    if (machine) emit({ type: 'machine-started', scenario, attempt: 1, machine });
  };
  const step = (
    scenario: string,
    index: number,
    durationMs: number,
    verdict: StepVerdict,
    rest: Finish = {},
  ) => {
    emit({ type: 'step-started', scenario, attempt: 1, step: index });
    at += durationMs;
    emit({
      type: 'step-finished',
      scenario,
      attempt: 1,
      step: index,
      verdict,
      durationMs,
      ...rest,
    });
  };
  const finish = (scenario: string, verdict: string, durationMs: number, rest: object = {}) =>
    emit({ type: 'scenario-finished', scenario, attempt: 1, verdict, durationMs, ...rest });
  const qemu = 'qemu-system-x86_64 10.0, q35, kvm, std, ps2, usb-tablet';

  startScenario('demo/keyboard', qemu);
  const welcome = keep(drawScreen([40, 80, 150], 2));
  const typed = keep(drawScreen([40, 80, 150], 5));
  step('demo/keyboard', 0, 2140, 'passed', {
    picture: welcome,
    screen: { name: 'welcome', baseline: 'demo/keyboard/welcome', actual: welcome },
  });
  step('demo/keyboard', 1, 412, 'passed', { picture: keep(drawScreen([40, 80, 150], 3)) });
  step('demo/keyboard', 2, 96, 'passed', { picture: keep(drawScreen([40, 80, 150], 4)) });
  step('demo/keyboard', 3, 61, 'passed', {
    picture: typed,
    screen: { name: 'typed', baseline: 'demo/keyboard/typed', actual: typed },
  });
  finish('demo/keyboard', 'passed', 3120, { serialLog: 'serial/demo-keyboard.log' });

  startScenario('demo/installer', qemu);
  const baseline = drawScreen([30, 110, 90], 6);
  const rules: CompareRules = { masks: [{ x: 540, y: 10, width: 90, height: 24 }] };
  const seen = paint(
    paint(baseline, { x: 150, y: 196, width: 140, height: 10 }, [70, 74, 82]),
    { x: 430, y: 330, width: 90, height: 30 },
    [190, 60, 50],
  );
  const nearer = paint(baseline, { x: 150, y: 196, width: 12, height: 10 }, [70, 74, 82]);
  const comparison = compareFrames(baseline, seen, rules);
  const picture = keep(seen);
  step('demo/installer', 0, 4310, 'passed', { picture: keep(drawScreen([30, 110, 90], 3)) });
  step('demo/installer', 1, 131, 'tolerated', {
    picture: keep(drawScreen([30, 110, 90], 4)),
    trouble: { code: 'timeout', message: 'the step took longer than 120 ms' },
  });
  step('demo/installer', 2, 10_020, 'failed', {
    picture,
    trouble: {
      code: 'screen-mismatch',
      message:
        'the screen is not "hostname" after 10 s: 4100 pixels differ, at 430,330 (90x30), 150,196 (140x10). The nearest look before: 120 pixels differ, at 150,196 (12x10)',
      hint: 'if the new picture is right, accept it with: guestwright approve',
    },
    screen: {
      name: 'hostname',
      baseline: 'demo/installer/hostname',
      comparison,
      expected: keep(baseline),
      actual: picture,
      diff: keep(drawDiff(baseline, seen, rules)),
      nearest: { actual: keep(nearer), comparison: compareFrames(baseline, nearer, rules) },
    },
  });
  finish('demo/installer', 'failed', 15_080, { serialLog: 'serial/demo-installer.log' });

  startScenario('demo/first-look', qemu);
  const summary = keep(drawScreen([120, 60, 130], 4));
  step('demo/first-look', 0, 1900, 'passed', { picture: keep(drawScreen([120, 60, 130], 2)) });
  step('demo/first-look', 1, 2200, 'failed', {
    picture: summary,
    trouble: {
      code: 'missing-baseline',
      message:
        '"summary" has no baseline yet: baselines/demo/first-look/summary.png does not exist',
      hint: 'look at the picture in the report; if it is right, accept it with: guestwright approve',
    },
    screen: { name: 'summary', baseline: 'demo/first-look/summary', actual: summary },
  });
  step('demo/first-look', 2, 88, 'skipped', { picture: summary });
  finish('demo/first-look', 'failed', 4700, { serialLog: 'serial/demo-first-look.log' });

  startScenario('boot/uefi');
  finish('boot/uefi', 'error', 350, {
    trouble: {
      code: 'qemu-not-found',
      message: 'cannot start qemu-system-aarch64: it is not installed',
      hint: 'apt-get install qemu-system-arm, or set arch: in guestwright.yaml',
    },
  });

  startScenario('boot/dies', qemu);
  step('boot/dies', 0, 3200, 'passed', { picture: keep(drawScreen([20, 24, 30], 7)) });
  step('boot/dies', 1, 640, 'error', {
    trouble: {
      code: 'machine-died',
      message: 'the machine ended (signal SIGSEGV) while the step ran',
    },
  });
  finish('boot/dies', 'error', 4300, { serialLog: 'serial/boot-dies.log' });

  startScenario('hostile', `qemu <script>document.documentElement.dataset.hacked=3</script>`);
  step('hostile', 0, 700, 'failed', {
    picture: 'frames/../../../etc/passwd.png',
    trouble: {
      code: '"><script>',
      message: `<img src=x onerror="document.documentElement.dataset.hacked=4">\u0000\u001b[31m${hostileName}`,
      hint: `' onmouseover='x`,
    },
    screen: {
      name: '"><svg onload=x>',
      baseline: '$(reboot)',
      comparison,
      expected: 'javascript:alert(1)',
      actual: 'https://example.com/x.png',
      diff: welcome,
    },
  });
  finish('hostile', 'failed', 1000, {
    serialLog: 'javascript:document.documentElement.dataset.hacked=5',
  });

  startScenario('pointer/drag', qemu);
  step('pointer/drag', 0, 1800, 'passed', { picture: keep(drawScreen([90, 90, 96], 1)) });
  step('pointer/drag', 1, 420, 'interrupted');
  finish('pointer/drag', 'interrupted', 2700, { serialLog: 'serial/pointer-drag.log' });
  emit({ type: 'run-finished', verdict: 'interrupted', durationMs: at - sampleStart });
  return events;
}

/** The sample on disk, as a run leaves it. */
export function writeSampleRun(folder: string): void {
  mkdirSync(join(folder, 'frames'), { recursive: true });
  const events = sampleEvents((frame) => {
    const ref = nameFrame(frame);
    writeFileSync(join(folder, ref), encodePng(frame));
    return ref;
  });
  writeFileSync(join(folder, 'events.ndjson'), toLines(events));
}

export function toLines(events: readonly unknown[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function nameFrame({ data }: Frame): string {
  return `frames/${createHash('sha256').update(data).digest('hex').slice(0, 20)}.png`;
}

/** A desktop with a window, a few lines of text and two buttons. */
function drawScreen(colour: readonly [number, number, number], lines: number): Frame {
  let frame = paint(
    fillFrame(640, 480, colour),
    { x: 0, y: 0, width: 640, height: 40 },
    [24, 28, 34],
  );
  frame = paint(frame, { x: 100, y: 90, width: 440, height: 290 }, [238, 240, 243]);
  frame = paint(frame, { x: 100, y: 90, width: 440, height: 30 }, [200, 206, 214]);
  for (let line = 0; line < lines; line += 1) {
    const width = 200 + ((line * 83) % 140);
    frame = paint(frame, { x: 124, y: 144 + line * 26, width, height: 10 }, [120, 126, 136]);
  }
  return paint(frame, { x: 430, y: 330, width: 90, height: 30 }, [50, 110, 220]);
}
