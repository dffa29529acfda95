/**
 * A value as a script that hands it to the page, because a page from disk can fetch nothing. It holds
 * one string of JSON in ASCII, so no key can be taken for a prototype and no character for markup.
 */
export function writeDataScript(name: string, value: unknown): string {
  return `guestwright(${quote(name)},${quote(JSON.stringify(value))});\n`;
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&'\u007F-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
