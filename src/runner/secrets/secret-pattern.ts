/**
 * What a terminal may put between two characters of a line that it echoes, however wide it is: control
 * characters and sequences, a character that is written twice over an edge (`a\ba`), and the space that
 * makes it begin a new line.
 */
const between =
  '(?:[^\\x00-\\x1f\\x7f]\\x08| \\r|\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]{0,200}\\x07?)?|[\\x00-\\x1a\\x1c-\\x1f\\x7f])*';

const known = new Map<string, RegExp>();

/** Finds a text, also where a terminal has echoed it. */
export function secretPattern(secret: string): RegExp {
  const found = known.get(secret) ?? new RegExp([...secret].map(literal).join(between), 'g');
  known.set(secret, found);
  return found;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
