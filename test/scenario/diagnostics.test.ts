// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language has references like that
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layoutNames } from '../../src/input/layout.ts';
import { machineSchema } from '../../src/scenario/parse/machine-choice.ts';
import { stepKeys } from '../../src/scenario/parse/parse-step.ts';
import { loadProject } from '../../src/scenario/parse/project.ts';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.folder.remove());

const headerKeys = [
  'name',
  'machine',
  'from',
  'tags',
  'layout',
  'pace',
  'timeout',
  'retries',
  'only',
  'baselines',
  'matrix',
  'before',
  'steps',
  'after',
];

/** The tables know one layout, and no list that grows with the language. */
function withLists(text: string): string {
  return text
    .replaceAll('Known: us', `Known: ${layoutNames.join(', ')}`)
    .replaceAll('STEPS', stepKeys().join(', '))
    .replaceAll('HEADER', headerKeys.join(', '))
    .replaceAll('MACHINE', Object.keys(machineSchema.options[0].shape).join(', '));
}

/** A text, and all that is printed about it. */
const texts: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'an empty file',
    '',
    [
      'scenarios/x.yaml:1:1: the key "machine" is missing',
      'scenarios/x.yaml:1:1: the key "steps" is missing',
    ],
  ],
  [
    'a comment only',
    '# nothing yet\n',
    [
      'scenarios/x.yaml:1:1: the key "machine" is missing',
      '    1 | # nothing yet',
      '      | ^',
      'scenarios/x.yaml:1:1: the key "steps" is missing',
      '    1 | # nothing yet',
      '      | ^',
    ],
  ],
  [
    'a list',
    '- click: [1, 2]\n',
    [
      'scenarios/x.yaml:1:1: expected a mapping, got [{"click":[1,2]}]',
      '    1 | - click: [1, 2]',
      '      | ^',
    ],
  ],
  [
    'a word',
    'hello\n',
    ['scenarios/x.yaml:1:1: expected a mapping, got "hello"', '    1 | hello', '      | ^'],
  ],
  [
    'no steps',
    'machine: demo\n',
    ['scenarios/x.yaml:1:1: the key "steps" is missing', '    1 | machine: demo', '      | ^'],
  ],
  [
    'an empty list of steps',
    'machine: demo\nsteps: []\n',
    ['scenarios/x.yaml:2:8: expected at least one step', '    2 | steps: []', '      |        ^'],
  ],
  [
    'steps that are a mapping',
    'machine: demo\nsteps:\n  click: [1, 2]\n',
    [
      'scenarios/x.yaml:3:3: expected a list of steps, got {"click":[1,2]}',
      '    3 |   click: [1, 2]',
      '      |   ^',
    ],
  ],
  [
    'steps without a value',
    'machine: demo\nsteps:\n',
    [
      'scenarios/x.yaml:2:7: expected a list of steps, got nothing',
      '    2 | steps:',
      '      |       ^',
    ],
  ],
  [
    'an open list',
    'machine: demo\nsteps:\n  - click: [1, 2\n\n',
    [
      'scenarios/x.yaml:3:17: the list is not closed: expected ]',
      '    3 |   - click: [1, 2',
      '      |                 ^',
    ],
  ],
  [
    'an open mapping',
    'machine: demo\nsteps:\n  - click: { at: [1, 2]\n',
    [
      'scenarios/x.yaml:3:24: the mapping is not closed: expected }',
      '    3 |   - click: { at: [1, 2]',
      '      |                        ^',
    ],
  ],
  [
    'an open quote',
    'machine: "demo\nsteps: []\n',
    [
      'scenarios/x.yaml:2:10: the closing quote " is missing',
      '    2 | steps: []',
      '      |          ^',
    ],
  ],
  [
    'a tab as indentation',
    'machine: demo\nsteps:\n\t- click: [1, 2]\n',
    [
      'scenarios/x.yaml:3:1: expected spaces as indentation, got a tab',
      '    3 | \t- click: [1, 2]',
      '      | ^',
    ],
  ],
  [
    'a colon in a plain text',
    'machine: demo\nname: Install: now\nsteps: []\n',
    [
      'scenarios/x.yaml:2:7: Nested mappings are not allowed in compact mappings: a text with ": " needs quotes, a key below needs its indentation',
      '    2 | name: Install: now',
      '      |       ^',
    ],
  ],
  [
    'a second document',
    'machine: demo\nsteps:\n  - press: enter\n---\nmachine: demo\nsteps:\n  - press: enter\n',
    [
      'scenarios/x.yaml:4:1: expected one YAML document, "---" starts a second one',
      '    4 | ---',
      '      | ^',
    ],
  ],
  [
    'a key twice',
    'machine: demo\n"machine": demo\nsteps:\n  - press: enter\n    timeout: 1s\n    timeout: 2s\n',
    [
      'scenarios/x.yaml:2:1: the key "machine" stands twice in this mapping',
      '    2 | "machine": demo',
      '      | ^',
      'scenarios/x.yaml:6:5: the key "timeout" stands twice in this mapping',
      '    6 |     timeout: 2s',
      '      |     ^',
    ],
  ],
  [
    'an alias to nothing',
    'machine: *demo\nsteps:\n  - press: enter\n',
    [
      'scenarios/x.yaml:1:10: unknown alias *demo: expected an anchor &demo before it',
      '    1 | machine: *demo',
      '      |          ^',
    ],
  ],
  [
    'tags',
    'machine: !!js/function demo\nsteps:\n  - press: !key enter\n',
    [
      'scenarios/x.yaml:1:10: unknown tag tag:yaml.org,2002:js/function',
      '    1 | machine: !!js/function demo',
      '      |          ^',
      'scenarios/x.yaml:3:12: unknown tag !key',
      '    3 |   - press: !key enter',
      '      |            ^',
    ],
  ],
  [
    'a list as a key',
    stepsText('? [a, b]\n: c'),
    [
      'scenarios/x.yaml:3:5: unknown step "[ a, b ]". Known: STEPS',
      '    3 |   - ? [a, b]',
      '      |     ^',
      'scenarios/x.yaml:3:7: expected a text as key',
      '    3 |   - ? [a, b]',
      '      |       ^',
    ],
  ],
  [
    'unknown keys',
    'machin: demo\nmachine: demo\nsteps:\n  - press: enter\n1: x\n',
    [
      'scenarios/x.yaml:1:1: unknown key "machin". Did you mean "machine"? Known: HEADER',
      '    1 | machin: demo',
      '      | ^',
      'scenarios/x.yaml:5:1: unknown key "1". Known: HEADER',
      '    5 | 1: x',
      '      | ^',
    ],
  ],
  [
    'wrong types at the top',
    'machine: 5\nname: [a]\ntags: install\nlayout: xx\npace: slow\ntimeout: 30\nbaselines: ../x\nsteps: 7\n',
    [
      'scenarios/x.yaml:1:10: expected the name of a machine in guestwright.yaml or a mapping that describes one, got 5',
      '    1 | machine: 5',
      '      |          ^',
      'scenarios/x.yaml:2:7: expected a text, got ["a"]',
      '    2 | name: [a]',
      '      |       ^',
      'scenarios/x.yaml:3:7: expected a list, got "install"',
      '    3 | tags: install',
      '      |       ^',
      'scenarios/x.yaml:4:9: unknown layout "xx". Known: us',
      '    4 | layout: xx',
      '      |         ^',
      'scenarios/x.yaml:5:7: expected fast, desktop, firmware or { rate: 20 }, got "slow"',
      '    5 | pace: slow',
      '      |       ^',
      'scenarios/x.yaml:6:10: expected a duration such as 80ms, 2s or 1m30s, got 30',
      '    6 | timeout: 30',
      '      |          ^',
      'scenarios/x.yaml:7:12: expected a name that does not lead out of its folder, got "../x"',
      '    7 | baselines: ../x',
      '      |            ^',
      'scenarios/x.yaml:8:8: expected a list of steps, got 7',
      '    8 | steps: 7',
      '      |        ^',
    ],
  ],
  [
    'mistakes at the top and in steps',
    'machine: dmo\ntags: [a, 1]\ntimeout: 2\nsteps:\n  - clik: [1, 2]\n    timeout: soon\n  - type: "é"\n  - press: entr\n',
    [
      'scenarios/x.yaml:1:10: unknown machine "dmo". Did you mean "demo"? Known: demo, usb',
      '    1 | machine: dmo',
      '      |          ^',
      'scenarios/x.yaml:2:11: expected a text, got 1',
      '    2 | tags: [a, 1]',
      '      |           ^',
      'scenarios/x.yaml:3:10: expected a duration such as 80ms, 2s or 1m30s, got 2',
      '    3 | timeout: 2',
      '      |          ^',
      'scenarios/x.yaml:5:5: unknown step "clik". Did you mean "click"?',
      '    5 |   - clik: [1, 2]',
      '      |     ^',
      'scenarios/x.yaml:6:14: expected a duration such as 80ms, 2s or 1m30s, got "soon"',
      '    6 |     timeout: soon',
      '      |              ^',
      'scenarios/x.yaml:7:11: the layout us cannot type "é" at 1; these can: ch-fr, fr, fr-bepo, be, ...',
      '    7 |   - type: "é"',
      '      |           ^',
      'scenarios/x.yaml:8:12: unknown key "entr". Did you mean "enter"?',
      '    8 |   - press: entr',
      '      |            ^',
    ],
  ],
  [
    'a byte order mark and carriage returns',
    '\ufeffmachin: demo\r\nmachine: demo\r\nsteps:\r\n  - clik: 1\r\n',
    [
      'scenarios/x.yaml:1:1: unknown key "machin". Did you mean "machine"? Known: HEADER',
      '    1 | machin: demo',
      '      | ^',
      'scenarios/x.yaml:4:5: unknown step "clik". Did you mean "click"?',
      '    4 |   - clik: 1',
      '      |     ^',
    ],
  ],
  [
    'unknown steps',
    stepsText('clik: [1, 2]', 'wait: 5s', 'toString: 1', '__proto__: 1', '"a\\nb\\e[31m": 1'),
    [
      'scenarios/x.yaml:3:5: unknown step "clik". Did you mean "click"?',
      '    3 |   - clik: [1, 2]',
      '      |     ^',
      'scenarios/x.yaml:4:5: unknown step "wait". Known: STEPS',
      '    4 |   - wait: 5s',
      '      |     ^',
      'scenarios/x.yaml:5:5: unknown step "toString". Known: STEPS',
      '    5 |   - toString: 1',
      '      |     ^',
      'scenarios/x.yaml:6:5: unknown step "__proto__". Known: STEPS',
      '    6 |   - __proto__: 1',
      '      |     ^',
      'scenarios/x.yaml:7:5: unknown step "a\\nb\\u001b[31m". Known: STEPS',
      '    7 |   - "a\\nb\\e[31m": 1',
      '      |     ^',
    ],
  ],
  [
    'two actions in one step',
    stepsText('click: [1, 2]\npress: enter\ntype: x'),
    [
      'scenarios/x.yaml:4:5: a step has one action, this one has 3: click, press, type',
      '    4 |     press: enter',
      '      |     ^',
    ],
  ],
  [
    'no action',
    stepsText('timeout: 2s\nname: wait'),
    [
      'scenarios/x.yaml:3:5: a step needs an action: STEPS',
      '    3 |   - timeout: 2s',
      '      |     ^',
    ],
  ],
  [
    'steps that are no mappings',
    stepsText('press', '', '5', '[click]', 'wait-until-still'),
    [
      'scenarios/x.yaml:3:5: expected a step such as "- press: ...", got "press"',
      '    3 |   - press',
      '      |     ^',
      'scenarios/x.yaml:4:5: expected a step such as "- press: enter", got nothing',
      '    4 |   - ',
      '      |     ^',
      'scenarios/x.yaml:5:5: expected a step such as "- press: enter", got 5',
      '    5 |   - 5',
      '      |     ^',
      'scenarios/x.yaml:6:5: expected a step such as "- press: enter", got ["click"]',
      '    6 |   - [click]',
      '      |     ^',
      'scenarios/x.yaml:7:5: expected a step such as "- wait-until-still: ...", got "wait-until-still"',
      '    7 |   - wait-until-still',
      '      |     ^',
    ],
  ],
  [
    'wrong keys beside an action',
    stepsText('press: enter\nname: 5\noptional: maybe\nwhen: ../x\ntimout: 5s'),
    [
      'scenarios/x.yaml:4:11: expected a text, got 5',
      '    4 |     name: 5',
      '      |           ^',
      'scenarios/x.yaml:5:15: expected true or false, got "maybe"',
      '    5 |     optional: maybe',
      '      |               ^',
      'scenarios/x.yaml:6:11: expected a name that does not lead out of its folder, got "../x"',
      '    6 |     when: ../x',
      '      |           ^',
      'scenarios/x.yaml:7:5: unknown key "timout". Did you mean "timeout"? Beside an action: name, timeout, optional, when, device, head, known-issue',
      '    7 |     timout: 5s',
      '      |     ^',
    ],
  ],
  [
    'points outside the screen of the baseline before',
    stepsText(
      'click: [64, 48]',
      'wait-for-screen: welcome',
      'click: [64, 47]',
      'drag: { from: [0, 0], to: [63, 48] }',
      'scroll: { at: [99, 0] }',
      'wait-for-screen: large\noptional: true',
      'move: [64, 0]',
      'click: [127, 95]\nwhen: large',
      'wait-for-screen: large',
      'move: [128, 0]',
    ),
    [
      'scenarios/x.yaml:5:12: the point [64, 47] is outside the screen, which is 64x48 in the baseline before',
      '    5 |   - click: [64, 47]',
      '      |            ^',
      'scenarios/x.yaml:6:31: the point [63, 48] is outside the screen, which is 64x48 in the baseline before',
      '    6 |   - drag: { from: [0, 0], to: [63, 48] }',
      '      |                               ^',
      'scenarios/x.yaml:7:19: the point [99, 0] is outside the screen, which is 64x48 in the baseline before',
      '    7 |   - scroll: { at: [99, 0] }',
      '      |                   ^',
      'scenarios/x.yaml:10:11: the point [64, 0] is outside the screen, which is 64x48 in the baseline before',
      '   10 |   - move: [64, 0]',
      '      |           ^',
      'scenarios/x.yaml:14:11: the point [128, 0] is outside the screen, which is 128x96 in the baseline before',
      '   14 |   - move: [128, 0]',
      '      |           ^',
    ],
  ],
  [
    'masks outside the baseline',
    stepsText(
      'expect-screen: { name: welcome, mask: [60, 0, 8, 8] }',
      'expect-screen: { name: welcome, mask: [[0, 0, 1, 1], [60, 0, 8, 8]], region: [0, 47, 1, 2] }',
      'expect-screen: { name: welcome, mask: [0, 0, 64, 48] }',
      'wait-for-screen: welcome',
      'wait-until-still: { mask: [64, 0, 1, 1] }',
    ),
    [
      'scenarios/x.yaml:3:43: the mask [60, 0, 8, 8] is not inside the 64x48 screen',
      '    3 |   - expect-screen: { name: welcome, mask: [60, 0, 8, 8] }',
      '      |                                           ^',
      'scenarios/x.yaml:4:58: the mask [60, 0, 8, 8] is not inside the 64x48 screen',
      '    4 |   - expect-screen: { name: welcome, mask: [[0, 0, 1, 1], [60, 0, 8, 8]], region: [0, 47, 1, 2] }',
      '      |                                                          ^',
      'scenarios/x.yaml:4:82: the region [0, 47, 1, 2] is not inside the 64x48 screen',
      '    4 |   - expect-screen: { name: welcome, mask: [[0, 0, 1, 1], [60, 0, 8, 8]], region: [0, 47, 1, 2] }',
      '      |                                                                                  ^',
      'scenarios/x.yaml:5:43: the masks and regions leave nothing of the screen to compare (make a mask smaller or a region larger)',
      '    5 |   - expect-screen: { name: welcome, mask: [0, 0, 64, 48] }',
      '      |                                           ^',
      'scenarios/x.yaml:7:31: the mask [64, 0, 1, 1] is not inside the 64x48 screen',
      '    7 |   - wait-until-still: { mask: [64, 0, 1, 1] }',
      '      |                               ^',
    ],
  ],
  [
    'baselines that cannot be used',
    stepsText(
      'wait-for-screen: broken',
      'expect-screen: { name: ruled }',
      'screenshot: broken',
      'press: enter\nwhen: misruled',
      'wait-for-screen: broken',
    ),
    [
      'baselines/x/misruled.yaml:2:1: unknown key "masks" (known keys: mask, region, threshold, max-diff-pixels, max-diff-ratio, max-diff-window, known-issue, comment)',
      '    2 | masks: [0, 0, 8, 8]',
      '      | ^',
      'baselines/x/ruled.yaml:1:7: mask [60, 0, 8, 8] is not inside the 64x48 screen',
      '    1 | mask: [60, 0, 8, 8]',
      '      |       ^',
      'baselines/x/ruled.yaml:2:9: region [0, 0, 99, 1] is not inside the 64x48 screen',
      '    2 | region: [0, 0, 99, 1]',
      '      |         ^',
      'scenarios/x.yaml:3:22: baselines/x/broken.png cannot be read: it is not a PNG picture (expected a PNG with 8 bits a sample and no transparency)',
      '    3 |   - wait-for-screen: broken',
      '      |                      ^',
    ],
  ],
  [
    'characters that the layout cannot type',
    stepsText('type: "aé\\u0001ß\\e😀"', 'type: { text: "x\\n" }'),
    [
      'scenarios/x.yaml:3:11: the layout us cannot type "é" at 2, U+0001 at 3, "ß" at 4, U+001b at 5, "😀" at 6',
      '    3 |   - type: "aé\\u0001ß\\e😀"',
      '      |           ^',
    ],
  ],
  [
    'unset and malformed references',
    'machine: demo\nname: ${env.NOPE}\nsteps:\n  - type: "${env.NOPE} ${HOME} ${env.}"\n  - type: "${env.OPEN"\n  - wait-until-still: "${env.NOPE}"\n  - type: { text: x, layout: "${env.LAYOUT}" }\n',
    [
      'scenarios/x.yaml:2:7: the environment variable NOPE is not set',
      '    2 | name: ${env.NOPE}',
      '      |       ^',
      'scenarios/x.yaml:4:11: the environment variable NOPE is not set; expected ${env.NAME}, ${secrets.NAME} or ${vars.NAME}, or $${ for the text ${, got ${HOME}; expected ${env.NAME}, ${secrets.NAME} or ${vars.NAME}, or $${ for the text ${, got ${env.}',
      '    4 |   - type: "${env.NOPE} ${HOME} ${env.}"',
      '      |           ^',
      'scenarios/x.yaml:5:11: expected ${env.NAME}, ${secrets.NAME} or ${vars.NAME}, or $${ for the text ${, got ${env.OPEN',
      '    5 |   - type: "${env.OPEN"',
      '      |           ^',
      'scenarios/x.yaml:6:23: the environment variable NOPE is not set',
      '    6 |   - wait-until-still: "${env.NOPE}"',
      '      |                       ^',
      'scenarios/x.yaml:7:30: unknown layout "klingon". Known: us',
      '    7 |   - type: { text: x, layout: "${env.LAYOUT}" }',
      '      |                              ^',
    ],
  ],
  [
    'a machine with wrong keys',
    'machine:\n  kernl: x\n  display: vga\n  memory: 5K\n  cpus: 0\n  arch: x86 64\n  disks: [{ fil: x }, 5]\n  firmware: efi\n  extra-args: x\n  kernel: 5\n  driver: vbox\nsteps:\n  - press: enter\n',
    [
      'scenarios/x.yaml:2:3: unknown key "kernl". Did you mean "kernel"? Known: MACHINE',
      '    2 |   kernl: x',
      '      |   ^',
      'scenarios/x.yaml:3:12: expected std, virtio, qxl, cirrus or vmware, got "vga"',
      '    3 |   display: vga',
      '      |            ^',
      'scenarios/x.yaml:4:11: expected a size such as 512M or 2G, got "5K"',
      '    4 |   memory: 5K',
      '      |           ^',
      'scenarios/x.yaml:5:9: expected a number of at least 1, got 0',
      '    5 |   cpus: 0',
      '      |         ^',
      'scenarios/x.yaml:6:9: expected a text that matches /^[a-z0-9_]+$/, got "x86 64"',
      '    6 |   arch: x86 64',
      '      |         ^',
      'scenarios/x.yaml:7:11: the key "file" is missing',
      '    7 |   disks: [{ fil: x }, 5]',
      '      |           ^',
      'scenarios/x.yaml:7:13: unknown key "fil"',
      '    7 |   disks: [{ fil: x }, 5]',
      '      |             ^',
      'scenarios/x.yaml:7:23: expected a text or a mapping, got 5',
      '    7 |   disks: [{ fil: x }, 5]',
      '      |                       ^',
      'scenarios/x.yaml:8:13: expected bios or uefi, got "efi"',
      '    8 |   firmware: efi',
      '      |             ^',
      'scenarios/x.yaml:9:15: expected a list, got "x"',
      '    9 |   extra-args: x',
      '      |               ^',
      'scenarios/x.yaml:10:11: expected a text, got 5',
      '   10 |   kernel: 5',
      '      |           ^',
      'scenarios/x.yaml:11:11: expected qemu, got "vbox"',
      '   11 |   driver: vbox',
      '      |           ^',
    ],
  ],
  [
    'an attached machine with wrong keys',
    'machine: { attach: 5, kernel: x }\nsteps:\n  - press: enter\n',
    [
      'scenarios/x.yaml:1:20: expected a text, got 5',
      '    1 | machine: { attach: 5, kernel: x }',
      '      |                    ^',
      'scenarios/x.yaml:1:23: unknown key "kernel". Known: driver, attach, keyboard, serial, display, release-modifiers, layout, pace, fonts',
      '    1 | machine: { attach: 5, kernel: x }',
      '      |                       ^',
    ],
  ],
  [
    'a list as a machine',
    'machine: [demo]\nsteps:\n  - press: enter\n',
    [
      'scenarios/x.yaml:1:10: expected the name of a machine in guestwright.yaml or a mapping that describes one, got ["demo"]',
      '    1 | machine: [demo]',
      '      |          ^',
    ],
  ],
  [
    'one mistake behind an alias',
    stepsText('&a { click: [1] }', '*a'),
    [
      'scenarios/x.yaml:3:17: expected a point [x, y] in guest pixels, got [1]',
      '    3 |   - &a { click: [1] }',
      '      |                 ^',
      'scenarios/x.yaml:4:5: expected a point [x, y] in guest pixels, got [1]',
      '    4 |   - *a',
      '      |     ^',
    ],
  ],
  [
    'terminal controls',
    'machine: demo\nsteps:\n  - press: "\u001b[31mfoo\u202e"\n',
    [
      'scenarios/x.yaml:3:12: unknown key "�[31mfoo�"; expected a key or a chord such as enter, F2 or ctrl-alt-delete',
      '    3 |   - press: "�[31mfoo�"',
      '      |            ^',
    ],
  ],
  [
    'long values',
    stepsText(`press: "${'y'.repeat(900)}"`, `{ name: "${'n'.repeat(300)}", clik: 1 }`),
    [
      'scenarios/x.yaml:3:12: unknown key "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…',
      '    3 |   - press: "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…',
      '      |            ^',
      'scenarios/x.yaml:4:317: unknown step "clik". Did you mean "click"?',
      '    4 | …nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", clik: 1 }',
      '      |                                                                        ^',
    ],
  ],
];

