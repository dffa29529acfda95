import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { commands } from './commands.ts';
import { EmbeddedMachine } from './embedded-machine.ts';
import { LISTENING, type ProcessOptions } from './process-options.ts';
import { type QmpServer, serveQmp } from './qmp-server.ts';
import { Refusal } from './refusal.ts';
import { SerialLog } from './serial-log.ts';
import { startV86 } from './v86-pc.ts';
import { readV86Version } from './v86-version.ts';

// The program of the emulator's process: one guest, one QMP server, until `quit` or until we are alone.
const [, , text = '{}'] = process.argv;
const options: ProcessOptions = JSON.parse(text);

/** The QEMU whose commands, refusals and devices are imitated. */
const version = {
  qemu: { major: 7, minor: 2, micro: 0 },
  package: `guestwright embedded, v86 ${readV86Version()}`,
};

let server: QmpServer | undefined;
const line = connect(options.serialSocket);
const serial = new SerialLog(options.serialLog, line);
const pc = await startV86({
  kernel: readFileSync(options.kernel),
  initrd: options.initrd === undefined ? undefined : readFileSync(options.initrd),
  commandLine: options.commandLine,
  memoryMiB: options.memoryMiB,
  vmmouse: options.vmmouse,
  onSerialByte: (byte) => serial.add(byte),
  onGuestReset: () => machine.afterGuestReset(),
});
const machine = new EmbeddedMachine({
  pc,
  memoryMiB: options.memoryMiB,
  version,
  emit: (event, data) => server?.emit(event, data),
  onQuit: () => setImmediate(end),
});

async function end(): Promise<void> {
  await server?.close();
  serial.close();
  process.exit(0);
}

process.once('disconnect', () => {
  serial.close();
  process.exit(1);
});
server = await serveQmp(options.socket, version, ({ name, arguments: args }) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Refusal(`The command ${name} has not been found`, 'CommandNotFound');
  return command(machine, args);
});
if (options.state !== undefined) await machine.restore(options.state);
line.on('data', (bytes) => pc.sendSerial(bytes));
machine.start();
process.send?.(LISTENING);
