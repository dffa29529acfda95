import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Size } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import { usePage } from './context.ts';
import { contains, fitTo, middleOf, moveBy, pressArrow, spanOf } from './drawn-region.ts';
import { formatBox } from './format.ts';
import { type Point, useSize } from './picture.tsx';

type Kind = 'mask' | 'region';

interface Props {
  readonly baseline: string;
  readonly picture: string;
  /** Where it differs: what a mask is probably for. */
  readonly boxes: readonly Region[];
  /** Outlines what is written down already, where nothing else does. */
  readonly showSaved?: boolean;
  readonly children: ComponentChildren;
}

/** Draws a mask or a region over a picture, by mouse, keys or numbers, and has it written down. */
export function DrawRules({ baseline, picture, boxes, showSaved, children }: Props) {
  const { server } = usePage();
  const size = useSize(picture);
  const [kind, setKind] = useState<Kind>();
  const [drawn, setDrawn] = useState<Region>();
  const [box, setBox] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  if (!size || !server?.mayDecide) return <>{children}</>;

  const begin = (next: Kind | undefined) => {
    setKind(next);
    setBox(0);
    setDrawn(next && (boxes[0] ?? middleOf(size)));
  };
  const goToBox = () => {
    const next = (box + 1) % boxes.length;
    setBox(next);
    setDrawn(boxes[next]);
  };
  const end = () => {
    begin(undefined);
    bar.current?.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
  };
  const save = async () => {
    if (kind && drawn && (await server.addRules({ baseline, [kind]: [drawn] }))) end();
  };
  return (
    <div class="draw">
      <div class="draw-area">
        {children}
        {showSaved && <SavedRules baseline={baseline} size={size} />}
        {kind && drawn && (
          <DrawLayer
            {...{ kind, size, drawn, draw: setDrawn }}
            save={() => void save()}
            cancel={end}
            next={goToBox}
          />
        )}
      </div>
      <div class="decide" ref={bar}>
        <span class="soft">What may look different:</span>
        {(['mask', 'region'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={kind === each}
            onClick={() => begin(kind === each ? undefined : each)}
          >
            Draw a {each}
          </button>
        ))}
        {kind && drawn && (
          <>
            <RegionNumbers region={drawn} change={(next) => setDrawn(fitTo(next, size))} />
            {boxes.length > 1 && (
              <button type="button" onClick={goToBox}>
                Next difference
              </button>
            )}
            <button type="button" class="accept" onClick={() => void save()}>
              Write it to the baseline
            </button>
            <span class="soft draw-help">
              Drag, or <kbd>←↑↓→</kbd>, with <kbd>Shift</kbd> its size, with <kbd>Ctrl</kbd> sixteen
              pixels; <kbd>Enter</kbd> writes it, <kbd>Esc</kbd> leaves it
            </span>
          </>
        )}
      </div>
    </div>
  );
}

function SavedRules({ baseline, size }: { baseline: string; size: Size }) {
  const { server } = usePage();
  const saved = server?.state?.rules.find((each) => each.baseline === baseline);
  const kinds = { mask: saved?.mask ?? [], region: saved?.region ?? [] };
  return (
    <svg class="outlines" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {Object.entries(kinds).flatMap(([kind, regions]) =>
        regions.map((region) => <rect key={kind + formatBox(region)} class={kind} {...region} />),
      )}
    </svg>
  );
}

interface LayerProps {
  readonly kind: Kind;
  readonly size: Size;
  readonly drawn: Region;
  readonly draw: (region: Region) => void;
  readonly save: () => void;
  readonly cancel: () => void;
  readonly next: () => void;
}

/** Lies over the picture: a drag begins a new area, or moves the one it begins in. */
function DrawLayer({ kind, size, drawn, draw, save, cancel, next }: LayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const drag = useRef<((at: Point) => Region) | undefined>(undefined);
  useLayoutEffect(() => layer.current?.focus({ preventScroll: true }), [kind]);
  const pixelOf = (event: PointerEvent): Point => {
    const box = layer.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const pixel = (part: number, most: number) =>
      Math.max(0, Math.min(most - 1, Math.floor(part * most)));
    return {
      x: pixel((event.clientX - box.left) / box.width, size.width),
      y: pixel((event.clientY - box.top) / box.height, size.height),
    };
  };
  const press = (event: KeyboardEvent) => {
    const moved = pressArrow(event, drawn, size);
    const others: Readonly<Record<string, () => void>> = { Enter: save, Escape: cancel, d: next };
    const act = moved ? () => draw(moved) : others[event.key];
    if (!act || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      class="draw-layer"
      ref={layer}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move what is drawn on it
      tabIndex={0}
      aria-label={`The ${kind} ${formatBox(drawn)}: arrow keys move it, with Shift they size it`}
      onKeyDown={press}
      onPointerDown={(event) => {
        layer.current?.setPointerCapture(event.pointerId);
        const from = pixelOf(event);
        const isMove = contains(drawn, from);
        drag.current = isMove
          ? (at) => moveBy(drawn, { x: at.x - from.x, y: at.y - from.y }, size)
          : (at) => spanOf(from, at);
        draw(drag.current(from));
      }}
      onPointerMove={(event) => drag.current && draw(drag.current(pixelOf(event)))}
      onPointerUp={() => {
        drag.current = undefined;
      }}
    >
      <svg class="outlines" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
        <rect class={kind} {...drawn} />
      </svg>
    </div>
  );
}

function RegionNumbers({ region, change }: { region: Region; change: (region: Region) => void }) {
  return (
    <span class="numbers">
      {(['x', 'y', 'width', 'height'] as const).map((key) => (
        <label key={key}>
          <span>{key}</span>
          <input
            type="number"
            min={key === 'x' || key === 'y' ? 0 : 1}
            value={region[key]}
            onInput={(event) => {
              const value = event.currentTarget.valueAsNumber;
              if (Number.isInteger(value)) change({ ...region, [key]: value });
            }}
          />
        </label>
      ))}
    </span>
  );
}
