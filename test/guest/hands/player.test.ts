import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineError } from '../../../src/errors.ts';
import { Player } from '../../../src/guest/hands/player.ts';
import type { Batch } from '../../../src/input/batch.ts';
import { keyboardQueues } from '../../../src/input/keyboard-queue.ts';
import { us } from '../../../src/input/layouts/us.ts';
import { planChord, planEdges, planText } from '../../../src/input/plan-keys.ts';
import { planButton } from '../../../src/input/plan-pointer.ts';
import { QmpClient } from '../../../src/qmp/client.ts';
import type { InputEvent } from '../../../src/qmp/types.ts';
import { edgesOf, printable } from '../../input/us-model.ts';
import { rejectionOf } from '../../qmp/rejection.ts';
import { describeFailure } from '../../screen/frames.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { noReply, QmpServer, Refusal } from '../../support/qmp-server.ts';
import { commandsOf, type FakeGuest, type FakeGuestOptions, withFakeGuest } from '../fake-guest.ts';
import { FakeUsbKeyboard, FakeVirtioKeyboard } from '../fake-keyboards.ts';

const { ps2, usb } = keyboardQueues;
const fast = { layout: us, pace: 'fast', holdMs: 0 } as const;

const namesOf = (batches: readonly Batch[]) =>
  batches.flatMap(edgesOf).map(({ key, down }) => (down ? '+' : '-') + key);

/** A machine whose keys go to this virtio keyboard. */
function withRing(keyboard: FakeVirtioKeyboard): FakeGuestOptions {
  return {
    keyboard: 'virtio',
    keyboards: { virtioKeyboards: ['/ring'] },
    handlers: {
      'input-send-event': ({ events }) => keyboard.send(events as InputEvent[]),
      'x-query-virtio-queue-element': () => keyboard.look(),
    },
  };
}

function withPlayer(
  options: FakeGuestOptions,
  body: (fake: FakeGuest & { readonly player: Player }) => Promise<void>,
): Promise<void> {
  return withFakeGuest(options, (fake) => {
    const queue = keyboardQueues[fake.machine.keyboard];
    const player = new Player({
      client: fake.client,
      queue,
      clock: fake.clock,
      keyboards: fake.machine,
    });
    return body({ ...fake, player });
  });
}

const textPlan = (text: string) =>
  planText(text, { layout: us, queue: ps2, pace: 'fast', holdMs: 0 });

const edgeWords = (text: string) => namesOf(textPlan(text));

