import type { ScreenEvidence } from '../../runner/events.ts';
import type { Comparison } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import { formatBox, formatCount, formatPercent, formatSize } from './format.ts';

/** A comparison in numbers and places. */
export function Facts({ comparison, screen }: { comparison: Comparison; screen: ScreenEvidence }) {
  return (
    <dl class="facts">
      {comparison.kind === 'different-size' ? (
        <>
          <Fact title="Baseline">{formatSize(comparison.expected)}</Fact>
          <Fact title="Screen">{formatSize(comparison.actual)}</Fact>
        </>
      ) : (
        <Fact title="Differing pixels">
          {formatCount('diffPixels' in comparison ? comparison.diffPixels : 0)}
          {comparison.kind === 'different' && <small> {formatPercent(comparison.diffRatio)}</small>}
        </Fact>
      )}
      {comparison.kind === 'different' && (
        <Fact title="Allowed">{formatCount(comparison.allowedPixels)}</Fact>
      )}
      {comparison.kind === 'different' && comparison.window && (
        <Fact title="Fullest window">
          <code>{formatBox(comparison.window.region)}</code>{' '}
          {formatCount(comparison.window.diffPixels)}
          <small> {formatCount(comparison.window.allowedPixels)} allowed</small>
        </Fact>
      )}
      {'boxes' in comparison && <Places title="Where" regions={comparison.boxes} />}
      {screen.masks && <Places title="Masks" regions={screen.masks} />}
      {screen.regions && <Places title="Regions" regions={screen.regions} />}
    </dl>
  );
}

function Fact({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Places({ title, regions }: { title: string; regions: readonly Region[] }) {
  return (
    <div class="places">
      <dt>
        {title}, as <code>[x, y, width, height]</code>
      </dt>
      <dd>
        {regions.map((region) => (
          <code key={formatBox(region)}>{formatBox(region)}</code>
        ))}
      </dd>
    </div>
  );
}