test.each(texts)('%s', async (_, text, printed) => {
  expect(await bench.diagnose(text, { LAYOUT: 'klingon' })).toBe(withLists(printed.join('\n')));
});

/** A single step, and the columns and messages of its mistakes. */
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['click: 5', ['12: expected a point [x, y] in guest pixels, got 5']],
  ['click: [1]', ['12: expected a point [x, y] in guest pixels, got [1]']],
  ['click: [1, 2, 3]', ['12: expected a point [x, y] in guest pixels, got [1,2,3]']],
  ['click: [-1, 2]', ['13: expected a pixel, 0 or more, got -1']],
  ['click: [1.5, 2]', ['13: expected a pixel, a whole number, got 1.5']],
  [
    'click: [a, b]',
    [
      '13: expected a pixel, a whole number, got "a"',
      '16: expected a pixel, a whole number, got "b"',
    ],
  ],
  [
    'click: [.nan, .inf]',
    [
      '13: expected a pixel, a whole number, got NaN',
      '19: expected a pixel, a whole number, got Infinity',
    ],
  ],
  [
    'click: [1e400, 99999]',
    [
      '13: expected a pixel, a whole number, got Infinity',
      '20: expected a pixel, at most 16383, got 99999',
    ],
  ],
  [
    'click: [0x1FFFFFFFFFFFFFFFFFFFF, 2]',
    ['13: expected a pixel, at most 16383, got 2.4178516392292583e+24'],
  ],
  [
    'click: {}',
    ['12: expected a point (at: [x, y]), a picture (on: name) or a text (text: words)'],
  ],
  ['click:', ['11: expected a point (at: [x, y]), a picture (on: name) or a text (text: words)']],
  [
    'click: { at: [1, 2], button: lef }',
    ['34: expected left, middle, right, side or extra, got "lef"'],
  ],
  [
    'click: { at: [1, 2], hold: 2m }',
    ['32: expected a duration of at most 60s (to hold for longer: hold and release), got "2m"'],
  ],
  [
    'click: { ta: [1, 2] }',
    [
      '14: unknown key "ta". Known: at, on, text, offset, nth, region, threshold, max-diff-pixels, max-diff-ratio, ignore-case, regex, font, button, hold',
    ],
  ],
  ['double-click: here', ['19: expected a point [x, y] in guest pixels, got "here"']],
  ['drag: [1, 2]', ['11: expected a mapping, got [1,2]']],
  ['drag: { from: [1, 2] }', ['11: the key "to" is missing']],
  [
    'drag: { from: [1, 2], to: 3, duration: 61s }',
    [
      '31: expected a point [x, y], a picture { on: name } or a text { text: words }, got 3',
      '44: expected a duration of at most 60s (to hold for longer: hold and release), got "61s"',
    ],
  ],
  ['move: [1]', ['11: expected a point [x, y] in guest pixels, got [1]']],
  ['scroll: 3', ['13: expected a mapping, got 3']],
  [
    'scroll: { at: [1, 2], direction: upp, notches: 0 }',
    [
      '38: expected up, down, left or right, got "upp"',
      '52: expected a number of at least 1, got 0',
    ],
  ],
  ['scroll: { at: [1, 2], notches: many }', ['36: expected a number, got "many"']],
  ['scroll: { at: [1, 2], notches: 1.5 }', ['36: expected a whole number, got 1.5']],
  ['scroll: { at: [1, 2], notches: 99999 }', ['36: expected a number of at most 1000, got 99999']],
  ['type: 5', ['11: expected a text; a number, true, false and null need quotes']],
  ['type: true', ['11: expected a text; a number, true, false and null need quotes']],
  ['type:', ['10: the key "text" is missing']],
  ['type: [a]', ['11: expected a text; a number, true, false and null need quotes']],
  ['type: { text: x, layout: xx }', ['30: unknown layout "xx". Known: us']],
  [
    'type: { text: x, pace: quick }',
    ['28: expected fast, desktop, firmware or { rate: 20 }, got "quick"'],
  ],
  ['type: { text: x, pace: { rate: 0 } }', ['36: expected a number above 0, got 0']],
  [
    'type: { text: x, pace: { rat: 3 } }',
    ['28: the key "rate" is missing', '30: unknown key "rat"'],
  ],
  ['type: { text: x, secret: maybe }', ['30: expected true or false, got "maybe"']],
  ['press: 5', ['12: expected a key or a chord such as enter, F2 or ctrl-alt-delete, got 5']],
  ['press: []', ['12: expected at least 1 entry, got []']],
  ['press:', ['11: the key "keys" is missing']],
  ['press: entr', ['12: unknown key "entr". Did you mean "enter"?']],
  [
    'press: foo',
    ['12: unknown key "foo"; expected a key or a chord such as enter, F2 or ctrl-alt-delete'],
  ],
  ['press: ctrl-ctrl', ['12: the key "ctrl" stands twice in "ctrl-ctrl"']],
  ['press: control-ctrl', ['12: the key "ctrl" stands twice in "control-ctrl"']],
  [
    'press: ctrl-alt-delet',
    ['12: unknown key "delet" in "ctrl-alt-delet". Did you mean "delete"?'],
  ],
  ['press: ctrl-', ['12: a key name is missing in "ctrl-" (the key - is minus, + is shift-equal)']],
  ['press: ""', ['12: a key name is missing in "" (the key - is minus, + is shift-equal)']],
  [
    'press: [enter, foo, bar]',
    [
      '20: unknown key "foo"; expected a key or a chord such as enter, F2 or ctrl-alt-delete',
      '25: unknown key "bar"; expected a key or a chord such as enter, F2 or ctrl-alt-delete',
    ],
  ],
  ['press: { keys: enter, times: 0 }', ['34: expected a number of at least 1, got 0']],
  ['press: { keys: enter, times: 1e24 }', ['34: expected a number of at most 1000, got 1e+24']],
  ['press: { keys: enter, hold: 1 }', ['33: expected a duration such as 80ms, 2s or 1m30s, got 1']],
  [
    'press: { key: enter }',
    [
      '12: the key "keys" is missing',
      '14: unknown key "key". Did you mean "keys"? Known: keys, times, hold, pace',
    ],
  ],
  [
    'hold: ctrl-x-foo',
    [
      '11: unknown key "foo" in "ctrl-x-foo"; expected a key or a chord such as enter, F2 or ctrl-alt-delete',
    ],
  ],
  ['hold: {}', ['11: expected keys or a button to hold']],
  ['hold:', ['10: expected keys or a button to hold']],
  ['hold: { button: wheel }', ['21: expected left, middle, right, side or extra, got "wheel"']],
  ['release: 5', ['14: expected a key or a chord such as enter, F2 or ctrl-alt-delete, got 5']],
  ['release: {}', ['14: expected keys or a button to release']],
  ['screenshot: ../x', ['17: expected a name that does not lead out of its folder, got "../x"']],
  [
    'screenshot: a/../../x',
    ['17: expected a name that does not lead out of its folder, got "a/../../x"'],
  ],
  [
    'screenshot: /etc/passwd',
    [
      '17: expected a name of letters, digits, dots, dashes, underscores and slashes, got "/etc/passwd"',
    ],
  ],
  [
    'screenshot: a b',
    ['17: expected a name of letters, digits, dots, dashes, underscores and slashes, got "a b"'],
  ],
  [
    'screenshot: ""',
    ['17: expected a name of letters, digits, dots, dashes, underscores and slashes, got ""'],
  ],
  ['screenshot: 5', ['17: expected the name of a screen, got 5']],
  ['wait-for-screen: [a]', ['22: expected the name of a screen, got ["a"]']],
  ['expect-screen: { mask: [1, 2, 3, 4] }', ['20: the key "name" is missing']],
  [
    'expect-screen: { name: x, masks: [1, 2, 3, 4] }',
    [
      '31: unknown key "masks". Did you mean "mask"? Known: name, for, stuck, mask, region, threshold, max-diff-pixels, max-diff-ratio, max-diff-window',
    ],
  ],
  [
    'expect-screen: { name: x, mask: [1, 2, 3] }',
    ['37: expected [x, y, width, height] or a list of them, got [1,2,3]'],
  ],
  [
    'expect-screen: { name: x, mask: [[1, 2, 3, a]] }',
    ['48: expected a whole number from 1, got "a"'],
  ],
  [
    'expect-screen: { name: x, mask: all }',
    ['37: expected [x, y, width, height] or a list of them, got "all"'],
  ],
  [
    'expect-screen: { name: x, threshold: 3, max-diff-pixels: -1 }',
    ['42: expected a number from 0 to 1, got 3', '62: expected a whole number from 0, got -1'],
  ],
  ['wait-until-still: 5', ['23: expected a duration such as 80ms, 2s or 1m30s, got 5']],
  ['wait-until-still: 1d', ['23: expected a duration such as 80ms, 2s or 1m30s, got "1d"']],
  ['wait-until-still: ""', ['23: expected a duration such as 80ms, 2s or 1m30s, got ""']],
  ['wait-until-still: -2s', ['23: expected a duration such as 80ms, 2s or 1m30s, got "-2s"']],
  ['wait-until-still: 2 s', ['23: expected a duration such as 80ms, 2s or 1m30s, got "2 s"']],
  ['wait-until-still: 25h', ['23: expected a duration such as 80ms, 2s or 1m30s, got "25h"']],
  ['wait-until-still: 1441m', ['23: expected a duration of at most 24 hours, got "1441m"']],
  [
    `wait-until-still: ${'9'.repeat(400)}s`,
    [
      '23: expected a duration of at most 24 hours, got "99999999999999999999999999999999999999999999999999999999999…',
    ],
  ],
  [
    'wait-until-still: { for: [1] }',
    ['30: expected a duration such as 80ms, 2s or 1m30s, got [1]'],
  ],
  ['{ press: enter, timeout: 5 }', ['30: expected a duration such as 80ms, 2s or 1m30s, got 5']],
  [
    '{ press: enter, timeout: never }',
    ['30: expected a duration such as 80ms, 2s or 1m30s, got "never"'],
  ],
];

