/** Any text as itself, in one line, wherever Markdown or HTML would read more into it. */
export function escapeMarkdown(text: string, mostCharacters = 300): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  const isLong = characters.length > mostCharacters;
  const cut = isLong ? `${characters.slice(0, mostCharacters).join('')}…` : characters.join('');
  return cut.replace(/[\\`*_[\]<>&|~#@$:]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An address as a link, any other text as itself. */
export function linkAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return escapeMarkdown(text);
  return `[${escapeMarkdown(text)}](${withoutBrackets(url.href)})`;
}

/** What encoded addresses may have and Markdown reads. */
export function withoutBrackets(address: string): string {
  return address.replace(
    /[!'()*<>|]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const draw = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(draw).join('');
}
