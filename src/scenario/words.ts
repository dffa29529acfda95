import type { Word } from './action.ts';
import { click } from './actions/click.ts';
import { doubleClick } from './actions/double-click.ts';
import { drag } from './actions/drag.ts';
import { expectPicture } from './actions/expect-picture.ts';
import { expectScreen } from './actions/expect-screen.ts';
import { expectText } from './actions/expect-text.ts';
import { hold } from './actions/hold.ts';
import { move } from './actions/move.ts';
import { press } from './actions/press.ts';
import { release } from './actions/release.ts';
import { screenshot } from './actions/screenshot.ts';
import { scroll } from './actions/scroll.ts';
import { type } from './actions/type.ts';
import { waitForPicture } from './actions/wait-for-picture.ts';
import { waitForScreen } from './actions/wait-for-screen.ts';
import { waitForText } from './actions/wait-for-text.ts';
import { waitUntilStill } from './actions/wait-until-still.ts';

/** Every step the language has. */
export const words: ReadonlyMap<string, Word> = new Map(
  [
    waitForScreen,
    expectScreen,
    waitForPicture,
    expectPicture,
    waitForText,
    expectText,
    waitUntilStill,
    screenshot,
    type,
    press,
    hold,
    release,
    click,
    doubleClick,
    move,
    drag,
    scroll,
  ].map((word) => [word.key, word]),
);
