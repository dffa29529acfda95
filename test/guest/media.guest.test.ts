import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ejectMedium, insertMedium } from '../../src/guest/media.ts';
import { doStep } from '../support/do-step.ts';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { type ShellGuest, startShellGuest } from '../support/shell-guest.ts';

/** An image that begins with a word. */
function makeImage(folder: string, name: string, bytes = 64 * 1024): string {
  const file = join(folder, name);
  writeFileSync(file, Buffer.alloc(bytes, `${name} `));
  return file;
}

/** The first read of another medium fails: it is how Linux comes to know of it. */
function read(run: ShellGuest['run'], device: string) {
  const once = `head -c 5 /dev/${device}`;
  return run(`dmesg -n 1; ${once} >/dev/null 2>&1; ${once}`);
}

describeWithProbeGuest(import.meta.filename)('media', () => {
  test('the guest reads what is in the drive, and finds none when it is out', async () => {
    const { guest, folder, run } = await startShellGuest({ drives: ['cdrom', 'floppy'] });
    const cdrom = { device: 'cdrom0' };
    expect((await read(run, 'sr0')).output).toContain('No medium found');
    for (const name of ['one!!', 'two!!']) {
      await insertMedium(guest, { file: makeImage(folder, name) }, cdrom);
      expect(await read(run, 'sr0')).toEqual({ exit: 0, output: name });
    }
    expect(await ejectMedium(guest, cdrom)).toBeUndefined();
    expect((await read(run, 'sr0')).output).toContain('No medium found');
    expect(await ejectMedium(guest, cdrom)).toBe('cdrom0 was empty already');
    const trays = guest.events.since().filter(({ event }) => event === 'DEVICE_TRAY_MOVED');
    const moved = trays.map(({ data }) => (data as { 'tray-open': boolean })['tray-open']);
    expect(moved.join()).toBe('true,false,true,false,true,false');

    const floppy = makeImage(folder, 'disk!', 1440 * 1024);
    await insertMedium(guest, { file: floppy }, { device: 'floppy0' });
    expect(await read(run, 'fd0')).toEqual({ exit: 0, output: 'disk!' });
    expect(await run('echo x >/dev/fd0')).toMatchObject({ exit: 1 });
    await insertMedium(guest, { file: floppy, keep: true }, { device: 'floppy0' });
    await read(run, 'fd0');
    const write = await run('printf KEPT! | dd of=/dev/fd0 bs=512 conv=sync,fsync');
    expect(write).toMatchObject({ exit: 0 });
    await ejectMedium(guest, { device: 'floppy0' });
    expect(readFileSync(floppy, 'latin1').slice(0, 5)).toBe('KEPT!');
  });

  test('a drive that the guest uses is locked, and opened by force', async () => {
    const { guest, folder, run } = await startShellGuest({ drives: ['cdrom'] });
    await insertMedium(guest, { file: makeImage(folder, 'one!!') });
    await read(run, 'sr0');
    await run('sleep 1000 </dev/sr0 & sleep 0.1');
    const eject = ejectMedium(guest, { timeoutMs: 300 });
    await expect(eject).rejects.toMatchObject({
      code: 'tray-locked',
      message: 'the guest has locked cdrom0, and did not open it within 300 ms of being asked',
    });
    expect((await read(run, 'sr0')).output).toBe('one!!');
    expect(await ejectMedium(guest, { force: true })).toBeUndefined();
    await run('kill $!');
    expect((await read(run, 'sr0')).output).toContain('No medium found');
  });

  test('a medium that cannot be had leaves the drive as it was', async () => {
    const { guest, folder, run } = await startShellGuest({ drives: ['cdrom', 'cdrom'] });
    const image = makeImage(folder, 'one!!');
    await expect(insertMedium(guest, { file: image })).rejects.toThrow(
      'the machine has 2 drives: cdrom0, cdrom1',
    );
    const step = { insert: 'one!!', device: 'cdrom1' };
    expect(await doStep(guest, 'media', step, { root: folder })).toEqual({ kind: 'done' });
    const missing = insertMedium(guest, { file: join(folder, 'none') }, { device: 'cdrom1' });
    await expect(missing).rejects.toMatchObject({ code: 'media-refused' });
    expect((await read(run, 'sr1')).output).toBe('one!!');
    await expect(ejectMedium(guest, { device: 'cdrom2' })).rejects.toThrow(
      'the machine has no drive cdrom2. Did you mean "cdrom0"? It has: cdrom0, cdrom1',
    );
  });
});
