import type { TestProject } from 'vitest/node';
import { loadProject } from '../scenario/parse/project.ts';
import { TestRun } from './test-run.ts';

/**
 * For `globalSetup` in vitest's configuration: all tests of a run share one folder in the results, and
 * its reports are written when they have ended. Without it, each test file has a run of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const begin = async () => {
    const run = new TestRun(await loadProject(project.config.root, process.env));
    project.provide('guestwright', { run: run.path });
    return run;
  };
  let run = await begin();
  const finish = async () => {
    const report = await run.finish();
    if (report !== undefined) console.log(`Report: ${report}`);
  };
  project.onTestsRerun(async () => {
    await finish();
    run = await begin();
  });
  return finish;
}

declare module 'vitest' {
  interface ProvidedContext {
    guestwright?: { readonly run: string };
  }
}