describe('Player.play', () => {
  test('keeps a hold by the clock, from batch to batch', () =>
    withPlayer({}, async ({ player, clock, arrived }) => {
      await clock.run(player.play(planChord(['ctrl', 'alt', 'delete'], 200, ps2)));
      expect(arrived).toEqual(['0: +ctrl +alt +delete', '200: -delete -alt -ctrl']);
    }));

  test('the time that the guest needs to read counts for the hold', () =>
    withPlayer({ readsAtATime: 1 }, async ({ player, clock, arrived }) => {
      await clock.run(player.play(planChord(['ctrl', 'alt', 'f1'], 20, ps2)));
      expect(arrived).toEqual(['0: +ctrl +alt +f1', '20: -f1 -alt -ctrl']);
      expect(clock.now()).toBe(21);
    }));

  test('a guest that reads late gets the rest late', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard, arrived }) => {
      const played = player.play(planChord(['a'], 20, ps2));
      for (let i = 0; i < 100; i += 1) {
        await clock.untilWaiting(1);
        clock.advance(0.5);
      }
      keyboard.readsAtATime = 16;
      await clock.run(played);
      expect(arrived).toEqual(['0: +a', '50: -a']);
    }));

  test('a guest that was slow to read gets as long again before more of the text comes', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard, arrived }) => {
      const played = player.play(textPlan('abcdefgh'));
      for (let i = 0; i < 40; i += 1) {
        await clock.untilWaiting(1);
        clock.advance(0.5);
      }
      keyboard.readsAtATime = 16;
      await clock.run(played);
      expect(arrived.map((batch) => batch.split(':')[0])).toEqual(['0', '40']);
    }));

  test('whatever is typed, however slowly the guest reads, nothing is dropped', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...printable), { maxLength: 60 }).map((text) => text.join('')),
        fc.integer({ min: 1, max: 17 }),
        (text, readsAtATime) =>
          withPlayer({ readsAtATime }, async ({ player, clock, keyboard }) => {
            await clock.run(player.play(textPlan(text)));
            expect(keyboard.dropped).toEqual([]);
            expect(keyboard.received).toEqual(edgeWords(text));
          }),
      ),
      { numRuns: 30 },
    ));

  test('looks at port 0x64 each half millisecond until the guest has read', () =>
    withPlayer({ readsAtATime: 4 }, async ({ player, clock, server }) => {
      await clock.run(player.play(planEdges(['a', 'b', 'c', 'd', 'e'], true, ps2)));
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'human-monitor-command',
        'human-monitor-command',
      ]);
      expect(clock.now()).toBe(0.5);
    }));

  test('the pointer waits for no keyboard', () =>
    withPlayer({}, async ({ player, clock, server }) => {
      await clock.run(player.play(planButton('left', true)));
      expect(commandsOf(server)).toEqual(['input-send-event']);
    }));

  test('a USB keyboard that QEMU does not tell of is given the time it needs, and asked nothing', () =>
    withPlayer({ keyboard: 'usb' }, async ({ player, clock, server, arrived }) => {
      await clock.run(player.play(planEdges(['a', 'up', 'b'], true, usb)));
      expect(arrived).toEqual(['0: +a +up +b']);
      expect(clock.now()).toBe(4 * 8.25);
      expect(commandsOf(server)).toEqual(['input-send-event']);
    }));

  test('small batches for a USB keyboard share its queue, and the next ones wait until it is empty', () =>
    withPlayer({ keyboard: 'usb' }, async ({ player, clock, arrived }) => {
      const batches = planText('abcdefghijk', { ...fast, queue: usb });
      await clock.run(player.play(batches));
      expect(arrived.map((batch) => Number(batch.split(':')[0]))).toEqual([0, 0, 0, 0, 132, 132]);
      expect(clock.now()).toBe((16 + 6) * 8.25);
    }));

  const someText = fc
    .array(fc.constantFrom(...printable), { maxLength: 60 })
    .map((text) => text.join(''));

  test('whatever is typed, however late the guest polls a USB keyboard and QEMU takes a batch', () =>
    fc.assert(
      fc.asyncProperty(
        someText,
        fc.constantFrom(1, 8, 40, 200),
        fc.constantFrom(0, 1, 7, 90),
        async (text, pollMs, sendMs) => {
          const clock = new ManualClock();
          const keyboard = new FakeUsbKeyboard(() => clock.now(), pollMs);
          const handlers = {
            'input-send-event': ({ events }: Record<string, unknown>) => {
              clock.advance(sendMs / 3);
              keyboard.send(events as InputEvent[]);
              clock.advance(sendMs);
            },
          };
          await using server = await QmpServer.start({ handlers });
          await using client = await QmpClient.connect(server.address);
          const keyboards = { keyboardTrace: keyboard };
          const player = new Player({ client, queue: usb, clock, keyboards });
          const options = { layout: us, queue: usb, pace: 'fast', holdMs: 0 } as const;
          const batches = planText(text, options);
          await clock.run(player.play(batches));
          clock.advance(pollMs * 20);
          keyboard.read();
          expect(keyboard.dropped).toEqual([]);
          expect(keyboard.received).toEqual(namesOf(batches));
        },
      ),
      { numRuns: 60 },
    ));

  test('a USB keyboard whose queue was full: keys were lost', async () => {
    const trace = { emptied: 0, overflowed: 0 };
    const keyboards = { keyboardTrace: { read: () => trace } };
    await withPlayer({ keyboard: 'usb', keyboards }, async ({ player, clock }) => {
      trace.overflowed = 3;
      const played = rejectionOf(player.play(planEdges(['a'], true, usb)));
      await clock.untilWaiting(1);
      trace.overflowed = 4;
      expect(describeFailure(await clock.run(played))).toBe(
        "StepError keyboard-overflow: the keyboard's queue was full: keys were lost " +
          '(does somebody else type too?)',
      );
    });
  });

  test('a virtio keyboard in a QEMU that does not tell of its ring is given time, and may be a PS/2 one', () =>
    withPlayer({ keyboard: 'virtio', readsAtATime: 1 }, async ({ player, clock, server }) => {
      await clock.run(player.play(planEdges(['a', 'b'], true, keyboardQueues.virtio)));
      expect(clock.now()).toBe(2 * 1.25 + 0.5);
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'human-monitor-command',
        'human-monitor-command',
      ]);
    }));

  test('whatever is typed, however slowly the guest gives the buffers of a virtio ring back', () =>
    fc.assert(
      fc.asyncProperty(someText, fc.integer({ min: 1, max: 70 }), async (text, givesBack) => {
        const keyboard = new FakeVirtioKeyboard(givesBack);
        const virtio = keyboardQueues.virtio;
        const batches = planText(text, { layout: us, queue: virtio, pace: 'fast', holdMs: 0 });
        await withPlayer(withRing(keyboard), async ({ player, clock }) => {
          await clock.run(player.play(batches));
        });
        expect(keyboard.dropped).toEqual([]);
        expect(keyboard.received).toEqual(namesOf(batches));
      }),
      { numRuns: 30 },
    ));

  test('a virtio keyboard without a driver leaves the keys to PS/2, whose port tells', () =>
    withPlayer(
      {
        keyboard: 'virtio',
        readsAtATime: 1,
        keyboards: { virtioKeyboards: ['/ring'] },
        handlers: {
          'x-query-virtio-queue-element': () => {
            throw new Refusal('GenericError', 'Region caches not initialized');
          },
        },
      },
      async ({ player, clock, server }) => {
        await clock.run(player.play(planEdges(['a', 'b'], true, keyboardQueues.virtio)));
        expect(commandsOf(server).slice(2)).toEqual([
          'x-query-virtio-queue-element',
          'human-monitor-command',
          'human-monitor-command',
        ]);
        expect(clock.now()).toBe(0.5);
      },
    ));

  test('a virtio ring that has no room: keys were lost', async () => {
    const keyboard = new FakeVirtioKeyboard(0);
    const { virtio } = keyboardQueues;
    for (let batch = 0; batch < 4; batch += 1) {
      keyboard.send(planEdges(['a'], true, virtio).flatMap(({ events }) => events));
      keyboard.send(textPlan('abcde')[0]?.events ?? []);
    }
    await withPlayer(withRing(keyboard), async ({ player, clock }) => {
      const error = await clock.run(
        rejectionOf(player.play(planText('abcdefgh', { ...fast, queue: virtio }))),
      );
      expect(error).toMatchObject({ code: 'keyboard-overflow' });
    });
  });

  test('a machine that was paused is told of, before and midway', async () => {
    let status = { running: false, status: 'paused' };
    const handlers = {
      'input-send-event': () => {
        if (!status.running) throw new Refusal('GenericError', 'VM not running');
      },
      'query-status': () => status,
    };
    await withPlayer({ handlers }, async ({ player }) => {
      const error = await rejectionOf(player.play(textPlan('abc')));
      expect(describeFailure(error)).toBe(
        'StepError not-running: the machine does not run (paused), so its guest gets no input ' +
          '(let it go on first (QMP cont))',
      );
    });
    status = { running: true, status: 'running' };
    await withPlayer({ handlers, readsAtATime: 0 }, async ({ player, clock }) => {
      const played = rejectionOf(player.play(planChord(['a'], 20, ps2)));
      await clock.untilWaiting(1);
      status = { running: false, status: 'io-error' };
      // The fake's keyboard never got it, so the port says at once that all is read.
      expect(describeFailure(await clock.run(played))).toBe(
        'MachineError not-running: the machine does not run (io-error), so its guest gets no input ' +
          '(a disk of it failed: is the host out of space?)',
      );
    });
  });

  test('gives up on a guest that never reads', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, arrived }) => {
      const error = await clock.run(rejectionOf(player.play(planChord(['a'], 80, ps2))));
      expect(describeFailure(error)).toBe(
        'StepError keyboard-not-read: the guest has not read its keyboard for 5 s ' +
          '(does the guest still run, and does it have a driver for this keyboard?)',
      );
      expect(arrived).toEqual(['0: +a']);
      expect(player.ledger.isKeyDown('a')).toBe(true);
    }));

  test('a machine without port 0x64', () =>
    withPlayer(
      { handlers: { 'human-monitor-command': () => "unknown command: 'i'\r\n" } },
      async ({ player, clock }) => {
        const error = await clock.run(rejectionOf(player.play(planChord(['a'], 0, ps2))));
        expect(describeFailure(error)).toBe(
          "MachineError no-i8042: the machine has no port 0x64 to ask: unknown command: 'i' " +
            '(say which keyboard the machine has: keyboard: usb or keyboard: virtio)',
        );
      },
    ));

  test('an abort before sends nothing', () =>
    withPlayer({}, async ({ player, server }) => {
      const signal = AbortSignal.abort(new Error('stop it'));
      expect(await rejectionOf(player.play(planChord(['a'], 0, ps2), signal))).toBe(signal.reason);
      expect(server.commands).toEqual([]);
      expect(player.ledger.isKeyDown('a')).toBe(false);
    }));

  test('what was refused is not down', () =>
    withPlayer(
      {
        handlers: {
          'input-send-event': () => {
            throw new Refusal('GenericError', 'VM not running');
          },
        },
      },
      async ({ player }) => {
        const error = await rejectionOf(player.play(planChord(['ctrl', 'a'], 0, ps2)));
        expect(error.message).toBe('QEMU refused input-send-event: VM not running (GenericError)');
        expect(player.ledger.planRelease(ps2)).toEqual([]);
      },
    ));

  test('what was down before a refusal is down after it', async () => {
    let paused = false;
    const handler = () => {
      if (paused) throw new Refusal('GenericError', 'VM not running');
    };
    await withPlayer({ handlers: { 'input-send-event': handler } }, async ({ player, clock }) => {
      await clock.run(player.play(planEdges(['ctrl'], true, ps2)));
      paused = true;
      await rejectionOf(player.play(planEdges(['ctrl', 'a'], true, ps2)));
      expect(player.ledger.isKeyDown('ctrl')).toBe(true);
      expect(player.ledger.isKeyDown('a')).toBe(false);
      await rejectionOf(player.play(planEdges(['ctrl'], false, ps2)));
      expect(player.ledger.isKeyDown('ctrl')).toBe(true);
    });
  });

  test('what was refused takes no room in the queue', async () => {
    let paused = true;
    const handler = () => {
      if (paused) throw new Refusal('GenericError', 'VM not running');
    };
    const handlers = { 'input-send-event': handler };
    await withPlayer({ handlers }, async ({ player, server }) => {
      await rejectionOf(player.play(textPlan('abcdefgh')));
      paused = false;
      await player.play(planEdges(['a'], true, ps2));
      expect(commandsOf(server)).toEqual([
        'input-send-event',
        'query-status',
        'input-send-event',
        'human-monitor-command',
      ]);
    });
  });

  test('what was sent and not answered may be down', () =>
    withPlayer({ handlers: { 'input-send-event': () => noReply } }, async ({ player, server }) => {
      const abort = new AbortController();
      const played = rejectionOf(player.play(planChord(['ctrl', 'a'], 0, ps2), abort.signal));
      await server.until(({ commands }) => commands.length === 1);
      abort.abort(new Error('stop it'));
      expect(await played).toBe(abort.signal.reason);
      expect(player.ledger.planRelease(ps2).flatMap(edgesOf)).toEqual([
        { key: 'a', down: false },
        { key: 'ctrl', down: false },
      ]);
    }));
});

