import type { ScreenEvidence, SearchEvidence } from '../../runner/events.ts';
import type { Comparison } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import { formatBox, formatCount, formatSize } from './format.ts';
import { Picture } from './picture.tsx';

/** The other screens that say more than a number: what it is instead, and what it nearly was. */
export function OtherScreens({ screen: { lookalike, nearest } }: { screen: ScreenEvidence }) {
  if (!lookalike && !nearest) return null;
  return (
    <div class="others">
      {lookalike && (
        <figure>
          <Picture
            picture={lookalike.picture}
            alt={`The baseline ${lookalike.name}`}
            outlines={{ boxes: boxesOf(lookalike.comparison) }}
          />
          <figcaption>
            <strong>
              {lookalike.comparison.kind === 'different' ? 'Looks more like' : 'This is'}{' '}
              <bdi>{lookalike.name}</bdi>
            </strong>
            , another baseline: {tellComparison(lookalike.comparison)}.
          </figcaption>
        </figure>
      )}
      {nearest && (
        <figure>
          <Picture
            picture={nearest.actual}
            alt="The nearest look before"
            outlines={{ boxes: boxesOf(nearest.comparison) }}
          />
          <figcaption>
            <strong>An earlier look came nearer</strong>: {tellComparison(nearest.comparison)}. If
            this is the screen you meant, the guest went past it.
          </figcaption>
        </figure>
      )}
    </div>
  );
}

/** The picture that was looked for, beside where it is or nearly is. */
export function Search({ search }: { search: SearchEvidence }) {
  const places = search.nearest ? [search.nearest] : search.places;
  return (
    <section>
      <h2>
        Looked for <bdi>{search.name}</bdi>
      </h2>
      <div class="others">
        <figure>
          <Picture picture={search.picture} alt={`The picture ${search.name}`} />
          <figcaption>The picture</figcaption>
        </figure>
        <figure>
          <Picture
            picture={search.actual}
            alt="Where it was looked for"
            outlines={{ boxes: places }}
          />
          <figcaption>
            {places.length === 0
              ? 'It is nowhere, nor anything like it.'
              : `${search.nearest ? 'The nearest place' : 'Where it is'}: `}
            {places.map((place) => (
              <span key={formatBox(place)}>
                <code>{formatBox(place)}</code> {(place.score * 100).toFixed(1)} %{' '}
              </span>
            ))}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}

export function tellComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'equal':
      return 'no difference';
    case 'within-tolerance':
      return `${formatCount(comparison.diffPixels)} pixels differ, which is allowed`;
    case 'different':
      return `${formatCount(comparison.diffPixels)} pixels differ`;
    case 'different-size':
      return `${formatSize(comparison.expected)} instead of ${formatSize(comparison.actual)}`;
    default:
      return comparison satisfies never;
  }
}

function boxesOf(comparison: Comparison): readonly Region[] {
  return 'boxes' in comparison ? comparison.boxes : [];
}
