import { basename, relative } from 'node:path';
import type { MachineChoice } from '../scenario/parse/machine-choice.ts';
import { listSteps, type Scenario, type Step } from '../scenario/scenario.ts';
import type { ScenarioOutline, StepOutline } from './events.ts';

/** What the run's first event tells of a scenario. */
export function outline(scenario: Scenario, root: string): ScenarioOutline {
  const { id, name, file, tags, builds } = scenario;
  return {
    id,
    name,
    file: relative(root, file),
    tags,
    machine: nameMachine(scenario.machine),
    ...(builds !== undefined && { builds }),
    steps: listSteps(scenario).map((step) => outlineStep(step, root)),
  };
}

function outlineStep({ title, action, line, col, depth, file }: Step, root: string): StepOutline {
  const own = { title, action: action.key, line, col };
  return {
    ...own,
    ...(depth > 0 && { depth }),
    ...(file !== undefined && { file: relative(root, file) }),
  };
}

/** Its name, or what it boots from. */
function nameMachine({ name, description }: MachineChoice): string {
  if (name !== undefined) return name;
  if ('attach' in description) return description.attach;
  if (description.driver === 'embedded') return basename(description.kernel);
  const { kernel, cdrom, disks = [] } = description;
  const [disk] = disks;
  const medium = cdrom ?? kernel ?? (typeof disk === 'string' ? disk : disk?.file);
  return medium === undefined ? 'unnamed' : basename(medium);
}
