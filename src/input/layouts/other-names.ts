import type { LayoutName } from './load-layout.ts';

/** What QEMU's -k, other systems and language codes call some layouts: a hint, not a name. */
export const otherNames: Readonly<Record<string, LayoutName>> = {
  en: 'us',
  'en-us': 'us',
  uk: 'gb',
  'en-gb': 'gb',
  'en-uk': 'gb',
  ch: 'de-ch',
  'ch-de': 'de-ch',
  'fr-ch': 'ch-fr',
  'fr-be': 'be',
  'fr-ca': 'ca',
  'pt-br': 'br',
  la: 'latam',
  cs: 'cz',
  da: 'dk',
  el: 'gr',
  et: 'ee',
  he: 'il',
  ja: 'jp',
  ko: 'kr',
  nb: 'no',
  sl: 'si',
  sr: 'rs',
  sv: 'se',
};
