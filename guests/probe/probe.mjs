// How to start the probe guest, and how to read what it reports. README.md has the format.
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ type: number, code: number, value: number }} ProbeEvent
 * @typedef {{ device: number, atUs: number, events: readonly ProbeEvent[] }} ProbeFrame
 * @typedef {{ number: number, kind: string, serial: string, name: string }} ProbeDevice
 * @typedef {'ps2' | 'usb' | 'virtio'} Keyboard
 * @typedef {'usb-tablet' | 'virtio-tablet' | 'usb-mouse' | 'virtio-mouse' | 'none'} Pointer
 * @typedef {{ id: string, type?: 'std' | 'virtio', heads?: number, keyboard?: 'usb' | 'virtio',
 *   pointer?: 'usb-tablet' | 'virtio-tablet' }} Display
 */

const kernel = join(import.meta.dirname, 'build/vmlinux');
const initrd = join(import.meta.dirname, 'build/initrd.cpio');

export function isProbeBuilt() {
  return existsSync(kernel) && existsSync(initrd);
}

/**
 * A machine with the probe guest. Without a pointer of its own it has a PS/2 mouse. With displays, the
 * keyboard and the pointer are bound to none, and each std VGA shows a picture of its own.
 * @param {{ keyboard: Keyboard, pointer: Pointer, displays?: Display[], monitor?: string, reportFile: string, busy?: boolean, cpus?: number }} wanted
 * `monitor`: the path of a second one, for whoever attaches
 */
export function probeMachine(wanted) {
  const { keyboard, pointer, displays, monitor, reportFile, busy = false, cpus = 1 } = wanted;
  const bound = (displays ?? []).flatMap(({ keyboard, pointer, heads = 1 }) =>
    Array(heads)
      .fill([...(keyboard ? [`${keyboard}-keyboard`] : []), ...(pointer ? [pointer] : [])])
      .flat(),
  );
  const expected = [`${keyboard}-keyboard`, pointer === 'none' ? 'ps2-mouse' : pointer, ...bound];
  const words = [
    `probe.expect=${expected.join()}`,
    ...(busy ? ['probe.busy=1'] : []),
    ...(displays ? ['probe.cards=1'] : []),
  ];
  return {
    kernel,
    initrd,
    append: `quiet console=ttyS0 panic=-1 ${words.join(' ')}`,
    memory: 256,
    cpus,
    keyboard,
    pointer,
    ...(displays && { displays }),
    accel: /** @type {const} */ ('tcg'),
    'extra-args': [
      ...['-chardev', `file,id=probe0,path=${reportFile.replaceAll(',', ',,')}`],
      ...['-device', 'virtio-serial-pci,id=probe0'],
      ...['-device', 'virtserialport,bus=probe0.0,chardev=probe0,name=probe'],
      ...(monitor ? ['-qmp', `unix:${monitor.replaceAll(',', ',,')},server=on,wait=off`] : []),
    ],
  };
}

/** What the guest has reported so far. `read` takes in what is new. */
export class ProbeReport {
  /** @type {ProbeDevice[]} */
  devices = [];
  /** @type {ProbeFrame[]} */
  frames = [];
  ready = false;
  /** Display devices that show a picture of their own. */
  cards = 0;
  /** Processors that are kept busy. */
  busy = 0;
  #file;
  #offset = 0;
  #rest = '';

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
  }

  read() {
    const lines = (this.#rest + this.#readNew()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
    return this;
  }

  #readNew() {
    if (!existsSync(this.#file)) return '';
    const fd = openSync(this.#file, 'r');
    try {
      const chunk = Buffer.alloc(1 << 20);
      const size = readSync(fd, chunk, 0, chunk.length, this.#offset);
      this.#offset += size;
      return chunk.toString('latin1', 0, size);
    } finally {
      closeSync(fd);
    }
  }

  /** @param {string} line */
  #take(line) {
    const [first = '', second = '', ...rest] = line.split(' ');
    if (first === 'ready') this.ready = true;
    else if (first === 'card') this.cards += 1;
    else if (first === 'busy') this.busy = Number(second);
    else if (first === 'device') {
      const [kind = '', serial = '', ...name] = rest;
      this.devices.push({ number: Number(second), kind, serial, name: name.join(' ') });
    } else if (/^\d+$/.test(first)) {
      const events = rest.map((text) => {
        const [type = 0, code = 0, value = 0] = text.split('.').map(Number);
        return { type, code, value };
      });
      this.frames.push({ device: Number(first), atUs: Number(second), events });
    }
  }

  /**
   * The frames of one device, by its kind and, where there are several, its serial.
   * @param {string} kind such as `usb-keyboard`
   * @param {string} [serial]
   */
  framesOf(kind, serial) {
    const number = this.devices.find(
      (device) => device.kind === kind && (serial === undefined || device.serial === serial),
    )?.number;
    return this.frames.filter((frame) => frame.device === number);
  }
}

export const EV_SYN = 0;
export const EV_KEY = 1;
export const EV_REL = 2;
export const EV_ABS = 3;
export const SYN_DROPPED = 3;
