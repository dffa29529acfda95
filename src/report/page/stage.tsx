import { useState } from 'preact/hooks';
import type { ScreenEvidence } from '../../runner/events.ts';
import type { PageAttempt, PageStep } from '../html/page-data.ts';
import { ApproveOne } from './approve-one.tsx';
import { Comparison } from './comparison.tsx';
import { usePage } from './context.ts';
import { DrawRules } from './draw-rules.tsx';
import { Film } from './film.tsx';
import { useShortcuts } from './keys.ts';
import type { Point } from './picture.tsx';
import type { View } from './route.ts';
import { frameAt } from './timeline.ts';

const titles: Readonly<Record<View, string>> = {
  film: 'Film',
  diff: 'Diff',
  expected: 'Expected',
  actual: 'Actual',
  side: 'Side by side',
  slider: 'Slider',
  blink: 'Blink',
  zoom: 'Zoom',
};

/** What is looked at: the film, or the step's difference in one of its views. */
export function Stage(props: {
  attempt: PageAttempt;
  step: PageStep | undefined;
  at: number;
  view: View;
  choose: (view: View) => void;
}) {
  const { attempt, step, at, view, choose } = props;
  const { run } = usePage();
  const [boxes, setBoxes] = useState(true);
  const [areas, setAreas] = useState(true);
  const [place, setPlace] = useState<Point>();
  useShortcuts({ b: () => setBoxes(!boxes), m: () => setAreas(!areas) });
  const screen = step?.screen;
  const differs = screen?.expected !== undefined;
  const isCandidate =
    screen !== undefined && run.candidates.some(({ baseline }) => baseline === screen.baseline);
  const decidable = isCandidate && (differs || step?.trouble?.code === 'missing-baseline');
  return (
    <section class="stage" aria-label="Picture">
      <div class="tools">
        <fieldset class="views">
          <legend class="sr">View</legend>
          {(Object.keys(titles) as View[])
            .filter((each) => differs || each === 'film')
            .map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === view}
                onClick={() => {
                  setPlace(undefined);
                  choose(each);
                }}
              >
                {titles[each]}
              </button>
            ))}
        </fieldset>
        <span class="toggles">
          {differs && view !== 'film' && (
            <>
              <Toggle on={boxes} set={setBoxes} label="Boxes" />
              {(screen.masks || screen.regions) && (
                <Toggle on={areas} set={setAreas} label="Masks and regions" />
              )}
            </>
          )}
          <button type="button" class="plain" onClick={copyLink}>
            Copy link
          </button>
        </span>
      </div>
      {screen && differs && view !== 'film' ? (
        <Comparison
          key={screen.actual}
          screen={screen}
          view={view}
          boxes={boxes}
          areas={areas}
          place={place}
          zoomTo={(next) => {
            setPlace(next);
            choose('zoom');
          }}
        />
      ) : (
        <NewPicture screen={decidable ? screen : undefined} attempt={attempt} at={at} />
      )}
      {decidable && screen && (
        <div class="approve">
          <span class="soft">
            {differs ? 'If the actual picture is right:' : 'If this picture is right:'}
          </span>
          <ApproveOne baseline={screen.baseline} isNew={!differs} />
        </div>
      )}
    </section>
  );
}

/** The film; a mask or a region can be drawn on it where it shows a picture that has no baseline yet. */
function NewPicture(props: {
  screen: ScreenEvidence | undefined;
  attempt: PageAttempt;
  at: number;
}) {
  const { screen, attempt, at } = props;
  const film = <Film attempt={attempt} at={at} />;
  const shown = attempt.frames[frameAt(attempt, at)]?.picture;
  if (!screen || screen.expected !== undefined || shown !== screen.actual) return film;
  return (
    <DrawRules baseline={screen.baseline} picture={shown} boxes={[]} showSaved>
      {film}
    </DrawRules>
  );
}

export function copyLink(): void {
  void navigator.clipboard?.writeText(location.href);
}

function Toggle({ on, set, label }: { on: boolean; set: (on: boolean) => void; label: string }) {
  return (
    <label>
      <input type="checkbox" checked={on} onChange={() => set(!on)} /> {label}
    </label>
  );
}
