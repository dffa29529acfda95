import { z } from 'zod';
import type { Reading } from '../../guest/text.ts';
import { findMisfits } from '../check/find-misfits.ts';
import { defineCondition } from '../condition.ts';
import {
  checkPattern,
  patternOf,
  readingRegion,
  readRegion,
  soughtText,
  textManner,
  titleText,
  useFont,
} from '../parts/text-keys.ts';

export const text = defineCondition({
  key: 'text',
  schema: z.strictObject({ text: soughtText, region: readRegion, ...textManner }),
  make: (args) => ({
    title: `text ${titleText(args.text)}`,
    screens: [],
    pictures: [],
    check: ({ screen }) => [
      ...checkPattern('text', args.text, args),
      ...(screen ? findMisfits({ region: args.region }, screen) : []),
    ],
    watch: async (stage) => {
      await useFont(args, stage);
      const { guest, signal } = stage;
      const pattern = patternOf(args.text, args);
      const region = readingRegion(args.region);
      let reading: Reading | undefined;
      return {
        look: async (frame, changed) => {
          if (changed || !reading) {
            reading = await guest.text.read({ frame, signal, ...(region && { region }) });
          }
          const read = reading;
          return {
            holds: read.kind === 'read' && pattern.isIn(read.text),
            tell: () => (read.kind === 'read' ? 'it is not there' : `unreadable: ${read.why}`),
          };
        },
      };
    },
  }),
});
