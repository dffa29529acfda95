import type { Problem } from '../action.ts';
import type { MachineChoice } from '../parse/machine-choice.ts';
import { listSteps, type Scenario, type Step } from '../scenario.ts';

type StepProblem = Problem & { readonly step: Step; readonly beside?: string };

/** What QEMU keeps outside of the guest: another machine would not have it. */
const notInState: ReadonlySet<string> = new Set(['media', 'set-password', 'expire-password']);

/** Steps that save or restore the guest where that cannot be. */
export function checkStates(scenario: Scenario): StepProblem[] {
  const { before, steps, after } = scenario;
  const trouble = whyNotSaved(scenario.machine);
  const atTop = new Set([...before, ...steps]);
  const seen = new Set<string>();
  const problems: StepProblem[] = [];
  for (const step of listSteps({ before, steps, after })) {
    const { key, subject = '' } = step.action;
    if (key !== 'state' && key !== 'snapshot' && key !== 'restore') continue;
    const tell = (message: string, path = ['name'], beside?: string) =>
      problems.push({ step, path, message, ...(beside !== undefined && { beside }) });
    if (trouble !== undefined) tell(trouble, []);
    if (key !== 'state') continue;
    if (!atTop.has(step)) {
      tell('a state is saved by a step of before: or steps: itself, in no block', []);
    }
    if (step.action.fill) tell('the name of a state must be known before the run', ['save']);
    for (const beside of ['when', 'optional'] as const) {
      if (step[beside]) tell(`a state that others begin from is saved in any case`, [], beside);
    }
    if (seen.has(subject)) tell(`"${subject}" is saved by a step before already`, ['save']);
    seen.add(subject);
    for (const other of listSteps({ before: [], steps: prefixOf(scenario, step), after: [] })) {
      if (!notInState.has(other.action.key)) continue;
      tell(`what ${other.action.key} in line ${other.line} does would not be in the state`, []);
    }
  }
  return [...problems, ...checkRestores(scenario)];
}

/** A snapshot that no step takes. */
function checkRestores(scenario: Scenario): StepProblem[] {
  const all = listSteps(scenario);
  const taken = all.filter(({ action }) => action.key === 'snapshot');
  if (taken.some(({ action }) => action.fill)) return [];
  const names = taken.map(({ action }) => action.subject ?? '');
  return all.flatMap((step): StepProblem[] => {
    const { key, fill, subject = '' } = step.action;
    if (key !== 'restore' || fill || names.includes(subject)) return [];
    const known = names.length > 0 ? `Known: ${names.join(', ')}` : 'No step takes one';
    const message = `no step takes the snapshot "${subject}". ${known}`;
    return [{ step, path: ['name'], message }];
  });
}

/** The steps up to one of them, itself included. */
export function prefixOf(
  { before, steps }: Pick<Scenario, 'before' | 'steps'>,
  last: Step,
): Step[] {
  const all = [...before, ...steps];
  return all.slice(0, all.indexOf(last) + 1);
}

/** Why the machine can be brought to no other moment; undefined where it can. */
export function whyNotSaved({ description }: MachineChoice): string | undefined {
  if ('attach' in description) {
    return 'a machine that somebody else runs is not ours to save and restore';
  }
  if (description.driver === 'embedded' || !('disks' in description)) return undefined;
  const disks = (description.disks ?? []).flatMap((disk) => (typeof disk === 'string' ? [] : disk));
  const kept = disks.find(({ keep }) => keep);
  if (kept) {
    return `the disk ${kept.file} has keep: true, so it goes on while a saved guest stands still: leave keep out`;
  }
  const nvme = disks.find((disk) => disk.interface === 'nvme');
  if (nvme) return `QEMU cannot save an nvme disk (${nvme.file}): take virtio or ide`;
  return undefined;
}
