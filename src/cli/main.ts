#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from 'commander';
import { explain, GuestwrightError } from '../errors.ts';
import { traceModes } from '../runner/trace/trace-line.ts';
import { version } from '../version.ts';
import { MISTAKES } from './exit-code.ts';

const INTERNAL_ERROR = 3;

function buildProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('guestwright')
    .description(
      'Drives a virtual machine with keyboard, pointer and eyes, and says exactly what it saw.',
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError();

  program
    .command('run')
    .description('run scenarios and write a report')
    .argument('[paths...]', 'scenario files or folders (default: the scenarios folder)')
    .option('--settle <duration>', 'how long a screen without a baseline must stand still', '1s')
    .addOption(driverOption())
    .option('--workers <n>', 'how many guests at a time (default: by cores and memory)')
    .option('--grep <regexp>', 'only scenarios whose id or name matches')
    .option('--tag <tag>', 'only scenarios with this tag; may be given again', collect)
    .option('--last-failed', 'only those that failed, or were not run, in the last run')
    .option('--shard <i/n>', 'only the i-th of n parts; put together with merge')
    .option('--durations <run>', 'the run whose durations divide the shards, the same for all')
    .option('--retries <n>', 'how often to try a scenario again that failed', '0')
    .option('--fail-on-flaky', 'a scenario that passed only when tried again fails the run')
    .option('--repeat-each <n>', 'how often to run each scenario', '1')
    .option('--max-failures <n>', 'begin no other scenario after so many failed')
    .option('--forbid-only', 'refuse to run where a scenario says "only: true"')
    .option('--timeout-scale <factor>', 'multiply every timeout, for slow hosts', '1')
    .option('--rebuild-states', 'build saved states again, also those that are there')
    .addOption(traceOption())
    .option('--queue [address]', 'have workers elsewhere run them: redis://host, rediss://host')
    .option('--queue-wait <duration>', 'how long to wait for a worker (default: 5m)')
    .option('--live [mode]', 'watch the guests in a browser; --live=control: and type and point')
    .option('--live-port <port>', "where the live page is on 127.0.0.1 (default: what's free)")
    .addOption(reporterOption('terminal,junit,html, and github in GitHub Actions'))
    .addOption(reportUrlOption())
    .action(async (paths, flags) =>
      finish(await (await import('./commands/run.ts')).run(paths, flags)),
    );

  program
    .command('worker')
    .description('run scenarios that "run --queue" puts in a queue, in this copy of the project')
    .option('--queue [address]', 'redis://host, rediss://host (default: GUESTWRIGHT_QUEUE)')
    .option('--workers <n>', 'how many guests at a time (default: by cores and memory)')
    .option('--name <name>', 'what runs call it (default: by host and process)')
    .option('--idle <duration>', 'end when there was nothing to do for so long (default: never)')
    .action(async (flags) => finish(await (await import('./commands/worker.ts')).worker(flags)));

  program
    .command('merge')
    .description('put the runs of shards together, and write their report')
    .argument('<runs...>', "the shards' run folders, from wherever they were brought")
    .addOption(reporterOption('junit,html'))
    .addOption(reportUrlOption())
    .action(async (runs, flags) =>
      finish(await (await import('./commands/merge.ts')).merge(runs, flags)),
    );

  program
    .command('check')
    .description('find mistakes, start no guest')
    .argument('[paths...]')
    .option('--baselines', 'also list baselines that no scenario names, or no run has matched')
    .action(async (paths, flags) =>
      finish(await (await import('./commands/check.ts')).check(paths, flags)),
    );

  program
    .command('plan')
    .description('print every batch and its time, start no guest')
    .argument('<paths...>')
    .action(async (paths) => finish(await (await import('./commands/plan.ts')).plan(paths)));

  program
    .command('look')
    .description('show what a machine shows: a picture, its text with places, its pointers')
    .option('--machine <name>', 'one of guestwright.yaml (default: the only one)')
    .option('--at <x,y,width,height>', 'only this part, to the pixel')
    .option('--enlarge <times>', 'make every pixel so many times as large', '1')
    .option('--out <file>', 'where to put the picture', 'look.png')
    .option(
      '--wait <duration>',
      'how long the screen may take to stand still (default: 30s; an attached machine is looked at as it is)',
    )
    .addOption(driverOption())
    .action(async (flags) => finish(await (await import('./commands/look.ts')).look(flags)));

  program
    .command('display')
    .description('say who looks at a machine by VNC and SPICE, and which pointers it has')
    .option('--machine <name>', 'one of guestwright.yaml (default: the only one)')
    .option('--attach <address>', 'one that runs: unix:PATH or tcp:HOST:PORT of its QMP')
    .option('--follow', 'go on telling who comes and goes, until Ctrl-C')
    .addOption(driverOption())
    .action(async (flags) => finish(await (await import('./commands/display.ts')).display(flags)));

  program
    .command('learn-font')
    .description("learn a console's font by typing known characters at its shell's prompt")
    .option('--machine <name>', 'one of guestwright.yaml (default: the only one)')
    .requiredOption('--out <file>', 'the PSF file to write')
    .option('--press <keys...>', 'keys on the way to the prompt, such as alt-f2 enter')
    .option('--characters <text>', 'what to learn beside ASCII')
    .option('--wait <duration>', 'how long the screen may take to stand still', '60s')
    .addOption(driverOption())
    .action(async (flags) =>
      finish(await (await import('./commands/learn-font.ts')).learnFont(flags)),
    );

  program
    .command('approve')
    .description('accept what a run saw as baselines, without running again')
    .argument('[run]', 'the name of the run (default: the newest)')
    .option('--only <baselines...>', 'only these, as --list names them')
    .option('--changed', 'only what differs from its baseline')
    .option('--missing', 'only what has no baseline')
    .option('--scenario <regexp>', 'only of scenarios whose id or name matches')
    .option('--interactive', 'ask about each: yes, no, as a variant, undo')
    .option('--list', 'say what there is to approve, write nothing')
    .option('--as-variant <word>', 'as further pictures beside the baselines: <screen>+<word>')
    .option(
      '--remove-obsolete',
      'instead: remove the baselines that a run of everything had no use for',
    )
    .action(async (name, flags) =>
      finish(await (await import('./commands/approve.ts')).approve(name, flags)),
    );

  program
    .command('report')
    .description('write the report of a run again, also of one that was cut off, and serve it')
    .argument('[run]', 'the name of the run (default: the newest)')
    .addOption(reporterOption('junit,html'))
    .addOption(reportUrlOption())
    .option(
      '--serve',
      'let a browser of this host open it and accept pictures (default: at a terminal)',
    )
    .option('--no-serve', 'write it and no more (default: in CI, without a terminal)')
    .option('--port <n>', 'where to serve it (default: any that is free)')
    .option('--open', 'open it in the browser, with xdg-open')
    .option('--export <file>', 'write a moving picture instead: .apng; with ffmpeg .webm or .mp4')
    .option('--scenario <id>', 'of --export: only this one (default: what did not pass, else all)')
    .option('--speed <guest|cut>', 'of --export: as the guest was, or with the waits cut out')
    .action(async (name, flags) =>
      finish(await (await import('./commands/report.ts')).report(name, flags)),
    );

  program
    .command('schema')
    .description(
      'print a JSON Schema: of scenarios, for editors, or of what the reporter json writes',
    )
    .addArgument(new Argument('[of]').choices(['scenario', 'run']).default('scenario'))
    .action(async (of) => finish((await import('./commands/schema.ts')).schema(of)));

  program
    .command('doctor')
    .description('say what this host has of what guests need')
    .action(async () => finish(await (await import('./commands/doctor.ts')).doctor()));

  return program;
}

