export type Attributes = Readonly<Record<string, string | number>>;

/** An element around these lines, each indented. */
export function element(name: string, attributes: Attributes, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`<${name}${write(attributes)}/>`];
  const inner = lines.map((line) => `  ${line}`);
  return [`<${name}${write(attributes)}>`, ...inner, `</${name}>`];
}

/** An element around a text, to the letter. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${name}${write(attributes)}>${escapeXml(text)}</${name}>`;
}

function write(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** Also replaces what XML 1.0 has no way to say, such as most control characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}
