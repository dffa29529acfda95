import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { OcrReader } from '../../src/guest/text/text-ocr.ts';
import { waitForText } from '../../src/guest/text/text-wait.ts';
import { TextReader } from '../../src/guest/text.ts';
import { encodePpm } from '../../src/screen/files/ppm.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { cp437 } from '../../src/screen/text/cp437.ts';
import type { Font } from '../../src/screen/text/font.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame, paint } from '../screen/frames.ts';
import { encodePsf2 } from '../screen/text/psf-files.ts';
import { drawScreen, memoryOf, randomFont, screenOf } from '../screen/text/text-screen.ts';
import { type Handler, Refusal } from '../support/qmp-server.ts';
import { makeTestFolder } from '../support/with-qemu.ts';
import { commandsOf, type FakeGuest, withFakeGuest } from './fake-guest.ts';

const shapes = randomFont(9, 16, 4);
const hello = screenOf(['Booting from Hard Disk...', '', 'guest login:']);
const textMode = drawScreen(hello, shapes);
const consoleShapes = randomFont(8, 16, 4);
const console8 = drawScreen(screenOf(['guest login:'], { columns: 100, rows: 37 }), consoleShapes);
const picture = paint(fillFrame(800, 600), { x: 9, y: 9, width: 99, height: 50 }, [9, 9, 9]);
const font: Font = {
  name: 'console.psf',
  width: 8,
  height: 16,
  glyphs: cp437.map((text, code) => ({ text, shape: consoleShapes.shapes[code] ?? [] })),
};
const noOcr: OcrReader = { read: async () => ({ ok: false, why: 'not here' }) };

/** A guest with this in its text memory, and a reader of its text without OCR. */
function withText(
  options: { frame: Frame; memory?: Uint8Array; handlers?: Record<string, Handler> },
  body: (fake: FakeGuest & { text: TextReader }) => Promise<void>,
): Promise<void> {
  const { frame, memory = new Uint8Array(0x8000), handlers } = options;
  const pmemsave: Handler = ({ val, size, filename }) =>
    writeFile(String(filename), val === 0xb8000 ? memory : new Uint8Array(Number(size)));
  return withFakeGuest({ frame, handlers: { pmemsave, ...handlers } }, (fake) =>
    body({ ...fake, text: new TextReader(fake.machine, fake.guest.screen, noOcr) }),
  );
}

