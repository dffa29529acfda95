// Makes test/report/golden-run, the input of every report's test, from a real run:
//   npx guestwright run scenarios/demo && node scripts/make-golden-run.mjs results/<run>
// Its keyboard, pointer and wrong-host-name scenarios are as they ran, but for their times, which are
// counted from a fixed day. What a run of the demo does not bring is added: an attempt before the last,
// an error of the machine, a known issue, a new picture, blocks done twice, and traces.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const from = process.argv[2];
if (!from) throw new Error('usage: node scripts/make-golden-run.mjs results/<run>');
const to = join(import.meta.dirname, '../test/report/golden-run');
const real = readFileSync(join(from, 'events.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const realStart = real[0];
const machineTitle = 'qemu-system-x86_64 7.2.22, pc, tcg, std, ps2, vmmouse';

const startedAt = Date.UTC(2026, 10, 23, 5, 54, 52, 250);
let at = startedAt;
const events = [];
const emit = (event) => events.push({ at, ...event });

/** Of a scenario that ran: its outline and what its steps saw. */
function recorded(id) {
  const outline = realStart.scenarios.find((scenario) => scenario.id === id);
  if (!outline) throw new Error(`the run has no ${id}`);
  const steps = real
    .filter((event) => event.type === 'step-finished' && event.scenario === id)
    .map(({ at, type, scenario, attempt, ...rest }) => rest);
  return { outline: { ...outline, machine: 'demo' }, steps };
}

const keyboard = recorded('demo/keyboard');
const pointer = recorded('demo/pointer');
const wrong = recorded('demo/wrong-host-name');
const mismatch = wrong.steps.at(-1);
const pictureOf = (scenario, name) =>
  scenario.steps.find((step) => step.screen?.name === name)?.picture;

const plain = (id, name, steps, more = {}) => ({
  id,
  name,
  file: `scenarios/${id.replace(/[[#].*/, '')}.yaml`,
  tags: [],
  machine: 'demo',
  ...more,
  steps: steps.map(([title, depth], index) => ({
    title,
    action: title.split(' ')[0],
    line: 4 + index,
    col: 5 + 4 * (depth ?? 0),
    ...(depth && { depth }),
  })),
});

const german = plain(
  'demo/german[layout=de]',
  'Type umlauts on a German keyboard',
  [['wait-for-screen hostname'], ['type "Käse"'], ['expect-text "Käse"']],
  { tags: ['layouts', 'de'] },
);
const fresh = plain(
  'demo/about',
  'Look at the page about Demo OS',
  [
    ['wait-for-screen welcome'],
    ['press f1'],
    ['expect-screen about'],
    ['click on help'],
    ['press esc'],
  ],
  { tags: ['smoke'] },
);
const blocks = plain(
  'demo/blocks',
  'Go through the licence twice',
  [
    ['repeat 2 times'],
    ['press ret', 1],
    ['wait-for-screen licence', 1],
    ['press esc', 1],
    ['group: say what was read'],
    ['read the title', 1],
    ['qmp query-status', 1],
  ],
  { tags: ['smoke'] },
);
const uefi = plain(
  'boot/uefi',
  'Boot from UEFI firmware',
  [['wait-for-screen boot-menu'], ['press down']],
  { tags: ['firmware'], machine: 'uefi' },
);
const dies = plain(
  'boot/reset',
  'Survive a reset',
  [['wait-for-screen welcome'], ['press ctrl-alt-delete']],
  { tags: ['firmware'] },
);
const late = plain(
  'demo/upgrade',
  'Upgrade from the release before',
  [['wait-for-screen welcome'], ['press ret']],
  { tags: ['slow'] },
);

const tagged = [
  { ...keyboard.outline, tags: ['smoke', 'installer'] },
  { ...pointer.outline, tags: ['installer'] },
  { ...wrong.outline, tags: ['installer'] },
];
const yaml = (outline) =>
  `name: ${outline.name}\nmachine: ${outline.machine}\nsteps:\n${outline.steps.map((step) => `${' '.repeat(step.col - 3)}- ${step.title.replace(' ', ': ')}\n`).join('')}`;
const ownSource = (file) => {
  const path = join(import.meta.dirname, '..', file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};
const scenarios = [...tagged, german, fresh, blocks, uefi, dies, late];
emit({
  type: 'run-started',
  version: 2,
  run: '2026-11-23T05-54-52-a1b2',
  guestwright: realStart.guestwright,
  scenarios,
  sources: Object.fromEntries(
    scenarios.map((outline) => [outline.file, ownSource(outline.file) ?? yaml(outline)]),
  ),
});

/** `[step, round]` by which a trace says where it is; every line has the time since the start. */
const traces = new Map();
let trace = [];
let began = at;
const note = (line, after = 0) => trace.push({ at: at - began + after, ...line });

function begin(scenario, attempt = 1, machine = machineTitle) {
  emit({ type: 'scenario-started', scenario, attempt });
  began = at;
  trace = [];
  at += 180;
  if (machine) emit({ type: 'machine-started', scenario, attempt, machine });
}

function step(
  scenario,
  { step: index, round, durationMs, ...rest },
  attempt = 1,
  during = () => {},
) {
  const about = { scenario, attempt, step: index, ...(round && { round }) };
  emit({ type: 'step-started', ...about });
  note({ type: 'step', step: index, round: round ?? 1 });
  during(durationMs);
  at += durationMs;
  const guestMs = Math.round(durationMs * 0.35);
  const waitMs = Math.round(durationMs * 0.55);
  const times = { guestMs, waitMs, oursMs: durationMs - guestMs - waitMs };
  emit({ type: 'step-finished', ...about, durationMs, times, ...rest });
}

function end(scenario, verdict, attempt = 1, rest = {}, traced = false) {
  const flat = scenario.replaceAll('/', '-');
  const file = `trace/${flat}-${attempt}.ndjson`;
  if (traced) traces.set(file, trace);
  emit({
    type: 'scenario-finished',
    scenario,
    attempt,
    verdict,
    durationMs: at - began,
    ...rest,
    ...(traced && { trace: file }),
  });
}

const frame = (picture, after) => note({ type: 'frame', picture, width: 1024, height: 768 }, after);
const send = (after, ...list) => {
  note({ type: 'input', events: list }, after);
  note({ type: 'qmp', execute: 'input-send-event', arguments: { events: list }, ms: 1 }, after);
};
const key = (name, down) => ({ type: 'key', data: { down, key: { type: 'qcode', data: name } } });
const button = (down) => ({ type: 'btn', data: { down, button: 'left' } });
const place = (axis, pixel, size) => ({
  type: 'abs',
  data: { axis, value: Math.min(32767, Math.floor(((2 * pixel + 1) * 16384) / size)) },
});
const qcodes = { '-': 'minus', enter: 'ret' };

/** What the step sent, as its title says, and the frame that it led to. */
function replay(outline, result) {
  const { title, action } = outline.steps[result.step];
  return (durationMs) => {
    if (action === 'press' || action === 'type') {
      const typed =
        action === 'type'
          ? [...title.replace(/^[^"]*"|"$/g, '')].map((char) => [qcodes[char] ?? char])
          : title
              .replace(/^press /, '')
              .split(/,? /)
              .filter((word) => /^[a-z][\w-]*$/.test(word) && word !== 'times')
              .map((chord) => chord.split('-'));
      typed.forEach((chord, index) => {
        const after = Math.round((durationMs * index) / (typed.length + 1));
        for (const name of chord) send(after, key(name, true));
        for (const name of chord.toReversed()) send(after + 8, key(name, false));
      });
    }
    const points = [...title.matchAll(/\[?(\d+), ?(\d+)\]?/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    points.forEach(([x, y], index) => {
      const move = [place('x', x, 1024), place('y', y, 768)];
      if (action === 'drag') send(index * 40, ...move, button(index === 0));
      else if (action.endsWith('click')) {
        send(4, ...move, button(true));
        send(84, button(false));
      } else send(4, ...move);
    });
    if (action.startsWith('wait') || action.startsWith('expect')) {
      note({ type: 'qmp', execute: 'screendump', arguments: { filename: 'frame.ppm' }, ms: 12 }, 2);
    }
    if (result.picture) frame(result.picture, Math.max(1, durationMs - 6));
  };
}

function play(recording, id, attempt = 1, upTo = recording.steps.length) {
  for (const result of recording.steps.slice(0, upTo)) {
    step(id, result, attempt, replay(recording.outline, result));
    const name = result.screen?.name;
    if (name) note({ type: 'serial', text: `screen ${name}\n` }, -4);
  }
}

begin('demo/keyboard');
play(keyboard, 'demo/keyboard');
end('demo/keyboard', 'passed', 1, { serialLog: 'serial/demo-keyboard.log' }, true);

begin('demo/pointer');
play(pointer, 'demo/pointer', 1, 6);
step(
  'demo/pointer',
  {
    ...mismatch,
    step: 6,
    durationMs: 3020,
    trouble: {
      ...mismatch.trouble,
      message: mismatch.trouble.message.replace('summary', 'hostname'),
    },
    screen: { ...mismatch.screen, name: 'hostname', baseline: 'demo/pointer/hostname' },
  },
  1,
  (durationMs) => frame(mismatch.picture, durationMs - 6),
);
end('demo/pointer', 'failed', 1, { serialLog: 'serial/demo-pointer.log' }, true);
begin('demo/pointer', 2);
play(pointer, 'demo/pointer', 2);
end('demo/pointer', 'passed', 2, { serialLog: 'serial/demo-pointer.log' }, true);

const summaryScreen = {
  ...mismatch.screen,
  masks: [{ x: 880, y: 24, width: 120, height: 40 }],
  lookalike: {
    name: 'done',
    picture: pictureOf(keyboard, 'done'),
    comparison: {
      kind: 'different',
      diffPixels: 120,
      diffRatio: 0.0002,
      allowedPixels: 0,
      boxes: [{ x: 370, y: 319, width: 12, height: 10 }],
    },
  },
  nearest: {
    actual: pictureOf(keyboard, 'desktop'),
    comparison: {
      kind: 'different',
      diffPixels: 140,
      diffRatio: 0.0002,
      allowedPixels: 0,
      boxes: [{ x: 370, y: 319, width: 48, height: 10 }],
    },
  },
};
begin('demo/wrong-host-name');
play(wrong, 'demo/wrong-host-name', 1, wrong.steps.length - 1);
step(
  'demo/wrong-host-name',
  { ...mismatch, screen: summaryScreen },
  1,
  replay(wrong.outline, mismatch),
);
end('demo/wrong-host-name', 'failed', 1, { serialLog: 'serial/demo-wrong-host-name.log' }, true);

const id = german.id;
begin(id);
step(id, { step: 0, durationMs: 840, verdict: 'passed', picture: pictureOf(keyboard, 'hostname') });
step(id, {
  step: 1,
  durationMs: 60,
  verdict: 'passed',
  picture: pictureOf(keyboard, 'hostname-typed'),
});
step(id, {
  step: 2,
  durationMs: 3010,
  verdict: 'known-issue',
  knownIssue: 'https://example.com/issues/7',
  picture: pictureOf(keyboard, 'hostname-typed'),
  trouble: {
    code: 'text-missing',
    message: 'the screen does not say "Käse" after 3 s; the nearest line is "Host name: guest-01"',
  },
  text: {
    sought: '"Käse"',
    reader: 'glyphs',
    confidence: 0.97,
    lines: ['Demo OS', '', 'Host name: guest-01', '[ Continue ]'],
  },
});
end(id, 'known-issue', 1, { serialLog: 'serial/demo-german.log' });

begin('demo/about');
step('demo/about', {
  step: 0,
  durationMs: 620,
  verdict: 'passed',
  picture: pictureOf(keyboard, 'welcome'),
});
step('demo/about', {
  step: 1,
  durationMs: 40,
  verdict: 'tolerated',
  picture: pictureOf(keyboard, 'welcome'),
  trouble: { code: 'timeout', message: 'the step took longer than 30 ms' },
});
const about = pictureOf(keyboard, 'licence');
step('demo/about', {
  step: 2,
  durationMs: 1400,
  verdict: 'failed',
  picture: about,
  trouble: {
    code: 'missing-baseline',
    message: '"about" has no baseline yet: baselines/demo/about/about.png does not exist',
    hint: 'look at the picture in the report; if it is right, accept it with: guestwright approve',
  },
  screen: { name: 'about', baseline: 'demo/about/about', actual: about },
});
step('demo/about', {
  step: 3,
  durationMs: 3000,
  verdict: 'failed',
  picture: about,
  trouble: {
    code: 'picture-not-found',
    message:
      'the picture "help" is not on the screen after 3 s; the nearest place is 752,592 with 87 % of its pixels',
    hint: 'if it looks different now, cut it out again from the picture of the screen',
  },
  search: {
    name: 'help',
    picture: pictureOf(keyboard, 'done'),
    actual: about,
    places: [],
    nearest: { x: 752, y: 592, width: 120, height: 40, score: 0.87 },
  },
});
end('demo/about', 'failed', 1, { serialLog: 'serial/demo-about.log' });

begin('demo/blocks');
emit({ type: 'step-started', scenario: 'demo/blocks', attempt: 1, step: 0 });
for (const round of [1, 2]) {
  step('demo/blocks', {
    step: 1,
    round,
    durationMs: 50,
    verdict: 'passed',
    picture: pictureOf(keyboard, 'licence'),
  });
  step('demo/blocks', {
    step: 2,
    round,
    durationMs: 210,
    verdict: 'passed',
    picture: pictureOf(keyboard, 'licence'),
  });
  step('demo/blocks', {
    step: 3,
    round,
    durationMs: 48,
    verdict: 'passed',
    picture: pictureOf(keyboard, 'welcome'),
  });
}
emit({
  type: 'step-finished',
  scenario: 'demo/blocks',
  attempt: 1,
  step: 0,
  durationMs: 616,
  verdict: 'passed',
});
emit({ type: 'step-started', scenario: 'demo/blocks', attempt: 1, step: 4 });
step('demo/blocks', {
  step: 5,
  durationMs: 34,
  verdict: 'passed',
  picture: pictureOf(keyboard, 'welcome'),
  text: { sought: '/Demo/', reader: 'glyphs', confidence: 1, lines: ['Demo OS', 'Welcome'] },
});
step('demo/blocks', {
  step: 6,
  durationMs: 12,
  verdict: 'passed',
  output: '{"status": "running", "running": true}\n',
});
emit({
  type: 'step-finished',
  scenario: 'demo/blocks',
  attempt: 1,
  step: 4,
  durationMs: 46,
  verdict: 'passed',
});
end('demo/blocks', 'passed', 1, { serialLog: 'serial/demo-blocks.log' });

begin('boot/uefi', 1, undefined);
end('boot/uefi', 'error', 1, {
  trouble: {
    code: 'qemu-not-found',
    message: 'cannot start qemu-system-aarch64: it is not installed',
    hint: 'apt-get install qemu-system-arm, or set arch: in guestwright.yaml',
  },
});

begin('boot/reset');
step('boot/reset', {
  step: 0,
  durationMs: 730,
  verdict: 'passed',
  picture: pictureOf(keyboard, 'welcome'),
});
step('boot/reset', {
  step: 1,
  durationMs: 640,
  verdict: 'error',
  trouble: {
    code: 'machine-died',
    message: 'the machine ended (signal SIGSEGV) while the step ran',
  },
});
end('boot/reset', 'error', 1, { serialLog: 'serial/boot-reset.log' });

emit({ type: 'run-finished', verdict: 'failed', durationMs: at - startedAt });

const lines = (list) => list.map((entry) => `${JSON.stringify(entry)}\n`).join('');
rmSync(to, { recursive: true, force: true });
for (const folder of ['frames', 'serial', 'trace'])
  mkdirSync(join(to, folder), { recursive: true });
writeFileSync(join(to, 'events.ndjson'), lines(events));
for (const [file, list] of traces)
  writeFileSync(join(to, file), lines(list.toSorted((a, b) => a.at - b.at)));
const pictures = new Set(JSON.stringify([events, [...traces]]).match(/frames\/[0-9a-f]+\.png/g));
for (const picture of pictures) copyFileSync(join(from, picture), join(to, picture));
for (const log of ['keyboard', 'pointer', 'wrong-host-name']) {
  copyFileSync(join(from, `serial/demo-${log}.log`), join(to, `serial/demo-${log}.log`));
}
console.log(`${events.length} events, ${pictures.size} pictures in ${to}`);
