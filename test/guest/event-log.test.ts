import { expect, test } from 'vitest';
import { EventLog, KEPT_EVENTS } from '../../src/guest/event-log.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpDisconnectedError } from '../../src/qmp/errors.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { QmpServer } from '../support/qmp-server.ts';

interface Session {
  readonly log: EventLog;
  readonly server: QmpServer;
  readonly client: QmpClient;
  readonly clock: ManualClock;
  /** What was sent before has arrived when this resolves. */
  readonly settle: () => Promise<unknown>;
}

async function withLog(body: (session: Session) => Promise<void>): Promise<void> {
  await using server = await QmpServer.start({ handlers: { 'query-name': () => ({}) } });
  await using client = await QmpClient.connect(server.address);
  const clock = new ManualClock();
  const log = new EventLog(client, clock);
  await body({ log, server, client, clock, settle: () => client.execute('query-name') });
  expect(clock.waiting).toBe(0);
}

const watchdog = (action: string) => ({ action });

test('an event that came before a reply is there with the reply', () =>
  withLog(async ({ log, server, settle }) => {
    server.emit('STOP');
    await settle();
    expect(log.since()).toMatchObject([{ event: 'STOP' }]);
    const mark = log.mark();
    server.emit('RESUME');
    await settle();
    expect(log.since(mark)).toMatchObject([{ event: 'RESUME' }]);
    expect(log.find('STOP')).toMatchObject({ event: 'STOP' });
    expect(log.find('STOP', {}, mark)).toBeUndefined();
  }));

test('wait takes what has just been missed, if it is allowed to look back so far', () =>
  withLog(async ({ log, server, clock, settle }) => {
    const mark = log.mark();
    server.emit('WATCHDOG', watchdog('reset'));
    await settle();
    expect(await log.wait('WATCHDOG', {}, { since: mark })).toMatchObject({ event: 'WATCHDOG' });
    const next = log.wait('WATCHDOG', {}, { timeoutMs: 500 });
    await clock.untilWaiting(1);
    clock.advance(500);
    expect(await next).toBeUndefined();
  }));

test('wait goes on until the members match', () =>
  withLog(async ({ log, server }) => {
    const waiting = log.wait('WATCHDOG', { action: 'pause' });
    server.emit('WATCHDOG', watchdog('reset'));
    server.emit('RESET', watchdog('pause'));
    server.emit('WATCHDOG', watchdog('pause'));
    expect((await waiting)?.data).toEqual({ action: 'pause' });
  }));

test('wait ends with the signal, and with the monitor; what came is still there', () =>
  withLog(async ({ log, server }) => {
    const abort = new AbortController();
    const aborted = rejectionOf(log.wait('STOP', {}, { signal: abort.signal }));
    abort.abort(new Error('stop it'));
    expect(await aborted).toBe(abort.signal.reason);

    const lost = rejectionOf(log.wait('STOP'));
    server.emit('SHUTDOWN', { guest: true, reason: 'guest-shutdown' });
    server.disconnect();
    expect(await lost).toBeInstanceOf(QmpDisconnectedError);
    expect(await log.wait('SHUTDOWN', { guest: true }, { since: 0 })).toBeDefined();
    expect(await rejectionOf(log.wait('RESET', {}, { since: 0 }))).toBeInstanceOf(
      QmpDisconnectedError,
    );
  }));

test('a step looks back to the beginning of the one before it', () =>
  withLog(async ({ log, server, settle }) => {
    const happen = async (event: string) => {
      server.emit(event);
      await settle();
    };
    await happen('BEFORE');
    log.beginStep();
    await happen('FIRST');
    log.beginStep();
    await happen('SECOND');
    expect(log.since(log.stepBefore).map(({ event }) => event)).toEqual(['FIRST', 'SECOND']);
    log.beginStep();
    expect(log.since(log.stepBefore).map(({ event }) => event)).toEqual(['SECOND']);
  }));

test('the first step of a block looks back to the step before the block', () =>
  withLog(async ({ log, server, settle }) => {
    log.beginStep();
    server.emit('FIRST');
    await settle();
    log.beginStep({ isBlock: true });
    log.beginStep({ isBlock: true });
    log.beginStep();
    expect(log.since(log.stepBefore).map(({ event }) => event)).toEqual(['FIRST']);
    log.beginStep();
    expect(log.since(log.stepBefore)).toEqual([]);
  }));

test('a machine that was ended has no more events, and that is no error', () =>
  withLog(async ({ log, client }) => {
    const waiting = log.wait('STOP');
    await client.close();
    expect(await waiting).toBeUndefined();
  }));

test('nor has one whose end was expected', () =>
  withLog(async ({ log, server }) => {
    const waiting = log.wait('STOP');
    log.expectEnd();
    server.disconnect();
    expect(await waiting).toBeUndefined();
  }));

test('a flood costs the oldest, and marks stay true', () =>
  withLog(async ({ log, server, settle }) => {
    server.send('{"event":"STOP"}\n'.repeat(2 * KEPT_EVENTS - 1));
    await settle();
    const mark = log.mark();
    server.emit('RESUME');
    server.emit('RESUME');
    await settle();
    expect(log.mark()).toBe(2 * KEPT_EVENTS + 1);
    expect(log.since(mark)).toMatchObject([{ event: 'RESUME' }, { event: 'RESUME' }]);
    expect(log.since()).toHaveLength(KEPT_EVENTS + 1);
  }));
