/** Any text as itself, in one line, wherever Markdown or HTML would read more into it. */
export function escapeMarkdown(text: string, mostCharacters = 300): string {
  const line = text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();
  const characters = [...line];
  const isLong = characters.length > mostCharacters;
  const cut = isLong ? `${characters.slice(0, mostCharacters).join('')}…` : line;
  return showMarks(cut).replace(
    /[!-,/:-@[-`{-~]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** Marks that turn the text around would do so to what stands behind it, too. */
function showMarks(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}

export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const draw = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(draw).join('');
}
