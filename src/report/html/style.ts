import { baseStyle } from './style/base.ts';
import { comparisonStyle } from './style/comparison.ts';
import { headerStyle } from './style/header.ts';
import { scenarioStyle } from './style/scenario.ts';
import { viewerStyle } from './style/viewer.ts';

/** The page's whole style, without `url()` and imports: nothing is fetched. */
export const style = [baseStyle, headerStyle, scenarioStyle, comparisonStyle, viewerStyle].join('');
