import { MachineError } from '../errors.ts';
import { archOf, isPc, type MachineDescription, type QemuDescription } from './description.ts';
import type { FileProblem } from './machine-files.ts';

type Problem = Pick<FileProblem, 'path' | 'message'>;

/** Ids that `qemu-arguments.ts` gives to devices itself. */
const taken = /^(usb|keyboard|pointer|touch|disk|cdrom|floppy|serial|qmp)\d+$/;

/** Displays and what is bound to them that no QEMU can have. `path` leads to the mistake in the YAML mapping. */
export function checkDisplays(description: MachineDescription): readonly Problem[] {
  if ('attach' in description || description.driver === 'embedded') return [];
  const { displays = [], display, pointer } = description;
  const problems: Problem[] = [];
  const tell = (path: Problem['path'], message: string) => problems.push({ path, message });
  if (display !== undefined && displays.length > 0) {
    tell(['display'], 'expected either display or displays, got both');
  }
  if (pointer === 'ps2' && !isPc(archOf(description))) {
    tell(['pointer'], `a ${archOf(description)} machine has no PS/2 mouse`);
  }
  for (const [index, { id, type = 'std', heads = 1, keyboard }] of displays.entries()) {
    const at = (key: string) => ['displays', index, key];
    const first = displays.findIndex((other) => other.id === id);
    if (first < index) tell(at('id'), `the id ${id} stands twice: display ${first + 1} has it too`);
    if (taken.test(id)) tell(at('id'), `the id ${id} is one of the machine's own, choose another`);
    if (index > 0 && (type === 'cirrus' || type === 'vmware')) {
      tell(at('type'), `only the first display can be ${type}: expected std, virtio or qxl`);
    }
    if (heads > 1 && type !== 'virtio') {
      tell(at('heads'), `a ${type} display has one head: only virtio has more`);
    }
    if (heads > 1 && keyboard === 'usb') {
      tell(at('keyboard'), 'QEMU binds a usb keyboard to head 0 only: expected virtio');
    }
  }
  return problems;
}

/** A `MachineError` `bad-displays` tells all that is wrong with the displays of a description. */
export function expectDisplays(description: QemuDescription): void {
  const problems = checkDisplays(description);
  if (problems.length === 0) return;
  const messages = problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new MachineError('bad-displays', messages.join('; '));
}
