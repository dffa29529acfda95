import type { IncomingMessage } from 'node:http';
import { basename } from 'node:path';
import type { Approvals } from '../approve/approvals.ts';
import { readAreas } from '../approve/plan-changes.ts';
import type { ServeObsolete, ServeState } from '../serve-api.ts';
import { bodies, readBody } from './read-body.ts';
import { notAllowed, notFound } from './refusal.ts';

/** Gives the baselines that the run had no use for. */
export type FindObsolete = () => Promise<readonly string[]>;

/** Answers the page's requests, one after the other, in the order they came. */
export class Api {
  readonly #approvals: Approvals;
  readonly #findObsolete: FindObsolete;
  #last: Promise<unknown> = Promise.resolve();

  constructor(approvals: Approvals, findObsolete: FindObsolete) {
    this.#approvals = approvals;
    this.#findObsolete = findObsolete;
  }

  /**
   * What `/api/<name>` says.
   * @throws Refusal, and what `Approvals` throws
   */
  async answer(name: string, request: IncomingMessage): Promise<ServeState | ServeObsolete> {
    const { method = '' } = request;
    if (name === 'state' || name === 'obsolete') {
      if (method !== 'GET') throw notAllowed(method, 'GET');
      if (name === 'obsolete') return { obsolete: await this.#findObsolete() };
      return this.#inTurn(() => this.#state());
    }
    const change = changes[name as keyof typeof changes];
    if (!Object.hasOwn(changes, name)) throw notFound();
    if (method !== 'POST') throw notAllowed(method, 'POST');
    const apply = await change(request, this.#approvals);
    return this.#inTurn(async () => {
      await apply();
      return this.#state();
    });
  }

  /** Resolves when nothing is being written any more. */
  async settle(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.catch(() => undefined).then(work);
    this.#last = turn;
    return turn;
  }

  async #state(): Promise<ServeState> {
    const approvals = this.#approvals;
    const { candidates, undoes, refusal, runFolder } = approvals;
    const rules: ServeState['rules'][number][] = [];
    for (const candidate of candidates) {
      const found = await readAreas(candidate, approvals);
      if (found) rules.push({ baseline: candidate.baseline, ...found });
    }
    return {
      run: basename(runFolder),
      candidates: candidates.map(({ baseline }) => describe(baseline, approvals)),
      rules,
      ...(undoes !== undefined && { undo: undoes }),
      ...(refusal !== undefined && { refusal }),
    };
  }
}

function describe(id: string, approvals: Approvals): ServeState['candidates'][number] {
  const conflict = approvals.conflictOf(id);
  const now = approvals.comparisonOf(id);
  return {
    id,
    decision: approvals.decisionOn(id),
    ...(conflict !== undefined && { conflict }),
    ...(now && { now }),
  };
}

type Change = (request: IncomingMessage, approvals: Approvals) => Promise<() => Promise<unknown>>;

/** Each reads its request whole before it is its turn. */
const changes = {
  approve: async (request, approvals) => {
    const { candidates, asVariant } = await readBody(request, bodies.approve);
    return () => approvals.approve(candidates, asVariant);
  },
  reject: async (request, approvals) => {
    const { candidates } = await readBody(request, bodies.reject);
    return () => approvals.reject(candidates);
  },
  rules: async (request, approvals) => {
    const { baseline, ...areas } = await readBody(request, bodies.rules);
    return () => approvals.addRules(baseline, areas);
  },
  undo: async (request, approvals) => {
    await readBody(request, bodies.undo);
    return () => approvals.undo();
  },
} satisfies Record<string, Change>;