test.each(steps)('%s', async (step, messages) => {
  const printed = await bench.diagnose(stepsText(step));
  const heads = printed.split('\n').filter((line) => line.startsWith('scenarios/'));
  expect(heads).toEqual(messages.map((message) => withLists(`scenarios/x.yaml:3:${message}`)));
});

describe('bombs', () => {
  test('of aliases', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const above = i === 0 ? 'lol' : `*a${i - 1}`;
      return `a${i}: &a${i} [${Array(9).fill(above).join(', ')}]`;
    });
    expect(await bench.diagnose(levels.join('\n'))).toBe(
      [
        'scenarios/x.yaml:2:10: the aliases (*name) of this file stand for too much: more than 100 values',
        '    2 | a1: &a1 [*a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0]',
        '      |          ^',
      ].join('\n'),
    );
  });

  test.each([10, 100, 500, 2000, 20_000])('of %i lists in each other', async (depth) => {
    for (const end of ['', ']'.repeat(depth)]) {
      const printed = await bench.diagnose(`machine: demo\nsteps: ${'['.repeat(depth)}${end}\n`);
      expect(printed).toMatch(
        /^scenarios\/x\.yaml:2:\d+: (this is nested too deeply|the list is not closed: expected \]|expected a step such as "- press: enter", got \[+)/,
      );
    }
  });
});

