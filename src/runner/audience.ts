import type { Guest } from '../guest/guest.ts';

/** Lets people see the guests of a run. */
export interface Audience {
  /**
   * From now on they see that guest; the function that it gives back ends that, and resolves when nobody
   * can any more. Neither throws.
   */
  show(
    guest: Guest,
    about: { readonly scenario: string; readonly attempt: number },
  ): () => Promise<void>;
}
