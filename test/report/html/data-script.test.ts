import { Script } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeDataScript } from '../../../src/report/html/data-script.ts';

/** What the page is given when it runs the script. */
function run(script: string): unknown[] {
  const given: unknown[] = [];
  new Script(script).runInNewContext({
    guestwright: (name: string, json: string) => given.push(name, JSON.parse(json)),
  });
  return given;
}

test.each([
  ['markup', '</script><script>alert(1)</script><!--'],
  ['line separators', 'a\u2028b\u2029c'],
  ['half of a pair, and right to left', '\uD800 \u202E'],
  ['quotes and backslashes', `"'\\\\"); alert(1); ("`],
  ['a template', '${alert(1)} `'],
])('hands over %s as it is', (_what, text) => {
  const script = writeDataScript('0', { text });
  expect(run(script)).toEqual(['0', { text }]);
  expect(script).toMatch(/^[\n\x20-\x7E]*$/);
  expect(script).not.toMatch(/[<>&']/);
});

test('a key cannot become a prototype', () => {
  const sources = JSON.parse('{"__proto__": {"polluted": true}}');
  const [, value] = run(writeDataScript('0', sources)) as [string, object];
  expect(Object.hasOwn(value, '__proto__')).toBe(true);
  expect('polluted' in value).toBe(false);
});

test('any JSON survives', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(JSON.stringify(run(writeDataScript('x', json))[1])).toBe(JSON.stringify(json));
    }),
  );
});
