import { z } from 'zod';
import { scenarioHeader } from './parse.ts';
import { besideAction } from './parse-step.ts';
import { words } from './words.ts';

type JsonSchema = Record<string, unknown>;

/** The JSON Schema (draft 7) of a scenario file, from the definitions that parse it. */
export function scenarioJsonSchema(): JsonSchema {
  const { properties, required, ...rest } = toSchema(scenarioHeader);
  return {
    ...rest,
    title: 'Guestwright scenario',
    properties: {
      ...(properties as JsonSchema),
      steps: {
        type: 'array',
        minItems: 1,
        items: stepSchema(),
        description: 'What is done, in order',
      },
    },
    required: [...((required as string[] | undefined) ?? []), 'steps'],
  };
}

/** One object with every action as a property: editors then offer each action once. */
function stepSchema(): JsonSchema {
  const actions = [...words.values()].map((word) => {
    const mapping = withoutMeta(toSchema(word.schema));
    const short = word.short && (mapping.properties as JsonSchema)[word.short];
    const nothing = mapping.required || mapping.oneOf ? [] : [{ type: 'null' }];
    const forms = short ? { anyOf: [short, mapping, ...nothing] } : mapping;
    return [word.key, { ...forms, description: word.summary }] as const;
  });
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(actions),
      ...(toSchema(z.strictObject(besideAction)).properties as JsonSchema),
    },
    additionalProperties: false,
    oneOf: [...words.keys()].map((key) => ({ required: [key] })),
  };
}

function toSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
}

function withoutMeta({ $schema, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
