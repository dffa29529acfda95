/** What takes back one step of a start. Undone in reverse, by `stop` or by whatever went wrong in between. */
export type Undo = () => Promise<void>;

/** Takes everything back, the last step first; one that fails does not keep the others. */
export async function undoAll(undo: readonly Undo[]): Promise<void> {
  for (const step of undo.toReversed()) await step().catch(() => {});
}