describe('what reads a screen', () => {
  test('text memory that the picture bears out', () =>
    withText({ frame: textMode, memory: memoryOf(hello, 0) }, async ({ text, server }) => {
      const reading = await text.read();
      expect(reading).toMatchObject({
        kind: 'read',
        text: { reader: 'vga-memory', confidence: 1, grid: { columns: 80, rows: 25 } },
      });
      expect(reading.kind === 'read' && reading.text.lines.slice(0, 3)).toEqual([
        'Booting from Hard Disk...',
        '',
        'guest login:',
      ]);
      expect(commandsOf(server)).toEqual(['screendump', 'pmemsave']);
    }));

  test('a font, of a picture that has been taken already', () =>
    withText({ frame: console8 }, async ({ text, server }) => {
      text.addFont(font);
      const region = { x: 0, y: 0, width: 40, height: 16 };
      const reading = await text.read({ frame: console8, region });
      expect(reading).toMatchObject({ text: { reader: 'glyphs', lines: ['guest'] } });
      expect(commandsOf(server)).toEqual(['pmemsave', 'pmemsave']);
    }));

  test("the video BIOS's font, once the BIOS is there", () => {
    const face = Buffer.from('00007e81a58181bd9981817e00000000', 'hex');
    const mirrored = (bits: number) =>
      Array.from({ length: 8 }, (_, x) => ((bits >> x) & 1) << (7 - x)).reduce((a, b) => a | b);
    const bios = Buffer.concat(
      consoleShapes.shapes.map((rows, code) => {
        if (code === 1) return face;
        return code === 0xdb ? Buffer.alloc(16, 0xff) : Buffer.from(rows.map(mirrored));
      }),
    );
    let rom = Buffer.alloc(0x10000);
    const pmemsave: Handler = ({ val, filename }) =>
      writeFile(String(filename), val === 0xc0000 ? rom : Buffer.alloc(0x8000));
    return withText({ frame: console8, handlers: { pmemsave } }, async ({ text }) => {
      expect(await text.read()).toMatchObject({ kind: 'unreadable' });
      rom = Buffer.concat([Buffer.alloc(99), bios, rom]);
      const lines = ['guest login:', ...Array(36).fill('')];
      const read = { kind: 'read', text: { reader: 'glyphs', lines } };
      expect(await text.read()).toMatchObject(read);
      rom = Buffer.alloc(0);
      expect(await text.read()).toMatchObject(read);
    });
  });

  test('OCR, where nothing else can', () =>
    withText({ frame: picture }, async ({ guest, machine }) => {
      const text = { reader: 'ocr' as const, lines: ['Hi'], full: [false], confidence: 0.9 };
      const ocr: OcrReader = { read: async () => ({ ok: true, text }) };
      const reading = await new TextReader(machine, guest.screen, ocr).read();
      expect(reading).toMatchObject({ kind: 'read', text });
    }));

  test('OCR, once for the same part of the same picture', () =>
    withText({ frame: picture }, async ({ guest, machine }) => {
      const asked: unknown[] = [];
      const read: OcrReader['read'] = async (_, region) => {
        asked.push(region);
        return { ok: true, text: { reader: 'ocr', lines: [], full: [], confidence: 1 } };
      };
      const text = new TextReader(machine, guest.screen, { read });
      const region = { x: 0, y: 0, width: 50, height: 50 };
      const copy = { ...picture, data: picture.data.slice() };
      await text.read({ frame: picture });
      await text.read({ frame: copy });
      await text.read({ frame: copy, region });
      await text.read({ frame: copy, region: { ...region } });
      const other = paint(picture, { x: 0, y: 0, width: 1, height: 1 }, [1, 2, 3]);
      await text.read({ frame: other, region });
      expect(asked).toEqual([undefined, region, region]);
    }));

  test('nothing, and why', () =>
    withText({ frame: picture, memory: memoryOf(hello, 0) }, async ({ text }) => {
      text.addFont(font);
      expect(await text.read()).toMatchObject({
        kind: 'unreadable',
        why: 'vga-memory: the screen is not what the text memory says; glyphs: not in console.psf; ocr: not here',
      });
    }));

  test('a screen of one colour says nothing, without asking anybody', () =>
    withText(
      { frame: fillFrame(720, 400), memory: memoryOf(hello, 0) },
      async ({ text, server }) => {
        expect(await text.read()).toMatchObject({ kind: 'read', text: { lines: [] } });
        expect(commandsOf(server)).toEqual(['screendump']);
      },
    ));

  test('a region that is not on the screen', () =>
    withText({ frame: console8 }, async ({ text }) => {
      const region = { x: 700, y: 0, width: 101, height: 16 };
      expect(await text.read({ region })).toMatchObject({
        kind: 'unreadable',
        why: 'the region [700, 0, 101, 16] is not on the screen, which is 800x592',
      });
    }));

  test.each<[string, Handler]>([
    [
      'without the command',
      () => {
        throw new Refusal('CommandNotFound', 'pmemsave');
      },
    ],
    ['that writes its files elsewhere', () => ({})],
  ])('a machine %s still has fonts', (_, pmemsave) =>
    withText({ frame: textMode, handlers: { pmemsave } }, async ({ text }) => {
      expect(await text.read()).toMatchObject({ kind: 'unreadable' });
      text.addFont({
        ...font,
        width: 9,
        glyphs: cp437.map((c, i) => ({ text: c, shape: shapes.shapes[i] ?? [] })),
      });
      expect(await text.read()).toMatchObject({ kind: 'read', text: { reader: 'glyphs' } });
    }),
  );
});

