import { expect, test } from 'vitest';
import { watchArguments, watchScreens } from '../../../src/machine/qemu/watched-screens.ts';

test('every head of every display has a VNC server with a password, at a socket of ours', () => {
  const displays = [{ id: 'left' }, { id: 'right', type: 'virtio', heads: 2 }] as const;
  const screens = watchScreens({ displays: [...displays] }, '/run/private,1');
  expect(screens.map(({ device, head }) => [device, head])).toEqual([
    ['left', 0],
    ['right', 0],
    ['right', 1],
  ]);
  expect(watchArguments(screens)).toEqual([
    ...['-vnc', 'unix:/run/private,,1/v0,id=watch0,password=on,display=left,head=0'],
    ...['-vnc', 'unix:/run/private,,1/v1,id=watch1,password=on,display=right,head=0'],
    ...['-vnc', 'unix:/run/private,,1/v2,id=watch2,password=on,display=right,head=1'],
  ]);
});
