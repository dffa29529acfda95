import { z } from 'zod';
import { rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { defineCondition } from '../condition.ts';
import { describeMatch } from '../describe-seen.ts';
import { checkSearch, pictureName, prepareFinder, searchKeys } from '../parts/picture-search.ts';

export const picture = defineCondition({
  key: 'picture',
  schema: z.strictObject({ picture: pictureName, ...searchKeys }),
  make: ({ picture: name, ...args }) => ({
    title: `picture ${name}`,
    screens: [],
    pictures: [{ name, path: ['picture'] }],
    check: (expected) => checkSearch('picture', name, args, expected),
    watch: async (stage) => {
      const baseline = stage.picture(name);
      if (!baseline) throw new Error(`the picture ${name} was not loaded`);
      const finder = prepareFinder(baseline, args);
      const { regions } = rulesFromKeys({ region: args.region });
      const where = regions && { regions };
      let holds = false;
      return {
        look: (frame, changed) => {
          if (changed) holds = finder.find(frame, where).length > 0;
          return {
            holds,
            tell: () => {
              const near = finder.nearest(frame, where);
              return near
                ? `the nearest place is ${describeMatch(near)}`
                : 'no place comes near it';
            },
          };
        },
      };
    },
  }),
});
