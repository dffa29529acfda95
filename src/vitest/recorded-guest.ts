import { StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import type { Action, Stage } from '../scenario/action.ts';
import { type CallPlace, findCaller, pointAt } from './call-place.ts';
import { type Call, calls, outcomeOf, type Part, withSignal } from './calls.ts';
import { errorOf } from './step-error.ts';
import type { StepRequest, TestSession } from './test-session.ts';

/** A display of a test's guest. */
export interface Seat {
  readonly session: TestSession;
  readonly device?: string | undefined;
  readonly head?: number | undefined;
}

const seats = new WeakMap<object, Seat>();

/** Whose guest it is; undefined of one that no test was given. */
export function seatOf(guest: unknown): Seat | undefined {
  return typeof guest === 'object' && guest !== null ? seats.get(guest) : undefined;
}

/** The guest, in whose place each call that does something is a step of the test. */
export function recordGuest(guest: Guest, seat: Seat): Guest {
  const parts = new Map<string | symbol, unknown>(
    Object.keys(calls).map((part) => [part, recordPart(guest, part as Part, seat)]),
  );
  const others: Record<string | symbol, unknown> = {
    seat: async (device?: string, head?: number) => {
      const other = await guest.seat(device, head);
      return recordGuest(other, {
        session: seat.session,
        device: device ?? other.machine.display,
        head,
      });
    },
    quit: function record() {
      return perform(seat, quit, [], findCaller(record));
    },
  };
  const recorded = new Proxy(guest, {
    get: (target, key) => {
      if (parts.has(key)) return parts.get(key);
      return Object.hasOwn(others, key) ? others[key] : read(target, key);
    },
  });
  seats.set(recorded, seat);
  return recorded;
}

function recordPart(guest: Guest, part: Part, seat: Seat): object {
  const own: Readonly<Record<string | symbol, Call<never>>> = calls[part];
  return new Proxy(guest[part], {
    get: (target, key) => {
      const call = Object.hasOwn(own, key) ? own[key] : undefined;
      if (!call) return read(target, key);
      const invoke = (on: Guest, args: readonly unknown[]) =>
        Reflect.apply(Reflect.get(on[part], key), on[part], args);
      return function record(...args: unknown[]) {
        return perform(seat, { call, invoke }, args, findCaller(record));
      };
    },
  });
}

/** Private members are known to the object itself, not to a proxy of it. */
function read(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

interface Doing {
  readonly call: Call<never>;
  readonly invoke: (guest: Guest, args: readonly unknown[]) => unknown;
}

const quit: Doing = {
  call: { action: 'power', title: () => 'power quit', signal: undefined },
  invoke: (guest) => guest.quit(),
};

/** As a step: what it returns or throws is what the call itself does. */
async function perform(
  { session, device, head }: Seat,
  { call, invoke }: Doing,
  args: readonly unknown[],
  caller: CallPlace | undefined,
): Promise<unknown> {
  let result: unknown;
  let thrown: { readonly error: unknown } | undefined;
  const run = async (stage: Stage) => {
    try {
      result = await invoke(stage.guest, withSignal(call, args, stage.signal));
    } catch (error) {
      thrown = { error };
      throw error;
    }
    return outcomeOf(call, result);
  };
  const action = makeAction(call, args, session, run);
  const step = await session.perform({ action, device, head }, caller);
  if (step.verdict === 'passed') return result;
  const own = step.verdict === 'interrupted' ? undefined : thrown;
  throw pointAt(own ? own.error : errorOf(step), caller);
}

function makeAction(
  call: Call<never>,
  args: readonly unknown[],
  session: TestSession,
  run: Action['run'],
): StepRequest['action'] {
  const { title, typed } = call as unknown as Call;
  const secret = typed !== undefined && session.isSecret(typed(...args));
  return {
    key: call.action,
    title: secret ? `${call.action} ••••••` : describe(title, args),
    screens: [],
    pictures: [],
    secret,
    waits: call.waits ?? false,
    sets: [],
    check: () => [],
    plan: () => [],
    run,
  };
}

/** A wrong argument is for the call itself to refuse. */
function describe(title: Call['title'], args: readonly unknown[]): string {
  try {
    return title(...args);
  } catch {
    throw new StepError('bad-arguments', `the arguments ${JSON.stringify(args)} make no sense`);
  }
}
