import type { Word } from './action.ts';
import { click } from './actions/click.ts';
import { doubleClick } from './actions/double-click.ts';
import { drag } from './actions/drag.ts';
import { expectScreen } from './actions/expect-screen.ts';
import { hold } from './actions/hold.ts';
import { move } from './actions/move.ts';
import { press } from './actions/press.ts';
import { release } from './actions/release.ts';
import { screenshot } from './actions/screenshot.ts';
import { scroll } from './actions/scroll.ts';
import { type } from './actions/type.ts';
import { waitForScreen } from './actions/wait-for-screen.ts';
import { waitUntilStill } from './actions/wait-until-still.ts';

/** Every step the language has. */
export const words: ReadonlyMap<string, Word> = new Map(
  [
    waitForScreen,
    expectScreen,
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
