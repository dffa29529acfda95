import { expect, test } from 'vitest';
import { eventSchema } from '../../src/report/event-schema.ts';
import { drawComparison } from '../../src/report/html/comparison-view.ts';
import { drawSearch } from '../../src/report/html/search-view.ts';
import type { ScreenEvidence, SearchEvidence } from '../../src/runner/events.ts';

const place = { x: 7, y: 8, width: 120, height: 40, score: 0.875 };
const search: SearchEvidence = {
  name: '<b>',
  picture: 'frames/0a.png',
  actual: 'frames/0b.png',
  places: [],
  nearest: place,
};
const screen: ScreenEvidence = {
  name: 'welcome',
  baseline: 'demo/welcome+dark',
  actual: 'frames/0b.png',
  expected: 'frames/0c.png',
  comparison: {
    kind: 'different',
    diffPixels: 90,
    diffRatio: 0.01,
    allowedPixels: 9000,
    boxes: [],
    window: { region: { x: 1, y: 2, width: 32, height: 32 }, diffPixels: 80, allowedPixels: 10 },
  },
  lookalike: { name: 'error-network', picture: 'frames/0d.png', comparison: { kind: 'equal' } },
};

test('the new evidence survives being read', () => {
  const event = {
    at: 1,
    type: 'step-finished',
    scenario: 'a',
    attempt: 1,
    step: 0,
    verdict: 'failed',
    durationMs: 1,
    screen,
    search,
  };
  expect(eventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test('a search is shown with its picture, the screen and the nearest place', () => {
  const shown = String(drawSearch(search, 'a', undefined));
  expect(shown).toContain('The nearest place');
  expect(shown).toContain('<code>[7, 8, 120, 40]</code> <small>87.5 %</small>');
  expect(shown).toContain('../frames/0a.png');
  expect(shown).toContain('../frames/0b.png');
  expect(shown).not.toContain('<b>');
  const { nearest, ...rest } = search;
  expect(String(drawSearch(rest, 'a', undefined))).toContain('nowhere, nor anything like it');
});

test('a comparison shows its fullest window and the screen that it really is', () => {
  const shown = String(drawComparison(screen, 'a', undefined));
  expect(shown).toContain('In the window <code>[1, 2, 32, 32]</code>');
  expect(shown).toContain('80 <small>10 allowed</small>');
  expect(shown).toContain('This is another screen: <bdi>error-network</bdi>.');
  expect(shown).toContain('../frames/0d.png');
});
