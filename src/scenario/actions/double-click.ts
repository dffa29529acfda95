import { planDoubleClick } from '../../input/plan-pointer.ts';
import { defineClick } from '../parts/define-click.ts';

export const doubleClick = defineClick({
  key: 'double-click',
  summary: 'Clicks a point of the screen, or a picture or a text on it, twice',
  plan: planDoubleClick,
  perform: (pointer, at, options) => pointer.doubleClick(at, options),
});
