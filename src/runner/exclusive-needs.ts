import { resolve } from 'node:path';
import type { MachineChoice } from '../scenario/parse/machine-choice.ts';

/** What two scenarios cannot have at the same time: a machine that already runs, an image that is written to. */
export function exclusiveNeeds({ description, baseDir }: MachineChoice): string[] {
  if ('attach' in description) return [`machine ${description.attach}`];
  if (description.driver === 'embedded' || !('disks' in description)) return [];
  return (description.disks ?? []).flatMap((disk) =>
    typeof disk !== 'string' && disk.keep ? [`disk ${resolve(baseDir, disk.file)}`] : [],
  );
}
