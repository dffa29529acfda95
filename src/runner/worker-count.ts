import { availableParallelism, freemem } from 'node:os';
import type { Scenario } from '../scenario/scenario.ts';

export interface WorkerCount {
  readonly workers: number;
  /** For people: where the number comes from. */
  readonly why: string;
}

export interface Host {
  readonly cores: number;
  readonly freeMiB: number;
}

/** What QEMU takes beside the guest's memory, and what is left for everything else. */
const OVERHEAD_MIB = 150;

export function thisHost(): Host {
  return { cores: availableParallelism(), freeMiB: Math.floor(freemem() / 1024 / 1024) };
}

/** As many guests at a time as the host has cores and memory for, by the largest of them; at least one. */
export function countWorkers(scenarios: readonly Scenario[], host: Host): WorkerCount {
  const cpus = Math.max(1, ...scenarios.map(cpusOf));
  const memoryMiB = Math.max(0, ...scenarios.map(memoryOf));
  const limits: readonly (readonly [number, string])[] = [
    [scenarios.length, scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`],
    [Math.floor(host.cores / cpus), `${count(host.cores, 'core')}, guests of up to ${cpus}`],
    [
      Math.floor(host.freeMiB / (memoryMiB + OVERHEAD_MIB)),
      `${host.freeMiB} MiB of memory free, guests of up to ${memoryMiB} MiB`,
    ],
  ];
  const [least, why] = limits.reduce((a, b) => (b[0] < a[0] ? b : a));
  return { workers: Math.max(1, least), why };
}

function cpusOf({ machine: { description } }: Scenario): number {
  return 'cpus' in description ? (description.cpus ?? 1) : 1;
}

function memoryOf({ machine: { description } }: Scenario): number {
  if ('attach' in description) return 0;
  return toMiB(description.memory ?? (description.driver === 'embedded' ? 64 : 512));
}

function toMiB(memory: number | string): number {
  if (typeof memory === 'number') return memory;
  const size = Number.parseInt(memory, 10);
  return memory.endsWith('G') ? size * 1024 : size;
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
