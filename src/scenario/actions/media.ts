import { resolve } from 'node:path';
import { z } from 'zod';
import { ejectMedium, insertMedium } from '../../guest/media.ts';
import { troubleWith } from '../../machine/machine-files.ts';
import { didYouMean } from '../../near-name.ts';
import { defineWord, type Expectations, type Problem } from '../action.ts';
import { titleText } from '../parts/text-keys.ts';
import { show } from '../show.ts';

const schema = z
  .strictObject({
    insert: z
      .string({ error: ({ input }) => `expected the path of an image, got ${show(input)}` })
      .min(1, { error: 'expected the path of an image' })
      .optional()
      .describe("An image, from the project's folder on. What is in the drive comes out first"),
    eject: z
      .literal(true, { error: ({ input }) => `expected true, got ${show(input)}` })
      .optional()
      .describe('Takes the medium out'),
    device: z
      .string()
      .min(1)
      .optional()
      .describe('Which drive: cdrom0, floppy0. Default: the only one'),
    force: z.boolean().optional().describe('Also out of a drive that the guest has locked'),
    format: z
      .enum(['raw', 'qcow2'], {
        error: ({ input }) => `expected raw or qcow2, got ${show(input)}`,
      })
      .optional()
      .describe('Default: by the name (.qcow2), else raw'),
    keep: z
      .boolean()
      .optional()
      .describe('Whether the guest may write to the image. Default: it cannot write'),
  })
  .refine(({ insert, eject }) => (insert === undefined) !== (eject === undefined), {
    error: 'expected either insert or eject',
  });

type MediaArgs = z.output<typeof schema>;

export const media = defineWord({
  key: 'media',
  summary: 'Puts a medium into a drive, or takes it out',
  short: 'insert',
  waits: true,
  schema,
  title: ({ insert, device }) => {
    const at = device === undefined ? '' : ` ${device}`;
    return insert === undefined ? `media: eject${at}` : `media: insert${at} ${titleText(insert)}`;
  },
  check: (args, expected) => [...checkDrive(args, expected), ...checkImage(args, expected)],
  run: async ({ insert, device, force, format, keep }, stage) => {
    const { guest, signal, timeoutMs, root = '.' } = stage;
    const options = { device, force, timeoutMs, signal };
    if (insert !== undefined) {
      await insertMedium(guest, { file: resolve(root, insert), format, keep }, options);
      return { kind: 'done' };
    }
    const note = await ejectMedium(guest, options);
    return { kind: 'done', ...(note !== undefined && { note }) };
  },
});

function checkDrive({ device }: MediaArgs, { drives }: Expectations): Problem[] {
  if (!drives) return [];
  const [first] = drives;
  if (first === undefined) {
    const message = 'the machine has no drive; give it one: drives: [cdrom]';
    return [{ path: [], message }];
  }
  if (device === undefined) {
    const message = `the machine has ${drives.length} drives (${drives.join(', ')}): say which, such as device: ${first}`;
    return drives.length > 1 ? [{ path: [], message }] : [];
  }
  if (drives.includes(device)) return [];
  const near = didYouMean(device, drives);
  const message = `the machine has no drive ${device}.${near} It has: ${drives.join(', ')}`;
  return [{ path: ['device'], message }];
}

function checkImage(args: MediaArgs, expected: Expectations): Problem[] {
  const { insert, device, keep } = args;
  if (insert === undefined) {
    const idle = (['format', 'keep'] as const).filter((key) => args[key] !== undefined);
    return idle.map((key) => ({ path: [key], message: `${key} says how to insert, not to eject` }));
  }
  const drive = device ?? expected.drives?.[0] ?? '';
  if (keep && drive.startsWith('cdrom')) {
    return [{ path: ['keep'], message: 'nothing can be written to a CD-ROM' }];
  }
  const trouble = troubleWith(resolve(expected.root ?? '.', insert), { writes: keep === true });
  return trouble === undefined ? [] : [{ path: ['insert'], message: `${insert} ${trouble}` }];
}
