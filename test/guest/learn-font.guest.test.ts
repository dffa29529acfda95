import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { untilText, withBareGuest } from '../support/bare-guest.ts';
import { TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

const folder = '/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64';
const hasInstaller = existsSync(`${folder}/linux`);
if (!hasInstaller) {
  console.warn('SKIPPED: the package debian-installer-12-netboot-amd64 is not installed');
}

/** The installer on the kernel's own framebuffer console. */
const installer = {
  kernel: `${folder}/linux`,
  initrd: `${folder}/initrd.gz`,
  append: 'vga=788 fb=false --- quiet',
  memory: '1G',
};

/** What its list of languages shows. */
const shown = [
  ...['No localization', 'Euskara', 'Català', 'Dansk', 'Nederlands', 'English', 'Suomi'],
  ...['Fran\ufffdais', 'Galego', 'Deutsch', 'Islenska', 'Bahasa Indonesia', 'Gaeilge', 'Italiano'],
  ...['Sámegillii', 'Norsk bokmål', 'Norsk nynorsk', 'Occitan', 'Português'],
  ...['Português do Brasil', 'Español', 'Svenska', 'Tagalog'],
];

const scenario = `
machine: demo
steps:
  - wait-for-text: "~ #"
  - type: "echo \\"The $((2*21)) Quick, lazy dogs: {jumping} <over>|^~\\"\\n"
  - read: { pattern: /^The (.*)$/, into: said }
    timeout: 10s
  - expect-text: "\${vars.said}"
  - press: alt-f1
  - wait-for-text: Choose the language to be used for the installation process
  - expect-text: <Go Back>
  - read: all
`;

describeWith('qemu-system-x86_64')("the Debian text installer's console", () => {
  test.skipIf(!hasInstaller)(
    'is read without a mistake by the font that it has taught',
    { timeout: 300_000 },
    () => {
      const project = new TestProject();
      const socket = join(project.folder, 'qmp.sock');
      const more = ['-qmp', `unix:${socket},server=on,wait=off`];
      const configure = (fonts: string) =>
        project.write(
          'guestwright.yaml',
          `machines:\n  demo: { attach: "unix:${socket}", fonts: [${fonts}] }\n`,
        );
      return withBareGuest({ ...installer, 'extra-args': more }, async (guest) => {
        // The video BIOS's font has no g of its kind.
        expect((await untilText(guest, 'Choose the', 150_000)).found).toBe(true);
        await guest.keyboard.press(['alt', 'f2']);
        expect((await untilText(guest, 'Please press Enter')).found).toBe(true);
        await guest.keyboard.press(['ret']);
        expect((await untilText(guest, "Enter 'help'")).found).toBe(true);
        await guest.keyboard.press(['alt', 'f1']);

        configure('');
        const way = ['--press', 'alt-f2'];
        expect(await project.run('learn-font', '--out', 'fonts/di.psf', ...way)).toMatchObject({
          exitCode: 0,
          stderr: '',
          stdout: expect.stringContaining('learned 94 characters of 8x16: fonts/di.psf\n'),
        });
        const again = await project.run('learn-font', '--out', 'fonts/di.psf');
        expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('EEXIST') });

        // A shell that takes its time shows what is typed ahead in front of its prompt.
        const slow = "printf 're''ady> '; while read x; do sleep 1; printf 're''ady> '; done\n";
        await guest.keyboard.type(slow);
        expect((await untilText(guest, 'ready>', 20_000)).found).toBe(true);
        expect(await project.run('learn-font', '--out', 'fonts/slow.psf')).toMatchObject({
          exitCode: 0,
          stderr: '',
        });
        const bytes = (file: string) => readFileSync(join(project.folder, file));
        expect(bytes('fonts/slow.psf')).toEqual(bytes('fonts/di.psf'));
        await guest.keyboard.press(['ctrl', 'c']);

        configure('fonts/di.psf');
        project.write('scenarios/read.yaml', scenario);
        const outcome = await project.run('run');
        expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
        const texts = project.finishedSteps.map(({ text }) => text);
        expect(texts[2]?.variable?.value).toBe('42 Quick, lazy dogs: {jumping} <over>|^~');
        const { reader, lines = [] } = texts.at(-1) ?? {};
        expect(reader).toBe('glyphs');
        const languages = lines.flatMap((line) => /\S {2,}- {2}(\S+( \S+)*)/.exec(line)?.[1] ?? []);
        expect(languages).toEqual(shown);
        // The one character on the screen that neither the taught font nor the video BIOS's has is not guessed.
        expect(lines.filter((line) => line.includes('\ufffd'))).toHaveLength(1);

        const looked = await project.run('look', '--at', '0,400,640,400');
        expect(looked.stdout).toMatch(/^ {2}\[\d+, \d+, 72, 16\] +<Go Back>$/m);
      });
    },
  );
});
