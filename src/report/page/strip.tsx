import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Size } from '../../screen/compare.ts';
import type { PageAttempt, PageFrame } from '../html/page-data.ts';
import { formatClock } from './format.ts';
import { FrameParts } from './frame-parts.tsx';
import { SizesContext } from './picture.tsx';
import { frameAt } from './timeline.ts';

function Thumb({ frame, size }: { frame: PageFrame; size: Size | undefined }) {
  if (!size) return null;
  return (
    <>
      <img src={`../${frame.picture}`} alt="" decoding="async" />
      {frame.parts && <FrameParts parts={frame.parts} size={size} most={2 * THUMB_WIDTH} />}
    </>
  );
}

const THUMB_WIDTH = 112;
/** Beyond the edges, so that a little scrolling shows no gaps. */
const SPARE = 4;

/** Every distinct frame, side by side; only those in sight are there, so thousands cost nothing. */
export function FilmStrip(props: {
  attempt: PageAttempt;
  at: number;
  scrub: (at: number) => void;
  settle: (at: number) => void;
}) {
  const { attempt, at, settle } = props;
  const { frames } = attempt;
  const current = frameAt(attempt, at);
  const sizes = useContext(SizesContext);
  const strip = useRef<HTMLElement>(null);
  const [window, setWindow] = useState({ left: 0, width: 900 });
  const measure = () => {
    const element = strip.current;
    if (element) setWindow({ left: element.scrollLeft, width: element.clientWidth });
  };
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const middle = current * THUMB_WIDTH - (element.clientWidth - THUMB_WIDTH) / 2;
    element.scrollLeft = middle;
    measure();
  }, [current, attempt]);
  const first = Math.max(0, Math.floor(window.left / THUMB_WIDTH) - SPARE);
  const last = Math.ceil((window.left + window.width) / THUMB_WIDTH) + SPARE;
  return (
    <section class="strip" ref={strip} onScroll={measure} aria-label="Film strip">
      <div class="strip-all" style={{ width: `${frames.length * THUMB_WIDTH}px` }}>
        {frames.slice(first, last).map((frame, offset) => (
          <button
            key={first + offset}
            type="button"
            tabIndex={first + offset === current ? 0 : -1}
            class="strip-frame"
            style={{ left: `${(first + offset) * THUMB_WIDTH}px` }}
            aria-label={`Frame ${first + offset + 1} at ${formatClock(frame.at)}`}
            aria-pressed={first + offset === current}
            onClick={() => settle(frame.at)}
          >
            <Thumb frame={frame} size={sizes.get(frame.picture)} />
          </button>
        ))}
      </div>
    </section>
  );
}
