import { formatRoute, type Route } from './route.ts';

/** Goes there; `replace` leaves no step for the back button. */
export function navigate(route: Route, { replace = false } = {}): void {
  const hash = formatRoute(route);
  if (replace) location.replace(hash);
  else location.hash = hash;
}
