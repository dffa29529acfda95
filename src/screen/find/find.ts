import { ScenarioError, StepError } from '../../errors.ts';
import { type CompareRules, createComparer } from '../compare.ts';
import type { Frame, Region } from '../frame.ts';
import { describeMisfit, formatRegion } from '../regions.ts';
import { findSameBytes, pickTellingRow } from './find-exact.ts';
import { findLikely, type Likely } from './find-tolerant.ts';
import { prepareLikeness } from './likeness.ts';

/** A place of the screen that shows a picture: its rectangle there, and how well it fits. */
export interface Match extends Region {
  readonly diffPixels: number;
  /** Which part of the compared pixels agrees, 0 to 1; 1 only where all of them do. */
  readonly score: number;
}

export interface FindOptions {
  /** Where to look: a match lies wholly inside one of them. Default: the whole screen. */
  readonly regions?: readonly Region[];
  /** Also places that are only within the rules where others have the very same bytes. */
  readonly everyPlace?: boolean;
}

/** One picture, ready to be looked for in many frames. */
export interface Finder {
  readonly picture: Frame;
  /** All places that the rules accept, best first, equally good ones in reading order. */
  find(frame: Frame, options?: FindOptions): Match[];
  /** For people, after a search without a match: the place that comes nearest; at least 3/4 agree. */
  nearest(frame: Frame, options?: FindOptions): Match | undefined;
}

/** More places than a screen of buttons has: a pattern, and no picture to click on. */
const MOST_PLACES = 10_000;

/** How many pixels may turn out to differ before a search gives up: about a second. */
const FIND_EFFORT = 200_000_000;
/** The same for `nearest`, which takes what it has by then. */
const NEAREST_EFFORT = 50_000_000;

/**
 * Prepares a picture and the rules it is compared by; their masks and regions are in its own pixels.
 * @throws ScenarioError `plain-picture` where it would be found everywhere; as `createComparer`
 */
export function createFinder(picture: Frame, rules: CompareRules = {}): Finder {
  if (rules.maxDiffWindow) throw windowLimit();
  const comparer = createComparer(picture, rules);
  const { coverage, allowedPixels } = comparer;
  const likeness = prepareLikeness(picture, coverage, rules.threshold ?? 0);
  const { offGround } = likeness;
  if (offGround <= allowedPixels) throw plainPicture(offGround, allowedPixels);
  const isWhole = coverage.pixels === picture.width * picture.height;
  const tellingRow = isWhole ? pickTellingRow(picture) : undefined;
  const isExact = (rules.threshold ?? 0) === 0 && allowedPixels === 0;

  const asMatch = ({ x, y, diffPixels }: Likely): Match => {
    const { width, height } = picture;
    return { x, y, width, height, diffPixels, score: 1 - diffPixels / coverage.pixels };
  };

  return {
    picture,

    find(frame, { regions, everyPlace = false } = {}) {
      const areas = listAreas(frame, regions);
      if (tellingRow !== undefined && (isExact || !everyPlace)) {
        const same = areas.flatMap((area) =>
          findSameBytes(frame, picture, tellingRow, area, MOST_PLACES),
        );
        checkCount(same.length);
        if (same.length > 0 || isExact) {
          return order(same.map((place) => asMatch({ ...place, diffPixels: 0 })));
        }
      }
      const { places, ended } = findLikely(frame, likeness, areas, {
        limit: allowedPixels,
        atMost: MOST_PLACES,
        effort: FIND_EFFORT,
      });
      checkCount(places.length);
      if (ended === 'tired') throw tooLong(allowedPixels);
      return withoutShoulders(order(places.map(asMatch)));
    },

    nearest(frame, { regions } = {}) {
      const areas = listAreas(frame, regions);
      const worst = Math.min(offGround - 1, Math.floor(coverage.pixels / 4));
      // Few may differ first: that is fast, and mostly enough.
      for (const part of [64, 16, 1]) {
        const limit = Math.floor(worst / part);
        const options = { limit, best: true, effort: NEAREST_EFFORT };
        const [best] = findLikely(frame, likeness, areas, options).places;
        if (best) return asMatch(best);
      }
      return undefined;
    },
  };
}

/**
 * All places of `frame` that show `picture`; `createFinder` is for looking often.
 * @throws as `createFinder`; ScenarioError `bad-region`; StepError `too-many-places`, `search-too-long`
 */
export function findPicture(
  frame: Frame,
  picture: Frame,
  rules?: CompareRules,
  options?: FindOptions,
): Match[] {
  return createFinder(picture, rules).find(frame, options);
}

function listAreas({ width, height }: Frame, regions: FindOptions['regions']): readonly Region[] {
  for (const region of regions ?? []) {
    const misfit = describeMisfit(region, width, height);
    if (misfit) {
      throw new ScenarioError('bad-region', `The region ${formatRegion(region)} ${misfit}`, {
        hint: 'expected [x, y, width, height] in guest pixels, from the top left corner',
      });
    }
  }
  return regions ?? [{ x: 0, y: 0, width, height }];
}

/** Best first, then in reading order; a place that two regions share counts once. */
function order(matches: readonly Match[]): Match[] {
  const places = new Map(matches.map((match) => [`${match.x},${match.y}`, match]));
  return [...places.values()].toSorted(
    (a, b) => a.diffPixels - b.diffPixels || a.y - b.y || a.x - b.x,
  );
}

/** Leaves out what only overlaps a strictly better place. Equally good places all stay. */
function withoutShoulders(matches: readonly Match[]): Match[] {
  const kept: Match[] = [];
  for (const match of matches) {
    const isShoulder = kept.some((one) => one.diffPixels < match.diffPixels && overlap(one, match));
    if (!isShoulder) kept.push(match);
  }
  return kept;
}

function overlap(a: Region, b: Region): boolean {
  return Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < a.height;
}

function checkCount(count: number): void {
  if (count <= MOST_PLACES) return;
  throw new StepError('too-many-places', `the picture is at more than ${MOST_PLACES} places`, {
    hint: 'cut out a larger picture, let fewer pixels differ, or say where to look: region',
  });
}

function windowLimit(): ScenarioError {
  return new ScenarioError('bad-tolerance', 'max-diff-window is for screens, not for pictures', {
    hint: 'say how much of the picture may differ with max-diff-pixels or max-diff-ratio',
  });
}

function tooLong(allowed: number): StepError {
  return new StepError(
    'search-too-long',
    `the picture has no background to go by, and ${allowed} of its pixels may differ: looking for it takes too long`,
    { hint: 'let fewer pixels differ, or say where to look: region' },
  );
}

function plainPicture(offGround: number, allowed: number): ScenarioError {
  const message =
    offGround === 0
      ? 'The picture has one colour only: it would be found everywhere'
      : `Only ${offGround} pixels of the picture stand out from its background, and ${allowed} may differ: it would be found everywhere`;
  return new ScenarioError('plain-picture', message, {
    hint: 'cut out a part with more in it, or let fewer pixels differ',
  });
}