describe('a font from a file', () => {
  test('reads; a second time it is known', () =>
    withText({ frame: console8 }, async ({ text }) => {
      const file = `${makeTestFolder()}/console.psf`;
      await writeFile(file, encodePsf2(consoleShapes));
      await text.addFontFile(file);
      await text.addFontFile(file);
      const reading = await text.read();
      expect(reading.kind === 'read' && reading.text.lines[0]).toBe('guest login:');
    }));

  test('that is not there, or is none', () =>
    withText({ frame: console8 }, async ({ text }) => {
      const missing = '/nowhere/x.psf';
      expect(describeFailure(await rejectionOf(text.addFontFile(missing)))).toBe(
        `ScenarioError bad-font: The font ${missing} cannot be read: it does not exist`,
      );
      const error = await rejectionOf(text.addFontFile(import.meta.filename));
      expect(describeFailure(error)).toMatch(
        /^ScenarioError bad-font: The font text.test.ts cannot/,
      );
    }));
});

describe('waiting for a text', () => {
  const wait = (text: string, timeoutMs: number) => ({
    pattern: createPattern(text),
    timeoutMs,
    signal: new AbortController().signal,
  });

  test('ends when it is there', async () => {
    const later = screenOf(['guest login:', 'Password:']);
    let memory = memoryOf(hello, 0);
    const pmemsave: Handler = ({ filename }) => writeFile(String(filename), memory);
    let now = () => 0;
    const screendump: Handler = ({ filename }) => {
      if (now() < 500) return writeFile(String(filename), encodePpm(textMode));
      memory = memoryOf(later, 320);
      return writeFile(String(filename), encodePpm(drawScreen(later, shapes)));
    };
    await withText({ frame: textMode, handlers: { pmemsave, screendump } }, async (fake) => {
      now = () => fake.clock.now();
      const { guest, text, clock } = fake;
      const waiting = waitForText({ screen: guest.screen, text, clock }, wait('Password:', 9000));
      expect(await clock.run(waiting)).toMatchObject({
        found: true,
        reading: { text: { reader: 'vga-memory' } },
      });
      expect(clock.now()).toBeGreaterThanOrEqual(500);
      expect(clock.now()).toBeLessThanOrEqual(540);
    });
  });

  test('ends with what was read when the time is up; memory is read when the picture changes', () =>
    withText(
      { frame: textMode, memory: memoryOf(hello, 0) },
      async ({ guest, text, clock, server }) => {
        const waiting = waitForText({ screen: guest.screen, text, clock }, wait('Password:', 1000));
        const { found, looks, reading } = await clock.run(waiting);
        expect(found).toBe(false);
        expect(looks).toBeGreaterThan(20);
        expect(reading.kind).toBe('read');
        expect(commandsOf(server).filter((name) => name === 'pmemsave')).toHaveLength(1);
      },
    ));

  test('reads once more what was newer in memory than in the picture', () => {
    let reads = 0;
    const pmemsave: Handler = ({ filename, val }) => {
      if (val !== 0xb8000) return writeFile(String(filename), new Uint8Array(9));
      reads += 1;
      const next = screenOf(['guest login: jane', 'Password:']);
      return writeFile(String(filename), memoryOf(reads === 1 ? next : hello, 0));
    };
    return withText({ frame: textMode, handlers: { pmemsave } }, async ({ guest, text, clock }) => {
      const waiting = waitForText({ screen: guest.screen, text, clock }, wait('login:', 9000));
      expect(await clock.run(waiting)).toMatchObject({ found: true, looks: 2 });
    });
  });

  test('an abort rejects with its reason', () =>
    withText({ frame: textMode }, async ({ guest, text, clock }) => {
      const abort = new AbortController();
      const options = { ...wait('Password:', 1000), signal: abort.signal };
      const waiting = rejectionOf(waitForText({ screen: guest.screen, text, clock }, options));
      await clock.untilWaiting(1);
      abort.abort(new Error('stop it'));
      expect(await waiting).toBe(abort.signal.reason);
    }));
});
