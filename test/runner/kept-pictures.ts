import { nameByContent } from '../../src/runner/pictures.ts';
import type { Frame } from '../../src/screen/frame.ts';

/** Pictures that are kept in memory. */
export class KeptPictures {
  readonly files = new Map<string, Frame>();

  find(frame: Frame): string | undefined {
    const name = nameByContent(frame);
    return this.files.has(name) ? name : undefined;
  }

  keep(frame: Frame): string {
    const name = nameByContent(frame);
    this.files.set(name, frame);
    return name;
  }
}
