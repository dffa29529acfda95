import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { StillPictures } from '../../src/live/still-pictures.ts';
import { attachMachine } from '../../src/machine/attach.ts';
import { formatAddress } from '../../src/qmp/address.ts';
import { decodePng } from '../../src/screen/files/png.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Refusal } from '../support/qmp-server.ts';
import { ppm, startScreen } from '../support/screen-server.ts';

async function start(screendump: (count: number) => number) {
  const clock = new ManualClock();
  let count = 0;
  const server = await startScreen({
    screendump: ({ filename }) => {
      count += 1;
      writeFileSync(String(filename), ppm(screendump(count)));
      return {};
    },
  });
  const attach = formatAddress(server.address);
  const machine = await attachMachine({ attach }, { signal: undefined, clock });
  onTestFinished(() => machine.stop());
  const pictures = new StillPictures(machine, clock);
  const greyOf = async (taking: Promise<Buffer>) => decodePng(await taking, 'it').data[0];
  return { clock, pictures, greyOf };
}

test('however many ask, the guest is asked once, and again when the picture is old', async () => {
  const { clock, pictures, greyOf } = await start((count) => count);
  const asked = [pictures.take(), pictures.take()];
  expect(await Promise.all(asked.map(greyOf))).toEqual([1, 1]);
  clock.advance(499);
  expect(await greyOf(pictures.take())).toBe(1);
  clock.advance(1);
  expect(await greyOf(pictures.take())).toBe(2);
});

test('a picture that failed is asked for again', async () => {
  const { pictures, greyOf } = await start((count) => {
    if (count === 1) throw new Refusal('GenericError', 'no surface');
    return count;
  });
  await expect(pictures.take()).rejects.toThrow('no surface');
  expect(await greyOf(pictures.take())).toBe(2);
});
