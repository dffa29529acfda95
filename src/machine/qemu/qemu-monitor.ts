import type { Clock } from '../../clock.ts';
import { MachineError } from '../../errors.ts';
import { QmpClient } from '../../qmp/client.ts';
import { QmpConnectError } from '../../qmp/errors.ts';
import { settledWithin } from '../settled-within.ts';
import { explainExit, type QemuProcess, withLastWords } from './qemu-process.ts';

const SOCKET_POLL_MS = 5;
const SOCKET_MS = 30_000;
const GREETING_MS = 30_000;
const QUIT_MS = 3_000;
/** A QEMU that has agreed to quit may have disks to write back. */
const EXIT_MS = 10_000;

/**
 * Connects to a QEMU that was just spawned, as soon as it listens. A `MachineError` `qemu-exited` when
 * it ends before that, `qemu-silent` when it does not listen within 30 s.
 */
export async function connectMonitor(
  program: string,
  qemu: QemuProcess,
  socket: string,
  { signal, clock }: { readonly signal: AbortSignal | undefined; readonly clock: Clock },
): Promise<QmpClient> {
  const address = { kind: 'unix', path: socket } as const;
  const until = clock.now() + SOCKET_MS;
  while (clock.now() < until) {
    try {
      return await QmpClient.connect(address, { greetingTimeoutMs: GREETING_MS, signal, clock });
    } catch (error) {
      if (!(error instanceof QmpConnectError)) throw error;
    }
    if (await settledWithin(qemu.exited, SOCKET_POLL_MS, clock, signal)) {
      throw explainExit(program, await qemu.exited, qemu.said());
    }
  }
  const message = `${program} did not open its monitor within ${SOCKET_MS} ms`;
  throw new MachineError('qemu-silent', withLastWords(message, qemu.said()), {
    hint: 'is the host overloaded, or does extra-args keep QEMU from starting?',
  });
}

/** Asks QEMU to end, and gives it time to; one that does not answer is left as it is. Never rejects. */
export async function quitQemu(client: QmpClient, qemu: QemuProcess, clock: Clock): Promise<void> {
  const agreed = client.execute('quit', {}, { timeoutMs: QUIT_MS }).then(
    () => true,
    () => false,
  );
  if (await agreed) await settledWithin(qemu.exited, EXIT_MS, clock);
  await client.close();
}
