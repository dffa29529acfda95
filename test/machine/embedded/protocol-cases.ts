/** A command as it stands on the wire, `$DIR` being a folder that the machine may write to. */
export type Case = readonly [name: string, wire: string];

function command(execute: string, args?: unknown): string {
  return JSON.stringify({ execute, ...(args !== undefined && { arguments: args }) });
}

function batch(...events: readonly unknown[]): string {
  return command('input-send-event', { events });
}

const key = { type: 'qcode', data: 'shift' };
const press = { type: 'key', data: { down: true, key } };
const release = { type: 'key', data: { down: false, key } };
const screendump = (args: object) => command('screendump', args);
const monitor = (line: unknown) => command('human-monitor-command', { 'command-line': line });

export const negotiation: readonly Case[] = [
  ['a command before the negotiation', command('query-status')],
  ['an unknown command before the negotiation', command('foo')],
  ['capabilities with an unknown argument', command('qmp_capabilities', { x: 1 })],
  ['capabilities that are no list', command('qmp_capabilities', { enable: 'oob' })],
  ['an unknown capability', command('qmp_capabilities', { enable: ['foo'] })],
  ['the negotiation', command('qmp_capabilities')],
  ['a second negotiation', command('qmp_capabilities')],
];

export const envelopes: readonly Case[] = [
  ['an unknown command', '{"execute":"foo","id":7}'],
  ['an id of any kind', '{"execute":"query-name","id":{"a":[1,null]}}'],
  ['an id of null', '{"execute":"query-name","id":null}'],
  ['no command', '{"id":[1]}'],
  ['nothing', '{}'],
  ['a list', '[]'],
  ['an unknown member', '{"execute":"query-name","foo":1,"id":1}'],
  ['out of band without the capability', '{"exec-oob":"query-name","id":1}'],
  ['a command that is no text', '{"execute":3,"id":1}'],
  ['arguments that are no object', '{"execute":"query-name","arguments":[],"id":1}'],
  ['an argument where there is none', command('query-name', { a: 1 })],
  ['two commands without a line end', `${command('query-name')}${command('query-name')}`],
  ['a command over several lines', '{\n"execute":\n"query-name"\n}'],
];

/** JSON that is none. QEMU's words depend on where its parser stopped, and ours do on Node's. */
export const garbage: readonly Case[] = [
  ['a bracket too many', '}'],
  ['a missing comma', '{"execute":"query-name" "x"}'],
  ['an unknown word', '{"execute":tru}'],
];

export const batches: readonly Case[] = [
  ['no arguments', command('input-send-event')],
  ['no events', command('input-send-event', {})],
  ['events that are no list', command('input-send-event', { events: 3 })],
  ['an empty batch', batch()],
  ['an event that is no object', batch(3)],
  ['an event without a type', batch({})],
  ['an event without data', batch({ type: 'key' })],
  ['an unknown type of event', batch({ type: 'foo', data: {} })],
  ['a type that is no text', batch({ type: 3, data: {} })],
  ['touch, which 7.2 has not', batch({ type: 'mtt', data: {} })],
  ['data that is no object', batch({ type: 'key', data: 3 })],
  ['a key event without key', batch({ type: 'key', data: { down: true } })],
  ['a key event without down', batch({ type: 'key', data: { key } })],
  ['down as a number', batch({ type: 'key', data: { down: 1, key } })],
  [
    'an unknown key',
    batch({ type: 'key', data: { down: true, key: { type: 'qcode', data: 'x1' } } }),
  ],
  ['a key without a type', batch({ type: 'key', data: { down: true, key: { data: 'a' } } })],
  ['a key without data', batch({ type: 'key', data: { down: true, key: { type: 'qcode' } } })],
  ['a key of a foreign type', batch({ type: 'key', data: { down: true, key: { type: 'x' } } })],
  [
    'a number that is a text',
    batch({ type: 'key', data: { down: true, key: { type: 'number', data: 'a' } } }),
  ],
  ['an extra member of a key', batch({ type: 'key', data: { down: true, key: { ...key, z: 1 } } })],
  ['an extra member of data', batch({ type: 'key', data: { down: true, key, z: 1 } })],
  ['an extra member of an event', batch({ ...press, z: 1 })],
  ['an extra argument', command('input-send-event', { events: [], z: 1 })],
  ['a bad second event', batch(press, { type: 'key' })],
  ['an unknown button', batch({ type: 'btn', data: { down: true, button: 'foo' } })],
  [
    'the touch button, which 7.2 has not',
    batch({ type: 'btn', data: { down: true, button: 'touch' } }),
  ],
  ['an unknown axis', batch({ type: 'abs', data: { axis: 'z', value: 1 } })],
  ['a fraction', batch({ type: 'abs', data: { axis: 'x', value: 1.5 } })],
  ['no value', batch({ type: 'abs', data: { axis: 'x' } })],
  ['a value that is a text', batch({ type: 'rel', data: { axis: 'x', value: '1' } })],
  ['a good batch', batch(press, release)],
  ['a relative movement', batch({ type: 'rel', data: { axis: 'x', value: 3 } })],
  ['an unknown device', command('input-send-event', { device: 'foo', events: [] })],
  ['the display as device', command('input-send-event', { device: 'video0', events: [] })],
  ['its second head', command('input-send-event', { device: 'video0', head: 1, events: [] })],
  ['a head without a device', command('input-send-event', { head: 3, events: [] })],
  ['a device that is no text', command('input-send-event', { device: 3, events: [] })],
  ['a head that is no number', command('input-send-event', { head: 'x', events: [] })],
  ['null for a device', command('input-send-event', { device: null, events: [] })],
];

