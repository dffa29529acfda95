import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { overlayDisks } from '../../../src/machine/qemu/overlay.ts';
import { describeWith, makeTestFolder } from '../../support/with-qemu.ts';

const raw = { format: 'raw', interface: 'virtio', keep: false } as const;

describeWith('qemu-img')('overlays', () => {
  test('take what is written, and the image keeps its bytes', async () => {
    const folder = makeTestFolder();
    const image = join(folder, 'image, with a comma.img');
    writeFileSync(image, Buffer.alloc(65536, 'base'));
    const [overlay] = await overlayDisks([{ ...raw, file: image }], folder);
    expect(overlay).toEqual({ ...raw, format: 'qcow2', file: join(folder, 'disk0.qcow2') });

    const write = ['-c', 'write -P 0x55 0 4096', join(folder, 'disk0.qcow2')];
    execFileSync('qemu-io', ['-f', 'qcow2', ...write]);
    expect(readFileSync(image).equals(Buffer.alloc(65536, 'base'))).toBe(true);
  });

  test('a disk to keep is handed on as it is', async () => {
    const disk = { ...raw, file: '/nowhere.img', keep: true };
    expect(await overlayDisks([disk], '/nowhere')).toEqual([disk]);
  });

  test('an image of another format is an error with what qemu-img said', async () => {
    const folder = makeTestFolder();
    const file = join(folder, 'image.qcow2');
    writeFileSync(file, 'not a qcow2');
    await expect(overlayDisks([{ ...raw, format: 'qcow2', file }], folder)).rejects.toMatchObject({
      code: 'overlay-failed',
      message: expect.stringMatching(/^no overlay for the disk .*image\.qcow2: qemu-img: /),
      hint: 'format must name what the image is: qcow2 or raw',
    });
  });
});
