import { scenarioJsonSchema } from '../../scenario/json-schema.ts';

/** Prints the JSON Schema of scenarios. */
export function schema(): number {
  console.log(JSON.stringify(scenarioJsonSchema(), null, 2));
  return 0;
}
