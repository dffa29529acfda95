/** Text that is HTML already. Only `html` and `trust` make one, so data cannot pretend to be one. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Content = Markup | string | number | false | undefined | readonly Content[];

/** A template whose values are escaped, in text and in quoted attributes, unless they are markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = strings.map((text, index) => text + flatten(values[index]));
  return new Markup(parts.join(''));
}

/** Markup from our own source text, never from data. */
export function trust(text: string): Markup {
  return new Markup(text);
}

/** Somebody's words: a direction mark in them ends where they end. */
export function words(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

function flatten(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.toString();
  if (Array.isArray(content)) return content.map(flatten).join('');
  return escapeHtml(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\u007E\u00A0-\uD7FF\uE000-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
