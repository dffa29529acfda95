import type { Comparison } from '../screen/compare.ts';
import type { Region } from '../screen/frame.ts';

/**
 * What the served report asks its server. Below the token, which begins every path, lies the run's
 * folder: `/report/` with the page that `drawIndexPage({ token })` makes, `/frames/`, `/serial/`, and
 * `/api/` beside them. Every answer is JSON: with 200 what stands below, or `ServeRefusal` with 4xx or 5xx.
 * Every request of the API bears the token as this header, too.
 */
export const TOKEN_HEADER = 'x-guestwright-token';

/** `GET /api/state`, and the answer to every request that changes something. */
export interface ServeState {
  readonly run: string;
  readonly candidates: readonly ServeCandidate[];
  /** The rules beside baselines as they are on the disk now, where there are any. */
  readonly rules: readonly ServeRules[];
  /** What `POST /api/undo` takes back, in words; absent when there is nothing. */
  readonly undo?: string;
  /** Why nothing can be accepted here (`CI` is set); absent when it can. */
  readonly refusal?: string;
}

/** `GET /api/obsolete`: it may take a second or two, since all scenarios are read for it. */
export interface ServeObsolete {
  /** Baselines that the run, where it was one of everything, had no use for. */
  readonly obsolete: readonly string[];
}

interface ServeCandidate {
  /** The name of its baseline: `demo/keyboard/welcome`. */
  readonly id: string;
  readonly decision: Decision;
  /** Why it cannot be accepted as this baseline: somebody has changed it since. */
  readonly conflict?: string;
  /** How it compares with the rules that were drawn here; absent when none were. */
  readonly now?: Comparison;
}

/** An accepted picture is a baseline; a rejected one is only remembered as looked at. */
export type Decision = 'pending' | 'accepted' | 'rejected';

interface ServeRules {
  readonly baseline: string;
  readonly mask: readonly Region[];
  readonly region: readonly Region[];
}

/** `POST /api/approve` and `POST /api/reject`: all of them or none. */
export interface DecideRequest {
  readonly candidates: readonly string[];
  /** Only to approve: `dark` makes `welcome+dark`, beside the baseline. */
  readonly asVariant?: string;
}

/** `POST /api/rules`: adds these to the baseline's YAML file, whose other lines stay as they are. */
export interface RulesRequest {
  readonly baseline: string;
  readonly mask?: readonly Region[];
  readonly region?: readonly Region[];
}

/** `POST /api/undo`, with `{}`, takes back the last request that changed something. */
export interface ServeRefusal {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}