export const others: readonly Case[] = [
  ['send-key without keys', command('send-key')],
  ['send-key with no key', command('send-key', { keys: [] })],
  ['send-key with an unknown key', command('send-key', { keys: [{ type: 'qcode', data: 'x1' }] })],
  ['send-key with a bad time', command('send-key', { keys: [key], 'hold-time': 'x' })],
  ['send-key with a key that is no object', command('send-key', { keys: [3] })],
  ['screendump without a file', screendump({})],
  ['screendump into a number', screendump({ filename: 3 })],
  ['screendump into no folder', screendump({ filename: '/nonexistent/a.ppm' })],
  ['screendump into a folder', screendump({ filename: '$DIR' })],
  ['screendump into nothing', screendump({ filename: '' })],
  ['screendump in an unknown format', screendump({ filename: '$DIR/a', format: 'jpg' })],
  ['screendump of an unknown device', screendump({ filename: '$DIR/a', device: 'foo' })],
  ['screendump of a second head', screendump({ filename: '$DIR/a', device: 'video0', head: 1 })],
  ['screendump of a head of nothing', screendump({ filename: '$DIR/a', head: 0 })],
  ['screendump', screendump({ filename: '$DIR/a.ppm', device: 'video0', head: 0 })],
  ['screendump as PNG', screendump({ filename: '$DIR/a.png', format: 'png' })],
  ['pmemsave without a size', command('pmemsave', { val: 0, filename: '$DIR/m' })],
  ['pmemsave into no folder', command('pmemsave', { val: 0, size: 1, filename: '/nonexistent/m' })],
  ['pmemsave', command('pmemsave', { val: 0x100000, size: 16, filename: '$DIR/m' })],
  ['the keyboard controller, idle', monitor('i /b 0x64')],
  ['the same without a blank', monitor('i/b 0x64')],
  ['the same in decimal', monitor('i /b 100')],
  ['an unknown command of the monitor', monitor('foo bar')],
  ['an empty line for the monitor', monitor('')],
  ['a line that is no text', monitor(3)],
  ['no line for the monitor', command('human-monitor-command')],
  ['the name', command('query-name')],
  ['the mice', command('query-mice')],
  ['the state', command('query-status')],
];

export const paused: readonly Case[] = [
  ['stop', command('stop')],
  ['a second stop', command('stop')],
  ['the state after stop', command('query-status')],
  ['a batch while it stands', batch(press)],
  ['an empty batch while it stands', batch()],
  ['a bad batch while it stands', batch({ type: 'foo' })],
  ['an unknown device while it stands', command('input-send-event', { device: 'foo', events: [] })],
  ['send-key while it stands, which says nothing', command('send-key', { keys: [key] })],
  ['screendump while it stands', screendump({ filename: '$DIR/b.ppm' })],
  ['system_powerdown while it stands', command('system_powerdown')],
  ['cont', command('cont')],
  ['a second cont', command('cont')],
  ['the state after cont', command('query-status')],
  ['system_powerdown', command('system_powerdown')],
];

export const withoutVmmouse: readonly Case[] = [
  ['the mice', command('query-mice')],
  ['an absolute position', batch({ type: 'abs', data: { axis: 'x', value: 1 } })],
  ['all of a batch or nothing', batch(press, { type: 'abs', data: { axis: 'x', value: 1 } })],
  ['a button', batch({ type: 'btn', data: { down: false, button: 'left' } })],
  ['a relative movement', batch({ type: 'rel', data: { axis: 'y', value: -300 } })],
];

/** While it stands, so that no driver of the guest comes in between. */
export const reset: readonly Case[] = [
  ['stop before reset', command('stop')],
  ['the mice while it stands', command('query-mice')],
  ['system_reset', command('system_reset')],
  ['the mice of a guest that has no driver yet', command('query-mice')],
  ['the state after reset', command('query-status')],
  ['quit', command('quit')],
];
