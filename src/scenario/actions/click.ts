import { planClick } from '../../input/plan-pointer.ts';
import { defineClick } from '../parts/define-click.ts';

export const click = defineClick({
  key: 'click',
  summary: 'Clicks a point of the screen, or a picture or a text on it',
  plan: planClick,
  perform: (pointer, at, options) => pointer.click(at, options),
});
