import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fitText,
  inCaptionFont,
  measureText,
  placeText,
} from '../../../src/report/export/caption-font.ts';

test('every character of ASCII has a shape of its own', () => {
  const ascii = Array.from({ length: 0x7f - 0x21 }, (_, at) => String.fromCharCode(0x21 + at));
  const shapes = ascii.map((character) => JSON.stringify(placeText(character)[0]));
  expect(new Set(shapes).size).toBe(ascii.length);
});

test('accents go, dashes and quotes become plain, marks of direction vanish', () => {
  expect(inCaptionFont('Größe – „é“… \u202Egrün\u0007')).toBe('Grosse - "e"... grun');
});

test('what the font lacks is a box, and the dots of a secret are dots', () => {
  const [box] = placeText('日');
  expect(placeText('本')[0]?.shape).toEqual(box?.shape);
  expect(placeText('•')[0]?.shape).not.toEqual(box?.shape);
});

test('a text that has room stays as it is, and one that has not is cut where it should be', () => {
  expect(fitText('press enter', 500)).toBe('press enter');
  expect(fitText('press enter', 60)).toMatch(/^press.*\.\.\.$/);
  expect(fitText('demo/keyboard', 60, 'start')).toMatch(/^\.\.\..*oard$/);
});

test('whatever the text, what is left of it has room', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(400), (text, width) => {
      expect(measureText(fitText(text, width))).toBeLessThanOrEqual(width);
      expect(measureText(fitText(text, width, 'start'))).toBeLessThanOrEqual(width);
    }),
  );
});
