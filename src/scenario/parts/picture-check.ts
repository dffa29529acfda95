import { z } from 'zod';
import { defineWord, type Word } from '../action.ts';
import { checkSearch, pictureName, searchKeys, searchPicture } from './picture-search.ts';
import { stuckKey } from './wait-keys.ts';

/** `wait-for-picture` and `expect-picture`: the same question, asked for different lengths of time. */
export function definePictureCheck(definition: {
  key: string;
  summary: string;
  once: boolean;
}): Word {
  const { key, summary, once } = definition;
  return defineWord({
    key,
    summary,
    short: 'name',
    waits: true,
    schema: z.strictObject({ name: pictureName, ...searchKeys, ...stuckKey }),
    title: ({ name }) => `${key} ${name}`,
    pictures: ({ name }) => [{ name, key: 'name' }],
    check: (args, expected) => checkSearch('name', args.name, args, expected),
    run: async ({ name, stuck: stuckMs, ...args }, stage) =>
      (await searchPicture(name, args, stage, { aim: false, once, stuckMs })).outcome,
  });
}
