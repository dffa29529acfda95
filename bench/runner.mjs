// What running scenarios costs beyond the guests themselves: the runner's own time and memory over a
// thousand scenarios, what a second worker brings, and how long the command takes to say anything.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject, parseScenario, runScenarios } from '../dist/index.js';
import { startStandIn } from './qmp-stand-in.mjs';
import { median, printTable } from './report.mjs';

const SCENARIOS = 1000;
const EARLY = 100;
const AROUND = 30;
const SUITES = 3;
const HELPS = 9;
const INSTALLER = '/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64/initrd.gz';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));

/** A run of many scenarios of one step, each on a machine of its own that costs nothing. */
async function measureOurs() {
  const { width, height } = { width: 1024, height: 768 };
  const ppm = join(folder, 'screen.ppm');
  const pixels = Buffer.alloc(width * height * 3).map((_, index) => (index >> 9) & 0xff);
  writeFileSync(ppm, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]));
  const standIn = await startStandIn(ppm);
  const scenarios = join(folder, 'ours/scenarios');
  mkdirSync(scenarios, { recursive: true });
  writeFileSync(
    join(folder, 'ours/guestwright.yaml'),
    `machines: { screen: { attach: '${standIn.address}', keyboard: ps2 } }\n`,
  );
  const file = join(scenarios, 'one.yaml');
  writeFileSync(file, 'machine: screen\nsteps:\n  - screenshot: a\n');
  const project = await loadProject(join(folder, 'ours'), process.env);
  const reading = await parseScenario(file, readFileSync(file, 'utf8'), project, process.env);
  if (!reading.ok) throw new Error('the scenario has mistakes');
  const [scenario] = reading.scenarios;
  if (!scenario) throw new Error('the file has no scenario');
  const many = Array.from({ length: SCENARIOS }, (_, index) => ({
    ...scenario,
    id: `one-${index}`,
  }));

  /** @type {number[]} */
  const times = [];
  /** @type {number[]} */
  const memory = [];
  let lastMs = performance.now();
  const { verdict } = await runScenarios(many, {
    project,
    settleMs: 0,
    signal: AbortSignal.timeout(300_000),
    listeners: [
      (event) => {
        if (event.type === 'run-started') lastMs = performance.now();
        if (event.type !== 'scenario-finished') return;
        times.push(performance.now() - lastMs);
        lastMs = performance.now();
        memory.push(process.memoryUsage().rss / 1024 / 1024);
      },
    ],
  });
  await standIn.close();
  if (verdict !== 'passed') throw new Error(`the scenarios: ${verdict}`);
  // Around it, since a picture of 2 MiB comes and goes between two collections.
  const after = (/** @type {number} */ count) => median(memory.slice(count - AROUND, count));
  return { times, growth: (after(SCENARIOS) / after(EARLY) - 1) * 100, lateMiB: after(SCENARIOS) };
}

/** The demo suite as a user runs it. */
function measureSuite(/** @type {number} */ workers) {
  const place = join(folder, `suite-${workers}`);
  for (const path of [
    'guestwright.yaml',
    'scenarios/demo',
    'baselines/demo',
    'guests/demo/demo.elf',
  ]) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
  const suite = ['keyboard', 'pointer'].map((name) => `scenarios/demo/${name}.yaml`);
  const flags = ['--workers', String(workers), '--driver', 'qemu', '--repeat-each', '2'];
  return repeat(SUITES, () => {
    const startedMs = performance.now();
    execFileSync(process.execPath, [main, 'run', ...flags, ...suite], {
      cwd: place,
      stdio: 'ignore',
    });
    return performance.now() - startedMs;
  });
}

/**
 * Debian's graphical installer: until the first step runs, from a state that is there, and until it shows its
 * first dialog where it has to boot. Undefined where its package is not installed.
 */
function measureInstaller() {
  if (!existsSync(INSTALLER)) return undefined;
  const place = join(folder, 'installer');
  for (const path of ['guestwright.yaml', 'baselines/debian-installer']) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
  const write = (/** @type {string} */ name, /** @type {readonly string[]} */ lines) => {
    const about = ['machine: debian-installer', 'baselines: debian-installer/keyboard'];
    mkdirSync(join(place, 'scenarios'), { recursive: true });
    writeFileSync(join(place, `scenarios/${name}.yaml`), [...about, ...lines, ''].join('\n'));
  };
  const shows = '  - wait-for-screen: language\n    timeout: 5m';
  write('boot', ['steps:', shows, '  - state: { save: language }']);
  write('test', ['from: language', 'steps:', '  - expect-screen: language']);
  const events = () => {
    const startedMs = Date.now();
    const args = [main, 'run', '--driver', 'qemu', 'scenarios/test.yaml'];
    execFileSync(process.execPath, args, { cwd: place, stdio: 'ignore' });
    const [newest = ''] = readdirSync(join(place, 'results')).toSorted().toReversed();
    const lines = readFileSync(join(place, 'results', newest, 'events.ndjson'), 'utf8').trim();
    return { startedMs, events: lines.split('\n').map((line) => JSON.parse(line)) };
  };
  const first = events();
  const boot = first.events.find(({ type }) => type === 'step-finished');
  const later = repeat(SUITES, () => {
    const { startedMs, events: told } = events();
    return told.find(({ type }) => type === 'step-started').at - startedMs;
  });
  return { boot: boot.at - first.startedMs, later };
}

function measureStart(/** @type {readonly string[]} */ args) {
  return repeat(HELPS, () => {
    const startedMs = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    return performance.now() - startedMs;
  });
}

function repeat(/** @type {number} */ times, /** @type {() => number} */ measure) {
  return Array.from({ length: times }, measure);
}

/**
 * @param {string} what
 * @param {readonly number[]} values
 * @param {string} unit
 * @param {string} [limit]
 * @returns {import('./report.mjs').Row}
 */
function row(what, values, unit, limit) {
  const worst = Math.max(...values);
  const wanted = limit === undefined ? {} : { limit };
  return { what, median: median(values), worst, unit, runs: values.length, ...wanted };
}

try {
  const { times, growth, lateMiB } = await measureOurs();
  const bare = measureStart(['-e', '0']);
  const help = measureStart([main, '--help']);
  const one = measureSuite(1);
  const two = measureSuite(2);
  const installer = measureInstaller();
  printTable({
    title: 'What running scenarios costs beyond their guests',
    conditions: {
      'scenarios of one step': `${SCENARIOS}, 1024x768, on a QMP server in the same process`,
      'demo suite': 'keyboard and pointer, each twice, on QEMU',
      'Debian installer': installer
        ? 'graphical, 2 GB, two processors, on QEMU; counted from the start of the command'
        : 'not installed: debian-installer-12-netboot-amd64',
    },
    rows: [
      row('a scenario of one step, ours', times, 'ms', '< 30 ms'),
      row(`memory after ${SCENARIOS} against after ${EARLY}`, [growth], '%', '<= 10 %'),
      row(`memory after ${SCENARIOS}`, [lateMiB], 'MiB'),
      row('demo suite, 1 worker', one, 'ms'),
      row('demo suite, 2 workers', two, 'ms'),
      row('  as fast as with 1', [median(one) / median(two)], 'x', '>= 1.7 x'),
      ...(installer
        ? [
            row('Debian installer, boot to its first dialog', [installer.boot], 'ms'),
            row('  from a saved state: first step runs after', installer.later, 'ms', '<= 2000 ms'),
          ]
        : []),
      row('node -e 0', bare, 'ms'),
      row('guestwright --help', help, 'ms'),
      row('  beyond node', [median(help) - median(bare)], 'ms', '<= 120 ms'),
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
