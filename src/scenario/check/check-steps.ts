import { keyboardQueues } from '../../input/keyboard-queue.ts';
import type { MachineDescription } from '../../machine/description.ts';
import { keyboardOf, pointerOf } from '../../machine/displays.ts';
import { drivesOf } from '../../machine/drives.ts';
import { remoteDisplayOf } from '../../machine/qemu/remote-displays.ts';
import type { Expectations, Problem } from '../action.ts';
import type { Block } from '../block.ts';
import type { Condition } from '../condition.ts';
import { neededScreens } from '../parse/load-baselines.ts';
import { listSteps, type Scenario, type Step } from '../scenario.ts';
import { checkHeld } from './check-held.ts';
import { checkSeat, seatKey } from './check-seat.ts';

/** The size of the screen at each seat, where it is known. */
type Known = Map<string, Expectations['screen']>;

/** Each step with what is known about the guest when its turn comes. */
export function* expectSteps(
  scenario: Scenario,
  root?: string,
): Generator<{ step: Step; expected: Expectations }, void> {
  const { layout, pace, baselines } = scenario;
  const { description } = scenario.machine;
  const baseline = (name: string) => baselines.get(name);
  const picture = (name: string) => scenario.pictures.get(name);
  const remoteDisplay = (protocol: 'vnc' | 'spice') => remoteDisplayOf(description, protocol);
  const machine = {
    remoteDisplay,
    drives: drivesIn(description),
    disks: disksIn(description),
    root,
  };
  const sizeOf = (name: string | undefined) =>
    name === undefined ? undefined : baselines.get(name)?.frame;
  yield* expectList([...scenario.before, ...scenario.steps, ...scenario.after], new Map());

  /** What is known after a list stands in `known`. */
  function* expectList(steps: readonly Step[], known: Known): ReturnType<typeof expectSteps> {
    for (const step of steps) {
      const seat = seatKey(description, step);
      const queue = keyboardQueues[keyboardOf(description, step)];
      const pointer = pointerOf(description, step);
      const screen = sizeOf(step.when) ?? known.get(seat);
      const expected = { ...machine, layout, pace, queue, pointer, screen, baseline, picture };
      yield { step, expected };
      const isSure = !step.optional && step.when === undefined;
      const own = isSure ? known : new Map([...known, [seat, screen]]);
      if (step.block) yield* expectBlock(step.block, own, seat);
      else for (const name of step.action.screens) learn(own, seat, name);
    }
  }

  function* expectBlock(block: Block, known: Known, seat: string): ReturnType<typeof expectSteps> {
    const after = ({ shows }: Condition) => learn(new Map(known), seat, shows);
    switch (block.kind) {
      case 'group':
      case 'retry':
      case 'repeat-times':
        return yield* expectList(block.steps, known);
      case 'try':
        yield* expectList(block.steps, known);
        return yield* expectList(block.last, known);
      case 'if':
        yield* expectList(block.steps, after(block.condition));
        return yield* expectList(block.otherwise, new Map(known));
      case 'any-of':
        for (const { condition, steps } of block.branches) {
          yield* expectList(steps, after(condition));
        }
        return;
      case 'repeat-until':
        yield* expectList(block.steps, new Map(known));
        learn(known, seat, block.condition.shows);
        return;
      case 'none-of':
        return;
      default:
        return block satisfies never;
    }
  }

  function learn(known: Known, seat: string, shows: string | undefined): Known {
    return known.set(seat, sizeOf(shows) ?? known.get(seat));
  }
}

/** What `extra-args` bring, and what somebody else runs, only the machine can tell. */
function drivesIn(description: MachineDescription): readonly string[] | undefined {
  if ('attach' in description) return undefined;
  if (description.driver === 'embedded') return [];
  return description['extra-args'] ? undefined : drivesOf(description).map(({ id }) => id);
}

/** Of a machine that somebody else runs the disks are not ours to look at. */
function disksIn(description: MachineDescription): number | undefined {
  if ('attach' in description) return description.attach === 'unknown' ? undefined : 0;
  return description.driver === 'embedded' ? 0 : (description.disks?.length ?? 0);
}

/** What can be seen to go wrong before a guest starts. `beside`: the key beside the action that is wrong. */
export function checkSteps(
  scenario: Scenario,
  root?: string,
): (Problem & { readonly step: Step; readonly beside?: string })[] {
  const steps = [...expectSteps(scenario, root)];
  const problems = steps.flatMap(({ step, expected }) => [
    ...checkSeat(step, scenario.machine.description).map((problem) => ({ ...problem, step })),
    ...step.action.check(expected).map((problem) => ({ ...problem, step })),
  ]);
  return [...problems, ...checkHeld(steps)];
}

/** Screens that the scenario names and that have no baseline yet. */
export function missingScreens(scenario: Scenario): string[] {
  const needed = new Set(listSteps(scenario).flatMap(neededScreens));
  return [...needed].filter((screen) => !scenario.baselines.has(screen));
}
