import { statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { parseAddress, type QmpAddress } from '../qmp/address.ts';
import { QmpClient } from '../qmp/client.ts';
import type { AttachedDescription } from './description.ts';
import { findKeyboards, keyboardAmong, ringsOf } from './detect-keyboard.ts';
import { guardHeld } from './guard-held.ts';
import type { Machine } from './machine.ts';
import { releaseModifiers, warnOfOnlookers } from './onlookers.ts';
import { makeFramesFolder } from './runtime-folder.ts';
import { SerialPort } from './serial-port.ts';

/** Connects to a QEMU that somebody else runs, on this host. `stop` only disconnects. */
export async function attachMachine(
  description: AttachedDescription,
  { signal, clock }: { readonly signal: AbortSignal | undefined; readonly clock: Clock },
): Promise<Machine> {
  const address = parseAddress(description.attach);
  const client = await QmpClient.connect(address, { signal, clock });
  const keyboards = await findKeyboards(client);
  const warnings = [
    ...(await warnOfOnlookers(client)),
    ...(description['release-modifiers'] ? await releaseModifiers(client) : []),
  ];
  const frames = makeFramesFolder({ foreign: belongsToAnother(address) });
  const serial =
    description.serial === undefined
      ? undefined
      : await SerialPort.connect(description.serial.slice('unix:'.length));
  const { major, minor, micro } = client.version;
  const end = () => Promise.all([client.close(), serial?.close()]).then(() => frames.remove());
  let stopped: Promise<void> | undefined;
  return {
    driver: 'attached',
    title: `QEMU ${major}.${minor}.${micro}, attached at ${description.attach}`,
    client,
    keyboard: description.keyboard ?? keyboardAmong(keyboards),
    virtioKeyboards: ringsOf(keyboards),
    display: description.display,
    warnings,
    guardHeld: guardHeld(address),
    framesDir: frames.path,
    serial,
    serialLog: undefined,
    died: new Promise((resolve) => {
      void client.closed.then((error) => {
        if (!error || stopped) return;
        const message = `the machine at ${description.attach} is gone: ${error.message}`;
        resolve(new MachineError('monitor-lost', message, { cause: error }));
      });
    }),
    stop() {
      stopped ??= end();
      return stopped;
    },
    quit() {
      stopped ??= client
        .execute('quit')
        .then(
          () => client.closed,
          () => {},
        )
        .then(end);
      return stopped;
    },
  };
}

/** Whether the QEMU behind a socket runs as somebody else, who could not write to a folder of ours. */
function belongsToAnother(address: QmpAddress): boolean {
  if (address.kind !== 'unix') return false;
  const owner = statSync(address.path, { throwIfNoEntry: false })?.uid;
  return owner !== undefined && owner !== 0 && owner !== process.getuid?.();
}
