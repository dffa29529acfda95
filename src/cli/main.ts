#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { explain, GuestwrightError } from '../errors.ts';
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
    .addOption(
      new Option('--driver <name>', 'what runs a guest that both can run')
        .choices(['auto', 'qemu', 'embedded'])
        .default('auto', 'auto: QEMU where it is installed'),
    )
    .action(async (paths, flags) =>
      finish(await (await import('./commands/run.ts')).run(paths, flags)),
    );

  program
    .command('check')
    .description('find mistakes, start no guest')
    .argument('[paths...]')
    .action(async (paths) => finish(await (await import('./commands/check.ts')).check(paths)));

  program
    .command('plan')
    .description('print every batch and its time, start no guest')
    .argument('<paths...>')
    .action(async (paths) => finish(await (await import('./commands/plan.ts')).plan(paths)));

  program
    .command('approve')
    .description('accept what a run saw as baselines, without running again')
    .argument('[run]', 'the name of the run (default: the newest)')
    .option('--only <baselines...>', 'only these, as --list names them')
    .option('--list', 'say what there is to approve, write nothing')
    .action(async (name, flags) =>
      finish(await (await import('./commands/approve.ts')).approve(name, flags)),
    );

  program
    .command('report')
    .description('write the report of a run again, also of one that was cut off')
    .argument('[run]', 'the name of the run (default: the newest)')
    .action(async (name) => finish(await (await import('./commands/report.ts')).report(name)));

  program
    .command('schema')
    .description('print the JSON Schema of scenarios, for editors')
    .action(async () => finish((await import('./commands/schema.ts')).schema()));

  program
    .command('doctor')
    .description('say what this host has of what guests need')
    .action(async () => finish(await (await import('./commands/doctor.ts')).doctor()));

  return program;
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
    }).parseAsync();
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
