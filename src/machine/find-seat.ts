import { StepError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { OwnDevices } from './machine.ts';

/** A display of a running machine. */
interface Seat {
  readonly own: OwnDevices;
  /** Whether the machine has other displays besides. */
  readonly isShared: boolean;
}

interface Output {
  readonly device: string;
  readonly head: number;
}

const bindable: Readonly<Record<string, OwnDevices>> = {
  'usb-kbd': { keyboard: 'usb' },
  'usb-tablet': { pointer: 'usb-tablet' },
  'virtio-keyboard-pci': { keyboard: 'virtio' },
  'virtio-tablet-pci': { pointer: 'virtio-tablet' },
  'virtio-mouse-pci': { pointer: 'virtio-mouse' },
  'virtio-multitouch-pci': { touch: true },
};

/**
 * The display of that name, with what QEMU's object model says is bound to it. A `StepError`
 * `unknown-device` or `unknown-head` lists those that the machine has.
 */
export async function findSeat(
  client: QmpClient,
  device: string,
  head: number,
  signal?: AbortSignal,
): Promise<Seat> {
  const qom = new ObjectModel(client, signal);
  const outputs = await listOutputs(qom);
  const heads = outputs.filter((output) => output.device === device);
  if (heads.length === 0) throw unknownDevice(device, outputs);
  if (!heads.some((output) => output.head === head)) throw unknownHead(device, head, heads);
  const own = await findBound(qom, device, head);
  return { own, isShared: outputs.length > 1 };
}

async function listOutputs(qom: ObjectModel): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const { name } of await qom.list('/backend')) {
    if (!name.startsWith('console[')) continue;
    const path = await qom.get(`/backend/${name}`, 'device');
    const head = await qom.get(`/backend/${name}`, 'head');
    const [, device] = /^\/machine\/peripheral\/([^/]+)$/.exec(String(path)) ?? [];
    if (device !== undefined) outputs.push({ device, head: Number(head) });
  }
  return outputs.toSorted((a, b) => a.device.localeCompare(b.device) || a.head - b.head);
}

async function findBound(qom: ObjectModel, device: string, head: number): Promise<OwnDevices> {
  let own: OwnDevices = {};
  for (const place of ['/machine/peripheral', '/machine/peripheral-anon']) {
    for (const { name, type } of await qom.list(place)) {
      const found = bindable[type.replace(/^child<(.*)>$/, '$1')];
      if (!found || (await qom.get(`${place}/${name}`, 'display')) !== device) continue;
      // QEMU 7.2: a usb-kbd has no such property, and means head 0.
      if (((await qom.get(`${place}/${name}`, 'head')) ?? 0) === head) own = { ...own, ...found };
    }
  }
  return own;
}

/** QEMU's object model, in which what is not there is undefined or empty. */
class ObjectModel {
  readonly #client: QmpClient;
  readonly #options: { readonly signal?: AbortSignal };

  constructor(client: QmpClient, signal: AbortSignal | undefined) {
    this.#client = client;
    this.#options = signal ? { signal } : {};
  }

  list(path: string) {
    return this.#client.execute('qom-list', { path }, this.#options).catch(unlessRefused([]));
  }

  get(path: string, property: string): Promise<unknown> {
    return this.#client
      .execute('qom-get', { path, property }, this.#options)
      .catch(unlessRefused(undefined));
  }
}

function unlessRefused<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof QmpCommandError) return instead;
    throw error;
  };
}

function unknownDevice(device: string, outputs: readonly Output[]): StepError {
  const names = [...new Set(outputs.map((output) => output.device))];
  const known = names.length > 0 ? names.join(', ') : 'none that has an id';
  return new StepError(
    'unknown-device',
    `the machine has no display ${device}.${didYouMean(device, names)} It has: ${known}`,
    names.length > 0
      ? {}
      : { hint: 'a display has an id on the command line of QEMU: -device VGA,id=video0' },
  );
}

function unknownHead(device: string, head: number, heads: readonly Output[]): StepError {
  const known = heads.map((output) => output.head).join(', ');
  return new StepError(
    'unknown-head',
    `the display ${device} has no head ${head}. It has: ${known}`,
  );
}
