import { writeFileSync } from 'node:fs';
import { encodePng } from '../../screen/files/png.ts';
import { encodePpm } from '../../screen/files/ppm.ts';
import {
  type Arguments,
  optional,
  type Reader,
  readEnum,
  readInteger,
  readObject,
  readString,
} from './arguments.ts';
import type { EmbeddedMachine } from './embedded-machine.ts';
import { explainFileError } from './file-error.ts';
import { readInputSendEvent, readSendKey } from './input-arguments.ts';
import { answerMonitor } from './monitor.ts';
import { drawDisplay } from './picture.ts';
import { Refusal } from './refusal.ts';

/** Answers one QMP command, with its return value or a `Refusal`. */
export type Command = (machine: EmbeddedMachine, args: Arguments) => unknown;

const DISPLAY = 'video0';

function command<T>(read: Reader<T>, run: (machine: EmbeddedMachine, args: T) => unknown): Command {
  return (machine, args) => run(machine, read(args, ''));
}

const nothing = readObject({});
const file = readObject({ filename: readString });

/** The commands, by their QAPI names; those of our own begin with `x-guestwright-`. */
export const commands: Readonly<Record<string, Command>> = {
  'query-status': command(nothing, ({ status, running }) => ({
    status,
    singlestep: false,
    running,
  })),
  'query-version': command(nothing, ({ version }) => version),
  'query-commands': command(nothing, () =>
    ['qmp_capabilities', ...Object.keys(commands)].map((name) => ({ name })),
  ),
  'query-name': command(nothing, () => ({})),
  'query-kvm': command(nothing, () => ({ enabled: false, present: false })),
  'query-mice': command(nothing, ({ inputs }) => inputs.mice()),
  'input-send-event': command(readInputSendEvent, ({ running, inputs }, args) => {
    if (args.device !== undefined) checkDisplay(args.device, args.head);
    if (!running) throw new Refusal('VM not running');
    inputs.send(args.events);
  }),
  'send-key': command(readSendKey, ({ inputs }, args) => {
    inputs.sendKeys(args.keys, (args['hold-time'] ?? 0) >>> 0);
  }),
  screendump: command(
    readObject({
      filename: readString,
      device: optional(readString),
      head: optional(readInteger),
      format: optional(readEnum(['ppm', 'png'])),
    }),
    ({ pc }, { filename, device, head, format }) => {
      if (device !== undefined) checkDisplay(device, head);
      else if (head !== undefined) {
        throw new Refusal(`'head' must be specified together with 'device'`);
      }
      const frame = drawDisplay(pc.display());
      const bytes = format === 'png' ? encodePng(frame) : encodePpm(frame);
      writeOrRefuse(filename, bytes, `failed to open file '${filename}'`);
    },
  ),
  pmemsave: command(
    readObject({ val: readInteger, size: readInteger, filename: readString }),
    ({ pc }, { val, size, filename }) => {
      writeOrRefuse(filename, pc.readMemory(val, size), `Could not open '${filename}'`);
    },
  ),
  stop: command(nothing, (machine) => machine.pause()),
  cont: command(nothing, (machine) => machine.resume()),
  system_reset: command(nothing, (machine) => machine.reset()),
  system_powerdown: command(nothing, (machine) => machine.powerDown()),
  quit: command(nothing, (machine) => machine.quit()),
  'human-monitor-command': command(
    readObject({ 'command-line': readString, 'cpu-index': optional(readInteger) }),
    ({ pc }, { 'command-line': line }) => answerMonitor(line, pc),
  ),
  'x-guestwright-snapshot': command(file, (machine, { filename }) => machine.save(filename)),
  'x-guestwright-restore': command(file, (machine, { filename }) => machine.restore(filename)),
};

function checkDisplay(device: string, head = 0): void {
  if (device !== DISPLAY) throw new Refusal(`Device '${device}' not found`, 'DeviceNotFound');
  if (head !== 0) {
    throw new Refusal(`Device ${device} (head ${head}) is not bound to a QemuConsole`);
  }
}

function writeOrRefuse(filename: string, bytes: Uint8Array, trouble: string): void {
  try {
    writeFileSync(filename, bytes);
  } catch (error) {
    throw new Refusal(`${trouble}: ${explainFileError(error)}`);
  }
}
