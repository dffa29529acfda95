/** File systems take 255 bytes. */
const LONGEST = 200;

/**
 * What files of an attempt are called: `demo-keyboard` for the first one of `demo/keyboard`, then
 * `demo-keyboard@2`. Two scenarios of a run never share one.
 */
export function nameAttempts(ids: readonly string[]): (id: string, attempt: number) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    const plain = id
      .replaceAll('/', '-')
      .replaceAll(/[^\w.[\]=#,-]/g, '_')
      .slice(0, LONGEST);
    let name = plain;
    for (let next = 2; taken.has(name); next += 1) name = `${plain}~${next}`;
    taken.add(name);
    names.set(id, name);
  }
  return (id, attempt) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`the run has no scenario "${id}"`);
    return attempt === 1 ? name : `${name}@${attempt}`;
  };
}
