/** What is at a path of a disk. */
export type FoundFile =
  | { readonly kind: 'file'; readonly content: Buffer }
  | { readonly kind: 'directory' }
  /** A device, a pipe or a socket. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'none' };
