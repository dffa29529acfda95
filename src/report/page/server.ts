import { useEffect, useMemo, useState } from 'preact/hooks';
import type {
  DecideRequest,
  Decision,
  RulesRequest,
  ServeObsolete,
  ServeRefusal,
  ServeState,
} from '../serve-api.ts';

const TOKEN_HEADER = 'x-guestwright-token' satisfies typeof import('../serve-api.ts').TOKEN_HEADER;

/** What the page may do when a server of ours shows it. Changes resolve to the new state, if all went well. */
export interface Server {
  readonly state: ServeState | undefined;
  /** What went wrong last, for the reader. */
  readonly problem: string | undefined;
  /** Whether anything can be accepted at all. */
  readonly mayDecide: boolean;
  candidate(baseline: string): ServeState['candidates'][number] | undefined;
  decisionOn(baseline: string): Decision | undefined;
  approve(candidates: readonly string[], asVariant?: string): Promise<ServeState | undefined>;
  reject(candidates: readonly string[]): Promise<ServeState | undefined>;
  addRules(request: RulesRequest): Promise<ServeState | undefined>;
  undo(): Promise<ServeState | undefined>;
  /** Of a run that cannot tell, none. */
  findObsolete(): Promise<readonly string[]>;
}

let obsolete: Promise<readonly string[]> | undefined;

/** Asked for once. None also where the server cannot say: nobody has asked it to. */
function findObsolete(): Promise<readonly string[]> {
  obsolete ??= ask<ServeObsolete>('GET', '../api/obsolete').then(
    (said) => said.obsolete,
    () => [],
  );
  return obsolete;
}

const token = document.querySelector<HTMLMetaElement>('meta[name=guestwright-server]')?.content;

async function ask<T extends object>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { [TOKEN_HEADER]: token ?? '', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error('The server has ended. Start it again: npx guestwright report');
  });
  const said: T | ServeRefusal = await answer.json();
  if ('error' in said) {
    const { message, hint } = said.error;
    throw new Error(hint === undefined ? message : `${message} (${hint})`);
  }
  return said;
}

/** The server behind the page; undefined when it was opened from disk. */
export function useServer(): Server | undefined {
  const [state, setState] = useState<ServeState>();
  const [problem, setProblem] = useState<string>();
  const send = useMemo(
    () => async (method: 'GET' | 'POST', path: string, body?: object) => {
      try {
        const answer = await ask<ServeState>(method, path, body);
        setState(answer);
        setProblem(undefined);
        return answer;
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
    [],
  );
  useEffect(() => {
    if (token !== undefined) void send('GET', '../api/state');
  }, [send]);
  if (token === undefined) return undefined;
  const post = (name: string, body: object) => send('POST', `../api/${name}`, body);
  const candidate = (baseline: string) => state?.candidates.find(({ id }) => id === baseline);
  return {
    state,
    problem,
    mayDecide: state !== undefined && state.refusal === undefined,
    candidate,
    decisionOn: (baseline) => candidate(baseline)?.decision,
    approve: (candidates, asVariant) =>
      post('approve', {
        candidates,
        ...(asVariant !== undefined && { asVariant }),
      } satisfies DecideRequest),
    reject: (candidates) => post('reject', { candidates } satisfies DecideRequest),
    addRules: (request) => post('rules', request),
    undo: () => post('undo', {}),
    findObsolete,
  };
}
