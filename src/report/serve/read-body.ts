import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { isVariantWord } from '../approve/variants.ts';
import { Refusal } from './refusal.ts';

/** Ten thousand names fit. */
const LARGEST = 1024 * 1024;

const names = z.array(z.string().max(1000)).min(1).max(10_000);
const pixel = z.int().min(0).max(65_535);
const region = z.strictObject({ x: pixel, y: pixel, width: pixel.min(1), height: pixel.min(1) });
const regions = z.array(region).max(100).optional();

/** What may stand in the body of each request that changes something. */
export const bodies = {
  approve: z.strictObject({
    candidates: names,
    asVariant: z
      .string()
      .refine(isVariantWord, 'expected a word of letters, digits, ".", "_" and "-"')
      .optional(),
  }),
  reject: z.strictObject({ candidates: names }),
  rules: z
    .strictObject({ baseline: z.string().max(1000), mask: regions, region: regions })
    .refine(({ mask = [], region = [] }) => mask.length + region.length > 0, 'expected an area'),
  undo: z.strictObject({}),
};

/**
 * Reads and checks a body of JSON, no further than it may be long.
 * @throws Refusal 400, 413, 415
 */
export async function readBody<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/.test(type)) {
    throw new Refusal(415, 'no-json', 'expected a body of application/json');
  }
  const { data, error } = schema.safeParse(parse(await readText(request)));
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new Refusal(400, 'bad-body', `${where}${issue?.message ?? 'not what was expected'}`);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  if (Number(request.headers['content-length'] ?? 0) > LARGEST) throw tooLarge();
  let length = 0;
  // To leave the loop must not end the connection, which the answer needs.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > LARGEST) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'bad-body', 'the body is no JSON');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, 'too-large', `the body is larger than ${LARGEST} bytes`);
}
