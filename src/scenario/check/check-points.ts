import { isInside, type Point } from '../../input/absolute.ts';
import type { Expectations, Problem } from '../action.ts';

/** Points that are outside the screen last waited for, each under the key it stands at. */
export function checkPoints(
  points: Readonly<Record<string, Point | undefined>>,
  { screen }: Expectations,
): Problem[] {
  if (screen === undefined) return [];
  return Object.entries(points).flatMap(([key, point]) =>
    point === undefined || isInside(point, screen)
      ? []
      : [
          {
            path: [key],
            message: `the point [${point.x}, ${point.y}] is outside the screen, which is ${screen.width}x${screen.height} in the baseline before`,
          },
        ],
  );
}