describe('Player.releaseAll', () => {
  test('after an abort in the middle of a hold it sends exactly what is down, once', () =>
    withPlayer({}, async ({ player, clock, keyboard, arrived }) => {
      const abort = new AbortController();
      const held = rejectionOf(
        player.play(planChord(['ctrl', 'alt', 'a'], 500, ps2), abort.signal),
      );
      await clock.untilWaiting(1);
      clock.advance(100);
      abort.abort(new Error('stop it'));
      expect(await held).toBe(abort.signal.reason);
      expect(player.ledger.isKeyDown('a')).toBe(true);
      await player.releaseAll();
      await player.releaseAll();
      expect(arrived).toEqual(['0: +ctrl +alt +a', '100: -a -alt -ctrl']);
      expect(keyboard.received).toEqual(['+ctrl', '+alt', '+a', '-a', '-alt', '-ctrl']);
    }));

  test('buttons and keys, the buttons first', () =>
    withPlayer({}, async ({ player, arrived }) => {
      await player.play(planEdges(['shift'], true, ps2));
      await player.play(planButton('left', true));
      await player.releaseAll();
      expect(arrived).toEqual(['0: +shift', '0: +left', '0: -left', '0: -shift']);
    }));

  test('with nothing down it sends nothing', () =>
    withPlayer({}, async ({ player, clock, server }) => {
      await clock.run(player.play(textPlan('Ab')));
      const before = server.commands.length;
      await player.releaseAll();
      expect(server.commands).toHaveLength(before);
    }));

  test('waits for a queue that an abort left full, or the release would be dropped', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard, server }) => {
      const abort = new AbortController();
      const typed = rejectionOf(player.play(textPlan('ABCDEFGHIJ'), abort.signal));
      await clock.untilWaiting(1);
      abort.abort(new Error('stop it'));
      await typed;
      expect(player.ledger.isKeyDown('shift')).toBe(true);
      const looks = server.commands.length;
      const released = player.releaseAll();
      await server.until(({ commands }) => commands.length > looks);
      keyboard.readsAtATime = 3;
      await clock.run(released, { standing: 1 });
      expect(keyboard.dropped).toEqual([]);
      expect(keyboard.received.at(-1)).toBe('-shift');
    }));

  test('does not wait for a queue that has room: a guest may read everything later', () =>
    withPlayer({ readsAtATime: 0 }, async ({ player, clock, keyboard }) => {
      const abort = new AbortController();
      const pressed = rejectionOf(player.play(planChord(['a'], 50, ps2), abort.signal));
      await clock.untilWaiting(1);
      abort.abort(new Error('stop it'));
      await pressed;
      const released = rejectionOf(player.releaseAll());
      expect(describeFailure(await clock.run(released, { standing: 1 }))).toBe(
        'MachineError release-late: the machine did not take the release of its keys',
      );
      expect(clock.now()).toBe(2000);
      keyboard.readsAtATime = 16;
      keyboard.status();
      expect(keyboard.received).toEqual(['+a', '-a']);
    }));

  test('a machine that was paused keeps what is down, and the error tells what', async () => {
    let running = true;
    const handlers = {
      'input-send-event': () => {
        if (!running) throw new Refusal('GenericError', 'VM not running');
      },
      'query-status': () => ({ running, status: running ? 'running' : 'paused' }),
    };
    await withPlayer({ handlers }, async ({ player }) => {
      await player.play(planEdges(['shift', 'a'], true, ps2));
      await player.play(planButton('left', true));
      running = false;
      expect(describeFailure(await rejectionOf(player.releaseAll()))).toBe(
        'MachineError keys-left-down: the machine does not run (paused), so its guest gets no input: ' +
          'shift, a, the left button left down (let it go on first (QMP cont))',
      );
      running = true;
      await player.releaseAll();
      expect(player.ledger.list()).toEqual([]);
    });
  });

  test('a monitor that no longer answers: a MachineError after 2 s', async () => {
    let dead = false;
    await withPlayer(
      { handlers: { 'input-send-event': () => (dead ? noReply : {}) } },
      async ({ player, clock, server }) => {
        await player.play(planEdges(['ctrl'], true, ps2));
        dead = true;
        const released = rejectionOf(player.releaseAll());
        await server.until(({ commands }) => commands.at(-1)?.execute === 'input-send-event');
        clock.advance(1999);
        expect(clock.waiting).toBe(1);
        clock.advance(1);
        expect(describeFailure(await released)).toBe(
          'MachineError release-late: the machine did not take the release of its keys',
        );
        expect(player.ledger.isKeyDown('ctrl')).toBe(true);
      },
    );
  });

  test('a monitor that is gone: a MachineError at once', () =>
    withPlayer({}, async ({ player, client, server }) => {
      await player.play(planEdges(['ctrl'], true, ps2));
      server.disconnect();
      await client.closed;
      const error = await rejectionOf(player.releaseAll());
      expect(error).toBeInstanceOf(MachineError);
      expect(error).toMatchObject({ code: 'disconnected' });
    }));
});
