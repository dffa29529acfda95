import type { PictureRef, RunEvent } from '../events.ts';

const OURS = /^frames\/[0-9a-f]{8,64}\.png$/;

/** Whether all pictures that an event names are such as a run keeps: who reads it will open them. */
export function namesOwnPictures(event: RunEvent): boolean {
  return listPictures(event).every((picture) => OURS.test(picture));
}

function listPictures(event: RunEvent): PictureRef[] {
  if (event.type !== 'step-finished') return [];
  const { picture, screen, search } = event;
  return [
    picture,
    screen?.expected,
    screen?.actual,
    screen?.diff,
    screen?.nearest?.actual,
    screen?.lookalike?.picture,
    search?.picture,
    search?.actual,
  ].filter((each) => each !== undefined);
}
