import type { Chord } from '../../input/chord.ts';
import type { KeyboardQueue } from '../../input/keyboard-queue.ts';
import { describeUnsent } from '../../input/unsent-keys.ts';
import type { Problem } from '../action.ts';
import type { Path } from '../parse/yaml-text.ts';

/** Keys that the machine's keyboard would not send. `path` leads to the chord. */
export function checkKeys(chord: Chord, queue: KeyboardQueue, path: Path): readonly Problem[] {
  return chord.flatMap((key) => {
    const message = describeUnsent(key, queue);
    return message === undefined ? [] : [{ path, message }];
  });
}