function driverOption(): Option {
  return new Option('--driver <name>', 'what runs a guest that both can run')
    .choices(['auto', 'qemu', 'embedded'])
    .default('auto', 'auto: QEMU where it is installed');
}

function traceOption(): Option {
  return new Option('--trace <when>', 'keep every frame, all input, QMP and serial, with times')
    .choices(traceModes)
    .default('on-failure', 'on-failure: of attempts that do not pass, and of those after them');
}

function reporterOption(usual: string): Option {
  const names =
    'terminal, junit, html, json, tap, github; as name=FILE into a file, name=- printed';
  return new Option('--reporter <list>', `${names} (default: ${usual})`);
}

function reportUrlOption(): Option {
  const what = 'where the results folder will be found on the web, for the pictures of github';
  return new Option('--report-url <address>', what);
}

/** What a flag that may be given again has been given so far. */
function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** `--live scenarios/demo` does not mean a mode called scenarios/demo. */
function withValue(argument: string): string {
  return argument === '--live' ? '--live=view' : argument;
}

/** A reader that has seen enough (`| head`) ends the printing, not the run. */
function outliveReaders(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

async function main(): Promise<void> {
  outliveReaders();
  try {
    await buildProgram((exitCode) => {
      process.exitCode = exitCode;
    }).parseAsync(process.argv.map(withValue));
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : MISTAKES;
      return;
    }
    const known = error instanceof GuestwrightError;
    console.error(known ? explain(error) : error);
    process.exitCode = known ? error.exitCode : INTERNAL_ERROR;
  }
}

await main();
