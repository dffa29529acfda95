import type { BlockWord } from './block.ts';
import { anyOf } from './blocks/any-of.ts';
import { group } from './blocks/group.ts';
import { ifBlock } from './blocks/if.ts';
import { noneOf } from './blocks/none-of.ts';
import { repeat } from './blocks/repeat.ts';
import { retry } from './blocks/retry.ts';
import { run } from './blocks/run.ts';
import { tryBlock } from './blocks/try.ts';

/** Every word of the language that has steps of its own, or conditions. */
export const blockWords: ReadonlyMap<string, BlockWord> = new Map(
  [group, run, ifBlock, anyOf, noneOf, repeat, retry, tryBlock].map((word) => [word.key, word]),
);
