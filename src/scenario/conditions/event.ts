import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { eventData, eventName } from '../parts/event-keys.ts';

export const event = defineCondition({
  key: 'event',
  schema: z.strictObject({
    event: eventName,
    data: eventData,
  }),
  make: ({ event: name, data }) => ({
    title: `event ${name}`,
    screens: [],
    pictures: [],
    check: () => [],
    watch: async ({ guest: { events } }) => {
      const since = events.stepBefore;
      return {
        look: () => ({
          holds: events.find(name, data, since) !== undefined,
          tell: () => 'it has not come',
        }),
      };
    },
  }),
});
