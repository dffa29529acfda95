import { z } from 'zod';
import { explain, ScenarioError } from '../../errors.ts';
import { duration } from '../../scenario/values.ts';
import type { Region } from '../../screen/frame.ts';

/** `20s` in milliseconds. @throws ScenarioError `bad-flag` */
export function readDuration(flag: string, text: string): number {
  return read(flag, duration, text);
}

/** `0,0,640,16`. @throws ScenarioError `bad-flag` */
export function readRegionFlag(flag: string, text: string): Region {
  const parts = /^(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})$/.exec(text.replaceAll(' ', ''));
  const [x = 0, y = 0, width = 0, height = 0] = (parts ?? []).slice(1).map(Number);
  if (parts && width > 0 && height > 0) return { x, y, width, height };
  throw badFlag(flag, `expected x,y,width,height such as 0,0,640,16, got ${JSON.stringify(text)}`);
}

/** A whole number in a range. @throws ScenarioError `bad-flag` */
export function readWhole(flag: string, text: string, range: { min: number; max: number }): number {
  const { min, max } = range;
  const error = `expected a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`;
  return read(
    flag,
    z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }),
    text,
  );
}

/** What a JavaScript regular expression finds. @throws ScenarioError `bad-flag` */
export function readPattern(flag: string, text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (cause) {
    throw badFlag(flag, explain(cause));
  }
}

function read<T>(flag: string, schema: z.ZodType<T>, text: string): T {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw badFlag(flag, result.error.issues[0]?.message ?? 'not allowed');
}

function badFlag(flag: string, message: string): ScenarioError {
  return new ScenarioError('bad-flag', `${flag}: ${message}`);
}
