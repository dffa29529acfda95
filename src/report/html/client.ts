import { comparisonClient } from './client/comparison.ts';
import { filterClient } from './client/filter.ts';
import { pageClient } from './client/page.ts';
import { viewerClient } from './client/viewer.ts';

/**
 * The page's script, a module for the browser without imports. It is kept as text because it is sent as text;
 * a test runs the linter over it. It makes elements only by name, never from markup.
 */
export const clientScript = `${[pageClient, filterClient, viewerClient, comparisonClient].join('')}
document.documentElement.dataset.ready = 'true';
`;
