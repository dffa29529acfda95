import { runJsonSchema } from '../../report/run-document.ts';
import { scenarioJsonSchema } from '../../scenario/json-schema.ts';

/** Prints the JSON Schema of scenarios, or of what the reporter `json` writes. */
export function schema(of: 'scenario' | 'run'): number {
  const printed = of === 'run' ? runJsonSchema() : scenarioJsonSchema();
  console.log(JSON.stringify(printed, null, 2));
  return 0;
}
