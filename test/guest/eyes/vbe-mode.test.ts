import { expect, test } from 'vitest';
import { parseRegisters, readVbeMode } from '../../../src/guest/eyes/vbe-mode.ts';

/** As the demo guest leaves them: id, width, height, depth, enable, bank, virtual size, offset. */
const demo = [0xb0c5, 1024, 768, 32, 0x41, 0, 1024, 4096, 0, 0];

const withRegister = (index: number, value: number) => demo.with(index, value);

test('the mode of a linear picture, and where in the memory it starts', () => {
  const strideBytes = 4096;
  const mode = { width: 1024, height: 768, strideBytes, offsetBytes: 0 };
  expect(readVbeMode(demo)).toEqual(mode);
  expect(readVbeMode(withRegister(9, 768))).toEqual({ ...mode, offsetBytes: 768 * 4096 });
  expect(readVbeMode(withRegister(8, 16))).toEqual({ ...mode, offsetBytes: 64 });
  expect(readVbeMode(withRegister(6, 2048))).toEqual({ ...mode, strideBytes: 8192 });
});

test.for([
  ['switched off: text and planar modes', withRegister(4, 0x40)],
  ['another depth', withRegister(3, 16)],
  ['another device', withRegister(0, 0xffff)],
  ['no size', withRegister(1, 0)],
  ['a width that is no multiple of four', withRegister(1, 1023)],
  ['lines shorter than the picture is wide', withRegister(6, 800)],
  ['too few registers', demo.slice(0, 9)],
] as const)('no mode: %s', ([, registers]) => {
  expect(readVbeMode(registers)).toBeUndefined();
});

test('what the human monitor prints', () => {
  const printed =
    '00000000febf0500: 0xb0c5 0x0400 0x0300 0x0020 0x0041 0x0000 0x0400 0x1000\r\n' +
    '00000000febf0510: 0x0000 0x0000\r\n';
  expect(parseRegisters(printed)).toEqual(demo);
  expect(parseRegisters('Cannot access memory\r\n')).toEqual([]);
});
