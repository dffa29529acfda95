import { cropFrame } from '../../screen/crop.ts';
import type { Frame } from '../../screen/frame.ts';
import { changedRegions } from '../../screen/patch.ts';
import type { PictureRef } from '../events.ts';
import type { Pictures } from '../pictures.ts';
import type { FramePart } from './trace-line.ts';

/** A frame on the disk: a picture of all of it, or one of a frame before and what differs from that. */
export interface KeptFrame {
  readonly picture: PictureRef;
  readonly parts?: readonly FramePart[];
}

/** Where more of the screen has changed, all of it is kept anew. */
const MOST_CHANGED = 1 / 3;

/**
 * Keeps the frames of one attempt, in order of time. Each needs one whole picture and no other frame, so
 * that a reader can begin anywhere; what is there already, such as a step's picture, is kept no second time.
 */
export class FrameKeeper {
  readonly #pictures: Pick<Pictures, 'find' | 'keep'>;
  #whole: { readonly frame: Frame; readonly picture: PictureRef } | undefined;

  constructor(pictures: Pick<Pictures, 'find' | 'keep'>) {
    this.#pictures = pictures;
  }

  /** The files are there after the pictures' `flush`. */
  keep(frame: Frame): KeptFrame {
    const known = this.#pictures.find(frame);
    const parts = known === undefined ? this.#keepParts(frame) : undefined;
    if (this.#whole && parts) return { picture: this.#whole.picture, parts };
    const picture = known ?? this.#pictures.keep(frame);
    this.#whole = { frame, picture };
    return { picture };
  }

  #keepParts(frame: Frame): FramePart[] | undefined {
    const regions = changedRegions(this.#whole?.frame, frame);
    const changed = regions.reduce((sum, { width, height }) => sum + width * height, 0);
    if (changed > frame.width * frame.height * MOST_CHANGED) return undefined;
    return regions.map((region) => {
      return { ...region, picture: this.#pictures.keep(cropFrame(frame, region)) };
    });
  }
}
