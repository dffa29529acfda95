import { z } from 'zod';
import { show } from '../show.ts';

const units = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;
const form = /^(\d+(?:\.\d+)?)([KMGT])$/;

/** `512M`, `2G` as bytes. */
export const diskSize = z
  .string({ error: ({ input }) => `expected a size such as 512M or 2G, got ${show(input)}` })
  .regex(form, { error: ({ input }) => `expected a size such as 512M or 2G, got ${show(input)}` })
  .transform((text) => {
    const [, number, unit] = form.exec(text) ?? [];
    return Number(number) * units[unit as keyof typeof units];
  })
  .meta({ description: 'A size such as 512M or 2G' });

/** In the largest unit that leaves a whole part: `1.5G`. */
export function formatSize(bytes: number): string {
  const found = (['T', 'G', 'M', 'K'] as const).find((unit) => bytes >= units[unit]);
  if (!found) return `${bytes} bytes`;
  return `${Number((bytes / units[found]).toFixed(1))}${found}`;
}
