import { z } from 'zod';
import { traceModes } from '../trace/trace-line.ts';

/** Raised when a run and a worker would no longer understand each other. */
export const QUEUE_VERSION = 1;

const id = z.string().min(1).max(1000);

/** What is shown to people: without anything that a terminal would obey. */
const words = z
  .string()
  .max(2000)
  .transform((text) => text.replaceAll(/\p{Cc}/gu, ' '));

/** Where a run stands, as its workers read it again and again. */
export const noticeSchema = z.object({
  version: z.literal(QUEUE_VERSION),
  /** `stopping`: nothing is begun any more, and what is under way ends after its step. */
  state: z.enum(['open', 'stopping']),
});
export type Notice = z.output<typeof noticeSchema>;

/** Digests by file: relative to the project's root, or absolute where it is written so. */
const digests = z.record(z.string().max(4096), z.string().max(100));
export type Digests = z.output<typeof digests>;

/** What a run is about, as its workers read it once. */
export const planSchema = z.object({
  guestwright: z.string(),
  /** The scenarios' files, relative to the project's root. */
  files: z.array(id),
  /** Their ids, without repetitions. */
  scenarios: z.array(id),
  settings: z.object({
    driver: z.enum(['auto', 'qemu', 'embedded']),
    settleMs: z.number().min(0),
    retries: z.number().int().min(0),
    timeoutScale: z.number().positive(),
    trace: z.enum(traceModes),
    rebuildStates: z.boolean(),
  }),
  /** Of everything that says what scenarios do and expect. */
  texts: digests,
  /** Of what guests boot from, as far as the run's host has it. */
  images: digests,
});
export type Plan = z.output<typeof planSchema>;

/** What is in the queue: a scenario, and how often its known issues have passed. */
export const jobSchema = z.object({
  scenario: id,
  passes: z.record(z.string(), z.number().int().min(0)),
});
export type JobData = z.output<typeof jobSchema>;

/** How often a scenario was tried before in vain, as its job keeps it. */
export const progressSchema = z.object({ tried: z.number().int().min(0) });

const lease = { scenario: id, lease: id };

/** What a worker tells a run. A lease is one taking of a scenario. */
export const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), worker: words, slots: z.number().int().min(1) }),
  z.object({ kind: z.literal('refused'), worker: words, reasons: z.array(words) }),
  z.object({ kind: z.literal('taken'), ...lease, worker: words, slot: z.number().int().min(1) }),
  z.object({ kind: z.literal('event'), ...lease, event: z.unknown() }),
  /** With its bytes beside it; named by its content. */
  z.object({ kind: z.literal('picture'), name: z.string().regex(/^[0-9a-f]{8,64}$/) }),
  /** A part of a file of the attempt under way, the next one; with its bytes beside it. */
  z.object({ kind: z.literal('part'), ...lease, of: z.enum(['serial', 'trace']) }),
  z.object({ kind: z.literal('done'), ...lease }),
  /** The worker was asked to end. */
  z.object({ kind: z.literal('given-back'), ...lease }),
  /** So many workers were lost with it that no other takes it. */
  z.object({ kind: z.literal('given-up'), ...lease, losses: z.number().int().min(1) }),
]);
export type Message = z.output<typeof messageSchema>;