describe('a secret', () => {
  test.each([
    [
      'a character that cannot be typed',
      'type: { text: "hunterß2", secret: true }',
      "3:19: the layout us cannot type 1 of the secret's characters",
    ],
    [
      'another mistake on its line',
      'type: { text: hunter2, secret: true, layout: xx }',
      '3:50: unknown layout "xx". Known: us',
    ],
    [
      'a wrong type',
      'type: { text: [hunter2], secret: true }',
      '3:19: expected a text; a number, true, false and null need quotes',
    ],
    [
      'a number',
      'type: { text: 7002, secret: true }',
      '3:19: expected a text; a number, true, false and null need quotes',
    ],
    [
      'a secret key that is no boolean',
      'type: { text: hunter2, secret: "yes" }',
      '3:36: expected true or false, got "yes"',
    ],
    [
      'several lines',
      'type:\n  text: |\n    hunter2ß\n  secret: true',
      "4:13: the layout us cannot type 1 of the secret's characters",
    ],
    [
      'an anchor',
      'name: &pw hunter2ß\ntype: { text: *pw, secret: true }',
      "4:19: the layout us cannot type 1 of the secret's characters",
    ],
    [
      'a misspelt key',
      'type: { text: hunter2, secret: true, hld: 5ms }',
      '3:42: unknown key "hld". Did you mean "hold"? Known: text, layout, pace, hold, method, secret',
    ],
    [
      'an open mapping',
      'type: { text: hunter2, secret: true',
      '3:40: the mapping is not closed: expected }',
    ],
    [
      'an open quote',
      'type: { text: "hunter2, secret: true }',
      '3:43: the closing quote " is missing',
    ],
  ])('with %s', async (_, step, message) => {
    const printed = await bench.diagnose(stepsText(step));
    expect(printed).toContain(withLists(`scenarios/x.yaml:${message}`));
    expect(printed).not.toMatch(/hunter|7002|ß/);
  });

  test('from the environment', async () => {
    const step = 'type: { text: "${env.PASSWORD}", secret: true }';
    expect(await bench.diagnose(stepsText(step), { PASSWORD: 'hunterß2' })).toBe(
      "scenarios/x.yaml:3:19: the layout us cannot type 1 of the secret's characters",
    );
  });

  test('leaves the lines of other texts alone', async () => {
    const printed = await bench.diagnose(stepsText('type: { text: "ß", secret: false }'));
    expect(printed).toContain('    3 |   - type: { text: "ß", secret: false }');
  });
});

