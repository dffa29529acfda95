import type { Twinkle } from '../guest/eyes/motion.ts';
import type { Reading } from '../guest/text.ts';
import type { Lookalike } from '../screen/baselines/accepted.ts';
import type { Baseline } from '../screen/baselines/baselines.ts';
import type { CompareRules, Comparison } from '../screen/compare.ts';
import type { Match } from '../screen/find/find.ts';
import type { Frame, Region } from '../screen/frame.ts';
import { type PlaceholderText, readPlaceholder } from '../screen/placeholder.ts';
import type { ReadText } from '../screen/text/read-text.ts';
import type { TextPattern } from '../screen/text/text-pattern.ts';
import type { TextPlace } from '../screen/text/text-places.ts';

/** What a step found. Whether that is good is for `judge` to say. */
export type StepOutcome =
  | {
      readonly kind: 'done';
      readonly frame?: Frame;
      /** For people: what is worth knowing all the same. */
      readonly note?: string;
      /** What the guest or the monitor answered. */
      readonly output?: string;
    }
  | {
      /** What was asked, not looked at, is otherwise than the step expects. */
      readonly kind: 'unexpected';
      readonly frame?: Frame;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly output?: string;
    }
  | {
      /** What a block asked of the guest, and was told otherwise. */
      readonly kind: 'condition-failed';
      readonly code: 'none-showed' | 'one-showed' | 'never-showed';
      readonly message: string;
      readonly hint?: string;
      readonly frame: Frame;
    }
  | {
      readonly kind: 'matched';
      readonly screen: string;
      readonly frame: Frame;
      readonly looks: number;
    }
  | {
      readonly kind: 'mismatch';
      readonly screen: string;
      readonly frame: Frame;
      readonly baseline: Baseline;
      readonly rules: CompareRules;
      readonly comparison: Comparison;
      /** An earlier look that came nearer than the last one. */
      readonly nearest: { readonly frame: Frame; readonly comparison: Comparison } | undefined;
      /** Another screen's baseline that the screen shows, or comes clearly nearer to. */
      readonly lookalike?: { readonly screen: string } & Lookalike;
      /** It matched, but not for as long as it had to. */
      readonly stay?: { readonly wantedMs: number; readonly longestMs: number };
      /** The wait ended early: so long nothing on the screen had changed. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'missing-baseline';
      readonly screen: string;
      readonly frame: Frame;
      readonly file: string;
    }
  | {
      readonly kind: 'not-found';
      readonly name: string;
      readonly picture: Baseline;
      readonly frame: Frame;
      /** Where it is, if at several places or too few. */
      readonly matches: readonly Match[];
      readonly nearest: Match | undefined;
      /** Which one was asked for. */
      readonly nth: number | undefined;
      /** As of a mismatch. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'text-found';
      readonly sought: string;
      readonly frame: Frame;
      readonly text: ReadText;
      /** Where it is, where that was asked for. */
      readonly place?: TextPlace;
      /** What was kept of it. */
      readonly variable?: { readonly name: string; readonly value: string };
    }
  | {
      readonly kind: 'text-unclear';
      readonly pattern: TextPattern;
      readonly frame: Frame;
      readonly reading: Reading;
      /** Where it is: at several places or too few. */
      readonly places: readonly TextPlace[];
      /** Which one was asked for. */
      readonly nth: number | undefined;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'text-missing';
      readonly pattern: TextPattern;
      readonly frame: Frame;
      readonly reading: Reading;
      /** As of a mismatch. */
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'moving';
      readonly frame: Frame;
      readonly boxes: readonly Region[];
      /** What moved all the time, and did not count. */
      readonly twinkles: readonly Twinkle[];
      readonly quietMs: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'unchanged';
      readonly frame: Frame;
      readonly stuckMs?: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'no-picture';
      readonly frame: Frame;
      /** What QEMU shows instead of one. */
      readonly says: PlaceholderText;
    };

/** The same outcome, unless what it goes by is no picture at all but QEMU's word for that. */
export function withoutPlaceholder(outcome: StepOutcome): StepOutcome {
  const { frame } = outcome;
  const says = frame && readPlaceholder(frame);
  return frame && says ? { kind: 'no-picture', frame, says } : outcome;
}
