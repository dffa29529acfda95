import { useState } from 'preact/hooks';
import type { ScreenEvidence } from '../../runner/events.ts';
import type { Region } from '../../screen/frame.ts';
import { usePage } from './context.ts';
import { DrawRules } from './draw-rules.tsx';
import { formatBox } from './format.ts';
import { type Outlines, Picture, type Point } from './picture.tsx';
import type { View } from './route.ts';
import { Zoom } from './zoom.tsx';

/** What a screen should have been and what it was, in one of the ways to see the difference. */
export function Comparison(props: {
  screen: ScreenEvidence;
  view: Exclude<View, 'film'>;
  boxes: boolean;
  areas: boolean;
  zoomTo: (place?: Point) => void;
  place: Point | undefined;
}) {
  const { screen, view, boxes, areas, zoomTo, place } = props;
  const { server } = usePage();
  const { comparison, expected, actual, diff, name } = screen;
  const rules = server?.state?.rules.find(({ baseline }) => baseline === screen.baseline);
  const outlines: Outlines = {
    boxes: boxes && comparison && 'boxes' in comparison ? comparison.boxes : [],
    masks: areas ? distinct([...(screen.masks ?? []), ...(rules?.mask ?? [])]) : [],
    regions: areas ? distinct([...(screen.regions ?? []), ...(rules?.region ?? [])]) : [],
  };
  const show = (picture: string | undefined, title: string) => (
    <Picture picture={picture} alt={`${title}: ${name}`} outlines={outlines} onPoint={zoomTo} />
  );
  const drawOn = (picture: string | undefined, title: string) =>
    server?.candidate(screen.baseline) && picture !== undefined ? (
      <DrawRules baseline={screen.baseline} picture={picture} boxes={outlines.boxes ?? []}>
        {show(picture, title)}
      </DrawRules>
    ) : (
      show(picture, title)
    );
  switch (view) {
    case 'diff':
      return drawOn(diff, 'Difference');
    case 'expected':
      return drawOn(expected, 'Expected');
    case 'actual':
      return drawOn(actual, 'Actual');
    case 'side':
      return (
        <div class="side-by-side">
          <figure>
            <figcaption>Expected</figcaption>
            {show(expected, 'Expected')}
          </figure>
          <figure>
            <figcaption>Actual</figcaption>
            {show(actual, 'Actual')}
          </figure>
        </div>
      );
    case 'slider':
      return <Slider expected={expected} actual={actual} name={name} outlines={outlines} />;
    case 'blink':
      return <Blink expected={expected} actual={actual} name={name} outlines={outlines} />;
    case 'zoom':
      return <Zoom screen={screen} start={place} />;
    default:
      return view satisfies never;
  }
}

/** What the run knew and what is on the disk now have much in common. */
function distinct(regions: readonly Region[]): Region[] {
  return [...new Map(regions.map((region) => [formatBox(region), region])).values()];
}

interface Pair {
  readonly expected: string | undefined;
  readonly actual: string;
  readonly name: string;
  readonly outlines: Outlines;
}

/** Expected left of the edge, actual right of it. */
function Slider({ expected, actual, name, outlines }: Pair) {
  const [edge, setEdge] = useState(50);
  return (
    <div class="over">
      <Picture picture={actual} alt={`Actual: ${name}`} outlines={outlines}>
        <div class="over-top" style={{ clipPath: `inset(0 ${100 - edge}% 0 0)` }}>
          <Picture picture={expected} alt={`Expected: ${name}`} />
        </div>
        <span class="edge" style={{ left: `${edge}%` }} />
      </Picture>
      <label class="controls">
        <span>Expected</span>
        <input
          type="range"
          aria-label="Where expected ends and actual begins"
          min={0}
          max={100}
          step={0.1}
          value={edge}
          onInput={(event) => setEdge(Number(event.currentTarget.value))}
        />
        <span>Actual</span>
      </label>
    </div>
  );
}

/** One over the other, in turn; who wants no movement turns by hand. */
function Blink({ expected, actual, name, outlines }: Pair) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const [shown, setShown] = useState<'both' | 'expected' | 'actual'>(still ? 'expected' : 'both');
  return (
    <div class="over">
      <Picture picture={actual} alt={`Actual: ${name}`} outlines={outlines}>
        <div class={`over-top blink is-${shown}`}>
          <Picture picture={expected} alt={`Expected: ${name}`} />
        </div>
      </Picture>
      <fieldset class="controls views">
        <legend class="sr">What blinks</legend>
        {(['both', 'expected', 'actual'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === shown}
            onClick={() => setShown(each)}
          >
            {{ both: 'In turn', expected: 'Expected', actual: 'Actual' }[each]}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