describe('guestwright.yaml', () => {
  async function projectMistakes(configuration: string, scenario: string) {
    const other = await makeBench(configuration);
    try {
      const project = await loadProject(other.folder.root, {});
      return {
        project: project.mistakes.map(({ line, col, message }) => `${line}:${col}: ${message}`),
        scenario: await other.diagnose(scenario),
      };
    } finally {
      await other.folder.remove();
    }
  }

  test.each([
    [
      'machines:\n  demo: { displai: std }\nscenario: x\n',
      [
        '2:11: unknown key "displai". Did you mean "display"? Known: MACHINE',
        '3:1: unknown key "scenario". Did you mean "scenarios"? Known: machines, scenarios, baselines, results, states, secrets',
      ],
    ],
    [
      'machines: [demo]\nresults: 5\n',
      ['1:11: expected a mapping, got ["demo"]', '2:10: expected a text, got 5'],
    ],
    ['machines:\n  demo:\n', ['2:8: expected a mapping, got nothing']],
    ['machines: {\n', ['1:12: the mapping is not closed: expected }']],
    [
      'machines:\n  demo: { kernel: "${env.NOPE}", memory: 5K }\n',
      [
        '2:19: the environment variable NOPE is not set',
        '2:42: expected a size such as 512M or 2G, got "5K"',
      ],
    ],
  ])('%j', async (configuration, messages) => {
    const told = await projectMistakes(configuration, stepsText('press: entr'));
    expect(told.project).toEqual(messages.map(withLists));
    // A scenario is not to blame for a machine that is described wrongly.
    expect(told.scenario).toBe(
      'scenarios/x.yaml:3:12: unknown key "entr". Did you mean "enter"?\n    3 |   - press: entr\n      |            ^',
    );
  });

  test('without machines', async () => {
    const { scenario } = await projectMistakes('', stepsText('press: enter'));
    expect(scenario).toBe(
      'scenarios/x.yaml:1:10: unknown machine "demo". guestwright.yaml describes none\n    1 | machine: demo\n      |          ^',
    );
  });
});

test('no message of any mistake is in the words of zod', async () => {
  const all = await Promise.all([
    ...texts.map(([, text]) => bench.diagnose(text)),
    ...steps.map(([step]) => bench.diagnose(stepsText(step))),
  ]);
  expect(all.join('\n')).not.toMatch(/Invalid|Too (small|big)|Unrecognized|must match|received/);
});
