import type { Release } from './definitions.ts';

/** Of a release, only what names are decided by. */
export interface MajorMinor {
  readonly major: number;
  readonly minor: number;
}

/** Whether a QEMU of this version is of that release or a later one. */
export function isFrom(version: MajorMinor, release: Release): boolean {
  const { major, minor } = readRelease(release);
  return version.major > major || (version.major === major && version.minor >= minor);
}

function readRelease(release: Release): MajorMinor {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  return { major, minor };
}
