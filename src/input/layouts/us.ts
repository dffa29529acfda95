import type { Layout } from '../layout.ts';
import { loadLayout } from './load-layout.ts';

/** What a guest has when nobody says otherwise. */
export const us: Layout = loadLayout('us');
