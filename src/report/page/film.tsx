import { type InputMark, isFinger } from '../html/input-marks.ts';
import type { PageAttempt } from '../html/page-data.ts';
import { formatClock } from './format.ts';
import { Picture, useSize } from './picture.tsx';
import { during, frameAt } from './timeline.ts';

/** The screen at that time, with what was pressed and clicked while it looked like that. */
export function Film({ attempt, at }: { attempt: PageAttempt; at: number }) {
  const frame = frameAt(attempt, at);
  const shown = attempt.frames[frame];
  const marks = during(attempt.inputs, attempt, frame);
  const pointer = attempt.inputs.findLast(
    (mark) => 'x' in mark && !isFinger(mark.button) && mark.at <= (marks.at(-1)?.at ?? at),
  );
  return (
    <Picture
      picture={shown?.picture}
      parts={shown?.parts}
      alt={`The screen at ${formatClock(shown?.at ?? at)}`}
      class="film"
    >
      <PointerMarks
        picture={shown?.picture}
        pointer={pointer}
        marks={marks.filter((mark) => mark.kind === 'down' || mark.kind === 'up')}
      />
      <KeyMarks marks={marks} at={at} />
    </Picture>
  );
}

type Place = { readonly x: number; readonly y: number };

function PointerMarks(props: {
  picture: string | undefined;
  pointer: InputMark | undefined;
  marks: readonly InputMark[];
}) {
  const size = useSize(props.picture);
  if (!size) return null;
  const { width, height } = size;
  const scale = width / 1024;
  const put = ({ x, y }: Place) => `translate(${x * width} ${y * height}) scale(${scale})`;
  return (
    <svg class="pointer-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {props.marks.map(
        (mark) =>
          'button' in mark && (
            <g
              key={`${mark.at} ${mark.kind} ${mark.button}`}
              class={`click is-${mark.kind}`}
              transform={put(mark)}
            >
              <circle r={mark.kind === 'down' ? 14 : 22} />
              {mark.kind === 'down' && mark.button !== 'left' && <text y="34">{mark.button}</text>}
            </g>
          ),
      )}
      {props.pointer && 'x' in props.pointer && (
        <path
          class="pointer"
          transform={put(props.pointer)}
          d="M0 0v17l4.4-4 2.8 6.6 3-1.3-2.8-6.4h6z"
        />
      )}
    </svg>
  );
}

/** The keys of qcodes that say less than they could. */
const names: Readonly<Record<string, string>> = {
  minus: '-',
  dot: '.',
  comma: ',',
  slash: '/',
  equal: '=',
  semicolon: ';',
  ret: 'enter',
  spc: 'space',
};

function nameKey(qcode: string): string {
  return Object.hasOwn(names, qcode) ? (names[qcode] ?? qcode) : qcode;
}

/** So many fit over a picture; the last ones say what led on. */
const MOST_CAPS = 24;

function KeyMarks({ marks, at }: { marks: readonly InputMark[]; at: number }) {
  const pressed = marks.filter((mark) => mark.kind === 'keys' || mark.kind === 'secret');
  if (pressed.length === 0) return null;
  return (
    <ol class="caps" aria-label="Keys pressed">
      {pressed.slice(-MOST_CAPS).map((mark, index) => (
        <li
          key={`${mark.at} ${index}`}
          class={mark.at <= at ? '' : 'is-later'}
          title={formatClock(mark.at)}
        >
          {mark.kind === 'keys' ? mark.keys.map(nameKey).join(' + ') : `${mark.count} secret`}
        </li>
      ))}
    </ol>
  );
}
