import type { Region } from '../../screen/frame.ts';

export { formatDuration } from '../format-duration.ts';

/** `1,234`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** Never rounds a difference to none. */
export function formatPercent(ratio: number): string {
  return ratio > 0 && ratio < 0.0001 ? 'below 0.01 %' : `${(ratio * 100).toFixed(2)} %`;
}

/** `2026-11-23 05:54:52 UTC`. */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `00:03.214` on the scenario's own clock. */
export function formatClock(ms: number): string {
  const minutes = String(Math.floor(ms / 60_000)).padStart(2, '0');
  const seconds = ((ms % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${minutes}:${seconds}`;
}

/** A name that no shell reads as more than a name, or undefined. */
export function plainName(name: string): string | undefined {
  return /^\w[\w./+-]*$/.test(name) ? name : undefined;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1024 × 768`. */
export function formatSize({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`;
}

/** As YAML has it: `[x, y, width, height]`. */
export function formatBox({ x, y, width, height }: Region): string {
  return `[${x}, ${y}, ${width}, ${height}]`;
}
