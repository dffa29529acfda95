import { ScenarioError } from '../../errors.ts';
import { didYouMean } from '../../near-name.ts';
import type { RunSummary, ScenarioState, ScenarioSummary } from '../fold.ts';
import type { NumberedAttempt } from '../html/page-run.ts';

const bad: ReadonlySet<ScenarioState> = new Set(['failed', 'error', 'interrupted', 'known-issue']);

/**
 * The attempts that a film is of: of the scenario that is named, else of each that did not simply pass,
 * else of all. Of several attempts it is the last one that went wrong, if any did.
 * @throws ScenarioError `no-scenario`, `nothing-to-export`
 */
export function chooseAttempts(
  { scenarios, run }: RunSummary,
  id: string | undefined,
): NumberedAttempt[] {
  const ran = scenarios.filter(({ attempts }) => attempts.length > 0);
  if (id !== undefined) return [attemptOf(findScenario(scenarios, id))];
  if (ran.length === 0) {
    throw new ScenarioError('nothing-to-export', `no scenario of ${run} was begun`);
  }
  const wrong = ran.filter(({ verdict }) => verdict !== 'passed');
  return (wrong.length > 0 ? wrong : ran).map(attemptOf);
}

function findScenario(scenarios: readonly ScenarioSummary[], id: string): ScenarioSummary {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (!found) {
    const ids = scenarios.map((scenario) => scenario.id);
    const message = `the run has no scenario ${JSON.stringify(id)}.${didYouMean(id, ids)}`;
    const hint = `it has: ${ids.slice(0, MOST_IDS).join(', ')}${ids.length > MOST_IDS ? ', ...' : ''}`;
    throw new ScenarioError('no-scenario', message, { hint });
  }
  if (found.attempts.length > 0) return found;
  throw new ScenarioError('nothing-to-export', `the scenario ${JSON.stringify(id)} was not run`);
}

const MOST_IDS = 20;

function attemptOf(scenario: ScenarioSummary): NumberedAttempt {
  const { attempts } = scenario;
  const attempt = attempts.findLast(({ verdict }) => bad.has(verdict)) ?? attempts.at(-1);
  if (!attempt) throw new Error('the scenario has been run');
  return { scenario, attempt };
}
