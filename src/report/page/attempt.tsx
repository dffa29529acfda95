import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageAttempt, PageStep } from '../html/page-data.ts';
import { usePage } from './context.ts';
import { Evidence } from './evidence.tsx';
import { useShortcuts } from './keys.ts';
import { navigate } from './navigate.ts';
import { Panels } from './panels.tsx';
import { SizesContext } from './picture.tsx';
import { type Route, type View, views } from './route.ts';
import { Scrubber } from './scrubber.tsx';
import { copyLink, Stage } from './stage.tsx';
import { FilmStrip } from './strip.tsx';
import { endOf, findStep, firstStep, frameAt, stepAt } from './timeline.ts';
import { Trouble } from './trouble.tsx';

/** The view that the reader chose last, for the next difference. */
const liked: { view: View } = { view: 'diff' };

/** One attempt: the stage, the time below it, the steps beside it. */
export function AttemptView({ attempt }: { attempt: PageAttempt }) {
  const { route } = usePage();
  const { steps, frames } = attempt;
  const fromRoute = findStep(steps, route.step, route.round) ?? firstStep(steps);
  const [index, setIndex] = useState(fromRoute);
  const [at, setAt] = useState(route.at ?? timeOf(steps[fromRoute]));
  const [scrubbing, setScrubbing] = useState(route.at !== undefined && route.view === undefined);
  useEffect(() => {
    setIndex(fromRoute);
    setAt(route.at ?? timeOf(steps[fromRoute]));
    setScrubbing(route.at !== undefined && route.view === undefined);
  }, [route.step, route.round, route.at, route.attempt]);

  const step = steps[index];
  const differs = step?.screen?.expected !== undefined;
  const view = scrubbing || !differs ? 'film' : (route.view ?? liked.view);
  const sizes = useMemo(
    () => new Map(attempt.sizes.map(([ref, width, height]) => [ref, { width, height }])),
    [attempt],
  );

  const goTo = (place: Partial<Route>) => {
    const { view: _view, at: _at, round: _round, ...rest } = route;
    navigate({ ...rest, attempt: attempt.attempt, ...place }, { replace: true });
  };
  const goToStep = (next: number) => {
    const target = steps[next];
    if (target) goTo({ step: target.index + 1, round: target.round });
  };
  const choose = (next: View) => {
    if (next !== 'film') liked.view = next;
    goTo({ ...(step && { step: step.index + 1, round: step.round }), view: next });
    setScrubbing(next === 'film');
  };
  /** While the time is being moved nothing is written; `settle` puts it into the address. */
  const scrub = (time: number) => {
    setAt(time);
    setScrubbing(true);
    setIndex(Math.max(0, stepAt(steps, time)));
  };
  const settle = (time: number) => {
    scrub(time);
    const target = steps[Math.max(0, stepAt(steps, time))];
    goTo({ at: time, ...(target && { step: target.index + 1, round: target.round }) });
  };
  const goToFrame = (by: number) => {
    const next = frames[frameAt(attempt, at) + by];
    if (next) scrub(next.at);
  };
  useShortcuts({
    ']': () => goToStep(index + 1),
    '[': () => goToStep(index - 1),
    '.': () => goToFrame(1),
    ',': () => goToFrame(-1),
    l: copyLink,
    ...Object.fromEntries(
      views.map((each, number) => [
        String(number + 1),
        () => (differs || each === 'film') && choose(each),
      ]),
    ),
  });

  return (
    <SizesContext.Provider value={sizes}>
      <div class="attempt">
        <div class="look">
          {attempt.trouble && <Trouble trouble={attempt.trouble} verdict={attempt.verdict} />}
          {step?.trouble && <Trouble trouble={step.trouble} verdict={step.verdict} />}
          {frames.length > 0 || differs ? (
            <Stage attempt={attempt} step={step} at={at} view={view} choose={choose} />
          ) : (
            <p class="note">No picture was taken.</p>
          )}
          {frames.length > 0 && (
            <>
              <Scrubber attempt={attempt} at={at} scrub={scrub} settle={settle} />
              <FilmStrip attempt={attempt} at={at} scrub={scrub} settle={settle} />
            </>
          )}
          {step && <Evidence step={step} />}
        </div>
        <Panels attempt={attempt} current={index} at={at} goToTime={settle} />
      </div>
    </SizesContext.Provider>
  );
}

function timeOf(step: PageStep | undefined): number {
  return step?.startedAfterMs === undefined ? 0 : endOf(step);
}
