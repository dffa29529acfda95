/** A size as a description says it, in MiB: 64, '64M' or '2G'. */
export function mebibytes(memory: number | string): number {
  if (typeof memory === 'number') return memory;
  const amount = Number.parseInt(memory, 10);
  return memory.endsWith('G') ? amount * 1024 : amount;
}
