import { StepError } from '../../errors.ts';
import { type PointerDevice, pointerKind } from '../../machine/displays.ts';
import type { Machine } from '../../machine/machine.ts';
import type { MouseInfo } from '../../qmp/types.ts';

/** The pointer that gets the events, by what QEMU calls it. */
export interface FoundPointer {
  readonly name: string;
  readonly isAbsolute: boolean;
}

const PS2_MOUSE = 'QEMU PS/2 Mouse';

const boundNames: Partial<Readonly<Record<PointerDevice, string>>> = {
  'usb-tablet': 'QEMU HID Tablet',
  'virtio-tablet': 'QEMU Virtio Tablet',
  'virtio-mouse': 'QEMU Virtio Mouse',
};

/**
 * Without this a click would go to whatever pointer the guest listens to, and QEMU says nothing. A
 * `StepError`: `no-pointer`, or `pointer-idle` while the guest does not use the one that it has.
 */
export async function findPointer(
  { client, own }: Pick<Machine, 'client' | 'own'>,
  signal: AbortSignal | undefined,
): Promise<FoundPointer> {
  const mice = await client.execute('query-mice', {}, signal && { signal });
  if (own?.pointer) return findBound(own.pointer, mice);
  const current = mice.find((mouse) => mouse.current);
  if (current?.absolute) return { name: current.name, isAbsolute: true };
  const idle = mice.find((mouse) => mouse.absolute);
  if (idle) throw idlePointer(idle.name);
  if (current) return { name: current.name, isAbsolute: false };
  const names = mice.map((mouse) => mouse.name).join(', ') || 'none';
  throw new StepError('no-pointer', `the guest has no pointer (it has: ${names})`, {
    hint: 'give the machine one: pointer: usb-tablet, virtio-tablet or vmmouse',
  });
}

/** Devices that the guest uses are listed behind the PS/2 mouse, which is never activated (ui/input.c). */
function findBound(pointer: PointerDevice, mice: readonly MouseInfo[]): FoundPointer {
  const name = boundNames[pointer] ?? pointer;
  const ps2 = mice.findIndex((mouse) => mouse.name === PS2_MOUSE);
  if (mice.slice(0, Math.max(0, ps2)).some((mouse) => mouse.name === name)) throw idlePointer(name);
  return { name, isAbsolute: pointerKind(pointer) === 'absolute' };
}

function idlePointer(name: string): StepError {
  return new StepError('pointer-idle', `the guest does not use its ${name} yet`, {
    hint: 'click once its driver runs, or give the machine a pointer that the guest knows',
  });
}

/** Whether it waits for the i8042's port 0x64. */
export function isPs2({ name }: FoundPointer): boolean {
  return name === PS2_MOUSE;
}

/** A `StepError` where wheel-left and wheel-right would come to nothing (hw/input in QEMU 7.2). */
export function expectHorizontalWheel(pointer: FoundPointer, client: Machine['client']): void {
  if (!isPs2(pointer)) {
    throw new StepError('no-horizontal-wheel', `the ${pointer.name} has no horizontal wheel`, {
      hint: 'QEMU has one only in the PS/2 mouse: pointer: ps2',
    });
  }
  const { major, minor } = client.version;
  if (major >= 7) return;
  const message = `QEMU ${major}.${minor} has no horizontal wheel; 7.0 or later has`;
  throw new StepError('no-horizontal-wheel', message);
}
