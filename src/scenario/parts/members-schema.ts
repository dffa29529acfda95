import { z } from 'zod';
import { type Definition, type Members, memberOf, type Struct } from '../../qmp/definitions.ts';
import { show } from '../show.ts';

/** What a text may expect of an answer of QEMU's: any of its members, each of its type. */
export function membersSchema({ name: owner, since, members }: Struct<Members>): z.ZodObject {
  const entries = Object.entries(members).map(([name, given]) => {
    const member = memberOf(given);
    const description = `${name} of QEMU's ${owner} (${member.since ?? since})`;
    return [name, valueSchema(member.type).optional().describe(description)];
  });
  return z.strictObject(Object.fromEntries(entries));
}

function valueSchema(definition: Definition): z.ZodType {
  switch (definition.kind) {
    case 'builtin':
      return builtins[definition.name];
    case 'enum': {
      const values = [...definition.values.keys()];
      return z.enum(values, {
        error: ({ input }) => `expected ${listOr(values)}, got ${show(input)}`,
      });
    }
    case 'list':
      return z.array(valueSchema(definition.element), {
        error: ({ input }) => `expected a list, got ${show(input)}`,
      });
    case 'struct':
      return membersSchema(definition);
    case 'union':
      return z.record(z.string(), z.unknown());
    default:
      return definition satisfies never;
  }
}

const whole = z.int({ error: ({ input }) => `expected a whole number, got ${show(input)}` });
const builtins = {
  str: z.string({ error: ({ input }) => `expected a text in quotes, got ${show(input)}` }),
  int: whole,
  number: z.number({ error: ({ input }) => `expected a number, got ${show(input)}` }),
  bool: z.boolean({ error: ({ input }) => `expected true or false, got ${show(input)}` }),
  any: z.unknown(),
};

function listOr(values: readonly string[]): string {
  return values.join(', ').replace(/, ([^,]*)$/, ' or $1');
}
