import { useEffect, useMemo, useState } from 'preact/hooks';
import type {
  DecideRequest,
  Decision,
  RulesRequest,
  ServeRefusal,
  ServeState,
} from '../serve-api.ts';

const TOKEN_HEADER = 'x-guestwright-token' satisfies typeof import('../serve-api.ts').TOKEN_HEADER;

/** What the page may do when a server of ours shows it. */
export interface Server {
  readonly state: ServeState | undefined;
  /** What went wrong last, for the reader. */
  readonly problem: string | undefined;
  readonly busy: boolean;
  decisionOn(candidate: string): Decision | undefined;
  approve(candidates: readonly string[]): void;
  reject(candidates: readonly string[]): void;
  addRules(request: RulesRequest): void;
  undo(): void;
}

const token = document.querySelector<HTMLMetaElement>('meta[name=guestwright-server]')?.content;

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<ServeState> {
  const answer = await fetch(path, {
    method,
    headers: { [TOKEN_HEADER]: token ?? '', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const said: ServeState | ServeRefusal = await answer.json();
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
  const [busy, setBusy] = useState(false);
  const send = useMemo(
    () => (method: 'GET' | 'POST', path: string, body?: object) => {
      setBusy(true);
      ask(method, path, body)
        .then(
          (answer) => {
            setState(answer);
            setProblem(undefined);
          },
          (error: Error) => setProblem(error.message),
        )
        .finally(() => setBusy(false));
    },
    [],
  );
  useEffect(() => {
    if (token !== undefined) send('GET', '../api/state');
  }, [send]);
  if (token === undefined) return undefined;
  const decide = (path: string) => (candidates: readonly string[]) =>
    send('POST', path, { candidates } satisfies DecideRequest);
  return {
    state,
    problem,
    busy,
    decisionOn: (id) => state?.candidates.find((each) => each.id === id)?.decision,
    approve: decide('../api/approve'),
    reject: decide('../api/reject'),
    addRules: (request) => send('POST', '../api/rules', request),
    undo: () => send('POST', '../api/undo', {}),
  };
}
