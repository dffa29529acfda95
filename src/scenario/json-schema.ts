import { z } from 'zod';
import type { BlockWord, Form } from './block.ts';
import { blockWords } from './block-words.ts';
import { scenarioHeader } from './parse/parse.ts';
import { besideAction } from './parse/parse-step.ts';
import { conditionKinds } from './parse/read-condition.ts';
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
      before: { ...listOfSteps, description: 'What is done before the steps' },
      steps: { ...listOfSteps, description: 'What is done, in order' },
      after: { ...listOfSteps, description: 'What is done after them, whatever became of them' },
    },
    required: [...((required as string[] | undefined) ?? []), 'steps'],
    definitions: {
      step: stepSchema(),
      condition: conditionSchema({}),
      branch: conditionSchema(
        Object.fromEntries([['then', { ...listOfSteps, description: 'What is done then' }]]),
      ),
    },
  };
}

const aStep = { $ref: '#/definitions/step' };
const aCondition = { $ref: '#/definitions/condition' };
const listOfSteps = { type: 'array', minItems: 1, items: aStep };

/** One object with every action as a property: editors then offer each action once. */
function stepSchema(): JsonSchema {
  const actions = [...words.values()].map((word) => {
    const mapping = withoutMeta(toSchema(word.schema));
    const short = word.short && (mapping.properties as JsonSchema)[word.short];
    const nothing = mapping.required || mapping.oneOf ? [] : [{ type: 'null' }];
    const forms = short ? { anyOf: [short, mapping, ...nothing] } : mapping;
    return [word.key, { ...forms, description: word.summary }] as const;
  });
  const blocks = [...blockWords.values()];
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(actions),
      ...Object.assign({}, ...blocks.map(blockProperties)),
      ...(toSchema(z.strictObject(besideAction)).properties as JsonSchema),
    },
    additionalProperties: false,
    oneOf: [
      ...[...words.keys()].map((key) => ({ required: [key] })),
      ...blocks.map(({ key, beside }) => ({
        required: [key, ...beside.filter(({ needed }) => needed).map((part) => part.key)],
      })),
    ],
  };
}

/** A block's own key and those beside it; `steps` is the same wherever it stands. */
function blockProperties({ key, summary, value, beside }: BlockWord): JsonSchema {
  const own = describeForm(value);
  const description = `${summary}. ${String(own.description ?? '')}`.trim();
  return Object.fromEntries([
    [key, { ...own, description }],
    ...beside.map((part) => [part.key, describeForm(part.form)]),
  ]);
}

function describeForm(form: Form): JsonSchema {
  switch (form.kind) {
    case 'value':
      return withConditions(withoutMeta(toSchema(form.schema)));
    case 'steps':
      return { ...listOfSteps, description: form.description };
    case 'condition':
      return { allOf: [aCondition], description: form.description };
    case 'conditions':
      return { type: 'array', minItems: 1, items: aCondition, description: form.description };
    case 'branches': {
      const items = { $ref: '#/definitions/branch' };
      return { type: 'array', minItems: 2, items, description: form.description };
    }
    default:
      return form satisfies never;
  }
}

/** `until` has a condition, which is described once for all. */
function withConditions(schema: JsonSchema): JsonSchema {
  const { anyOf } = schema as { readonly anyOf?: readonly JsonSchema[] };
  if (!anyOf) return schema;
  const filled = anyOf.map((one) => {
    const properties = one.properties as JsonSchema | undefined;
    if (!properties?.until) return one;
    return {
      ...one,
      properties: {
        ...properties,
        until: { ...(properties.until as JsonSchema), allOf: [aCondition] },
      },
    };
  });
  return { ...schema, anyOf: filled };
}

/** Each kind of condition, with these keys beside it. */
function conditionSchema(beside: JsonSchema): JsonSchema {
  const kinds = conditionKinds.map(({ schema }) => {
    const { properties, ...rest } = withoutMeta(toSchema(schema));
    return { ...rest, properties: { ...(properties as JsonSchema), ...beside } };
  });
  const list = { type: 'array', minItems: 1, items: aCondition };
  const joined: Readonly<Record<string, JsonSchema>> = {
    not: { allOf: [aCondition], description: 'What must not show' },
    'all-of': { ...list, description: 'What must show at the same moment' },
  };
  const others = Object.entries(joined).map(([key, schema]) => ({
    type: 'object',
    properties: { [key]: schema, ...beside },
    required: [key],
    additionalProperties: false,
  }));
  return { anyOf: [...kinds, ...others] };
}

function toSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
}

function withoutMeta({ $schema, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
