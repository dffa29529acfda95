import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Region } from '../../screen/frame.ts';
import { usePage } from './context.ts';
import { type Point, useSize } from './picture.tsx';

type Kind = 'mask' | 'region';

/** Draws a mask or a region over a picture with the mouse, or from numbers, and has it written down. */
export function DrawRules(props: {
  baseline: string;
  picture: string;
  children: ComponentChildren;
}) {
  const { server } = usePage();
  const size = useSize(props.picture);
  const layer = useRef<HTMLDivElement>(null);
  const [kind, setKind] = useState<Kind>();
  const [start, setStart] = useState<Point>();
  const [drawn, setDrawn] = useState<Region>();
  if (!size) return <>{props.children}</>;

  const pixelOf = (event: PointerEvent) => {
    const box = layer.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const limit = (value: number, most: number) =>
      Math.max(0, Math.min(most - 1, Math.floor(value)));
    return {
      x: limit(((event.clientX - box.left) / box.width) * size.width, size.width),
      y: limit(((event.clientY - box.top) / box.height) * size.height, size.height),
    };
  };
  const save = () => {
    if (!kind || !drawn) return;
    server?.addRules({ baseline: props.baseline, [kind]: [drawn] });
    setDrawn(undefined);
    setKind(undefined);
  };
  return (
    <div class="draw">
      <div class="draw-area">
        {props.children}
        {kind && (
          <div
            class="draw-layer"
            ref={layer}
            onPointerDown={(event) => {
              event.preventDefault();
              layer.current?.setPointerCapture(event.pointerId);
              const at = pixelOf(event);
              setStart(at);
              setDrawn({ ...at, width: 1, height: 1 });
            }}
            onPointerMove={(event) => start && setDrawn(spanOf(start, pixelOf(event)))}
            onPointerUp={() => setStart(undefined)}
          >
            {drawn && <DrawnRegion region={drawn} size={size} kind={kind} />}
          </div>
        )}
      </div>
      <div class="decide">
        <span class="soft">What may look different:</span>
        {(['mask', 'region'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={kind === each}
            onClick={() => {
              setKind(kind === each ? undefined : each);
              setDrawn({ x: 0, y: 0, width: 1, height: 1 });
            }}
          >
            Draw a {each}
          </button>
        ))}
        {kind && drawn && <RegionNumbers region={drawn} change={setDrawn} />}
        {kind && (
          <button type="button" class="accept" disabled={!drawn || server?.busy} onClick={save}>
            Write it to the baseline
          </button>
        )}
      </div>
    </div>
  );
}

/** Both corners belong to it. */
function spanOf(a: Point, b: Point): Region {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.abs(a.x - b.x) + 1, height: Math.abs(a.y - b.y) + 1 };
}

function DrawnRegion(props: {
  region: Region;
  size: { width: number; height: number };
  kind: Kind;
}) {
  const { region, size, kind } = props;
  return (
    <svg class="outlines" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <rect class={kind} x={region.x} y={region.y} width={region.width} height={region.height} />
    </svg>
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
