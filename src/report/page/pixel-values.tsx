import type { Point } from './picture.tsx';
import type { Pixels } from './pixels.ts';

/** What the two pictures have at a place, and how far apart that is. */
export function PixelValues(props: { place: Point; expected: Pixels; actual: Pixels }) {
  const { x, y } = props.place;
  const expected = props.expected.at(x, y);
  const actual = props.actual.at(x, y);
  const same = expected && actual && String(expected) === String(actual);
  return (
    <dl class="pixel-values" aria-live="polite">
      <div>
        <dt>Pixel</dt>
        <dd class="mono">
          {x}, {y}
        </dd>
      </div>
      <Value title="Expected" colour={expected} />
      <Value title="Actual" colour={actual} />
      <div>
        <dt>Difference</dt>
        <dd class="mono">
          {same || !expected || !actual
            ? 'none'
            : actual.map((value, index) => signed(value - (expected[index] ?? 0))).join(' ')}
        </dd>
      </div>
    </dl>
  );
}

function Value({ title, colour }: { title: string; colour: readonly number[] | undefined }) {
  const hex = colour?.map((value) => value.toString(16).padStart(2, '0')).join('');
  return (
    <div>
      <dt>{title}</dt>
      <dd class="mono">
        {hex && <span class="swatch" style={{ background: `#${hex}` }} />}
        {colour ? `#${hex} (${colour.join(', ')})` : 'outside'}
      </dd>
    </div>
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
