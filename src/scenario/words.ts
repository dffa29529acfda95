import type { Word } from './action.ts';
import { click } from './actions/click.ts';
import { doubleClick } from './actions/double-click.ts';
import { drag } from './actions/drag.ts';
import { expectDisk } from './actions/expect-disk.ts';
import { expectMice } from './actions/expect-mice.ts';
import { expectPicture } from './actions/expect-picture.ts';
import { expectScreen } from './actions/expect-screen.ts';
import { expectSpice } from './actions/expect-spice.ts';
import { expectText } from './actions/expect-text.ts';
import { expectVnc } from './actions/expect-vnc.ts';
import { expirePassword } from './actions/expire-password.ts';
import { hold } from './actions/hold.ts';
import { media } from './actions/media.ts';
import { move } from './actions/move.ts';
import { power } from './actions/power.ts';
import { press } from './actions/press.ts';
import { qmp } from './actions/qmp.ts';
import { read } from './actions/read.ts';
import { release } from './actions/release.ts';
import { restore } from './actions/restore.ts';
import { screenshot } from './actions/screenshot.ts';
import { scroll } from './actions/scroll.ts';
import { serial } from './actions/serial.ts';
import { setPassword } from './actions/set-password.ts';
import { shell } from './actions/shell.ts';
import { snapshot } from './actions/snapshot.ts';
import { state } from './actions/state.ts';
import { touch } from './actions/touch.ts';
import { type } from './actions/type.ts';
import { waitForChange } from './actions/wait-for-change.ts';
import { waitForEvent } from './actions/wait-for-event.ts';
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
    read,
    waitForChange,
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
    touch,
    serial,
    shell,
    media,
    power,
    expectDisk,
    state,
    snapshot,
    restore,
    waitForEvent,
    expectMice,
    expectVnc,
    expectSpice,
    setPassword,
    expirePassword,
    qmp,
  ].map((word) => [word.key, word]),
);
