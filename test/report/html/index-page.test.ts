import { expect, test } from 'vitest';
import { drawIndexPage } from '../../../src/report/html/index-page.ts';

const policyOf = (page: string) => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];

test('the page from disk runs scripts beside it only, and talks to nobody', () => {
  expect(policyOf(drawIndexPage())).toBe(
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types guestwright",
  );
  expect(drawIndexPage()).not.toContain('guestwright-server');
});

test('the served page talks to its server alone, and knows the token', () => {
  const page = drawIndexPage({ token: 'a-Token_1' });
  expect(policyOf(page)).toContain("connect-src 'self'");
  expect(policyOf(page)).not.toContain('file:');
  expect(page).toContain('<meta name="guestwright-server" content="a-Token_1">');
});

test('a token that could leave its attribute is refused', () => {
  expect(() => drawIndexPage({ token: '"><script>' })).toThrow('not a token');
});
