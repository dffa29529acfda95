import type { MachineDescription } from '../../machine/description.ts';
import { displaysOf, type SeatName } from '../../machine/displays.ts';
import { didYouMean } from '../../near-name.ts';
import type { Problem } from '../action.ts';

type SeatProblem = Problem & { readonly beside: 'device' | 'head' };

/** A display that the machine will not have; of one that somebody else runs nothing is known. */
export function checkSeat(
  { device, head }: SeatName,
  description: MachineDescription,
): SeatProblem[] {
  if (device === undefined && head === undefined) return [];
  if ('attach' in description) {
    return device === undefined && description.display === undefined
      ? [{ path: [], beside: 'head', message: 'head needs a device: the display that it is of' }]
      : [];
  }
  if (description.driver === 'embedded') {
    const beside = device === undefined ? 'head' : 'device';
    return [{ path: [], beside, message: 'the embedded machine has one display without an id' }];
  }
  const displays = displaysOf(description);
  const ids = displays.map(({ id }) => id);
  const display = device === undefined ? displays[0] : displays.find(({ id }) => id === device);
  if (!display) {
    const message = `the machine has no display ${device}.${didYouMean(device ?? '', ids)} It has: ${ids.join(', ')}`;
    return [{ path: [], beside: 'device', message }];
  }
  const { heads = 1 } = display;
  if (head === undefined || head < heads) return [];
  const has = heads === 1 ? 'one head, 0' : `the heads 0 to ${heads - 1}`;
  return [
    { path: [], beside: 'head', message: `the display ${display.id} has ${has}, got ${head}` },
  ];
}

/** The same text for the same display, however a step names it. */
export function seatKey(description: MachineDescription, { device, head = 0 }: SeatName): string {
  const first =
    'attach' in description || description.driver === 'embedded'
      ? undefined
      : displaysOf(description)[0]?.id;
  return `${device ?? first ?? ''}.${head}`;
}
