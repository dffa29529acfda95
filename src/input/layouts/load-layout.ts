import type { Layout } from '../layout.ts';
import { buildLayout, readSequences, type Sequence } from './build-layout.ts';
import { keys, levelsByLayout, sequencesOfDeadKeys } from './data.ts';

export type LayoutName = keyof typeof levelsByLayout;

export function isLayoutName(name: string): name is LayoutName {
  return Object.hasOwn(levelsByLayout, name);
}

const loaded = new Map<LayoutName, Layout>();
let sequences: readonly Sequence[] | undefined;

/** A layout, built when it is first asked for. */
export function loadLayout(name: LayoutName): Layout {
  const known = loaded.get(name);
  if (known) return known;
  const levels = levelsByLayout[name];
  const layout = buildLayout(name, { keys, levels, sequences: readSequencesOnce });
  loaded.set(name, layout);
  return layout;
}

function readSequencesOnce(): readonly Sequence[] {
  sequences ??= readSequences(sequencesOfDeadKeys);
  return sequences;
}

/** Every layout, those of one language beside each other. */
export const layoutNames: readonly LayoutName[] = Object.keys(levelsByLayout).filter(isLayoutName);
