import { isAlias, isMap, isScalar, parseDocument, visit } from 'yaml';

const DOTS = '••••••';

/** What stands beside a secret and says nothing about it. */
const plain: ReadonlySet<string> = new Set(['layout', 'pace', 'hold', 'method', 'into', 'key']);

/**
 * The YAML as it was written, but for the texts that `secret: true` stands beside, and the password of
 * `set-password`: those become dots.
 */
export function maskSecretTexts(source: string): string {
  if (!/secret|password/.test(source)) return source;
  const document = parseDocument(source, { logLevel: 'silent' });
  const places: (readonly [number, number])[] = [];
  const follow = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
  const hide = (value: unknown) => {
    const node = follow(value);
    if (isScalar(node) && node.range) places.push([node.range[0], node.range[1]]);
  };
  visit(document, {
    Map(_, map) {
      const change = follow(map.get('set-password', true));
      if (isMap(change)) hide(change.get('password', true));
      if (map.get('secret') !== true) return;
      for (const { key, value } of map.items) {
        const node = follow(value);
        const isText = isScalar(node) && typeof node.value === 'string';
        if (isText && !plain.has(String(key))) hide(node);
      }
    },
  });
  return places
    .toSorted(([a], [b]) => b - a)
    .filter(([from], index, all) => all.findIndex(([start]) => start === from) === index)
    .reduce((text, [from, to]) => text.slice(0, from) + DOTS + text.slice(to), source);
}
