import { statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { parseAddress, type QmpAddress } from '../qmp/address.ts';
import { QmpClient } from '../qmp/client.ts';
import type { AttachedDescription } from './description.ts';
import { detectKeyboard } from './detect-keyboard.ts';
import type { Machine } from './machine.ts';
import { makeFramesFolder } from './runtime-folder.ts';

/** Connects to a QEMU that somebody else runs, on this host. `stop` only disconnects. */
export async function attachMachine(
  description: AttachedDescription,
  { signal, clock }: { readonly signal: AbortSignal | undefined; readonly clock: Clock },
): Promise<Machine> {
  const address = parseAddress(description.attach);
  const client = await QmpClient.connect(address, { signal, clock });
  const keyboard = description.keyboard ?? (await detectKeyboard(client));
  const frames = makeFramesFolder({ foreign: belongsToAnother(address) });
  const { major, minor, micro } = client.version;
  let stopped: Promise<void> | undefined;
  return {
    driver: 'attached',
    title: `QEMU ${major}.${minor}.${micro}, attached at ${description.attach}`,
    client,
    keyboard,
    display: description.display,
    framesDir: frames.path,
    serialLog: undefined,
    died: new Promise((resolve) => {
      void client.closed.then((error) => {
        if (!error || stopped) return;
        const message = `the machine at ${description.attach} is gone: ${error.message}`;
        resolve(new MachineError('monitor-lost', message, { cause: error }));
      });
    }),
    stop() {
      stopped ??= client.close().then(() => frames.remove());
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
