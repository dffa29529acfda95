import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { answerChallenge, logIn } from '../../src/live/vnc-login.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

/** A VNC server that says something to whoever comes. */
async function serve(talk: (socket: Socket) => void): Promise<string> {
  const path = join(makeTestFolder(), 'vnc');
  const server = createServer(talk);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return path;
}

test('a challenge is answered by DES with the bits of the password turned round', () => {
  // Worked out by noVNC 1.7's own DES.
  const challenge = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const answer = answerChallenge(challenge, 'password');
  expect(answer.toString('hex')).toBe('b866924125c8eebb9debc1db61c538e2');
  expect(answerChallenge(challenge, 'password and more')).toEqual(answer);
});

describe('logging in', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['speaks another version', 'RFB 003.003\n', /it speaks "RFB 003\.003\\n"/],
    [
      'asks for no password',
      Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.of(1, 1)]),
      /it does not ask for a password/,
    ],
    [
      'says why not',
      Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.of(0, 0, 0, 0, 4), Buffer.from('busy')]),
      /let nobody in: busy/,
    ],
    [
      'refuses the password',
      Buffer.concat([
        Buffer.from('RFB 003.008\n'),
        Buffer.of(1, 2),
        Buffer.alloc(16),
        Buffer.of(0, 0, 0, 1, 0, 0, 0, 3),
        Buffer.from('no!'),
      ]),
      /let nobody in: no!/,
    ],
  ])('fails where the server %s', async (_, said, why) => {
    const path = await serve((socket) => socket.write(said));
    const login = logIn(path, 'secret', { clock: systemClock });
    await expect(login).rejects.toMatchObject({
      code: 'vnc-login-failed',
      message: expect.stringMatching(why),
    });
    await login.catch(({ message }) => expect(message).not.toContain('secret'));
  });

  test('fails where it hangs up, and where nobody is', async () => {
    const path = await serve((socket) => socket.end());
    const clock = systemClock;
    await expect(logIn(path, 'x', { clock })).rejects.toThrow('it closed the connection');
    await expect(logIn(`${path}-not`, 'x', { clock })).rejects.toThrow('ENOENT');
  });

  test('fails where it says nothing, when its time is up', async () => {
    const clock = new ManualClock();
    const path = await serve(() => {});
    await expect(clock.run(logIn(path, 'x', { clock }))).rejects.toThrow('within 10000 ms');
    expect(clock.waiting).toBe(0);
  });

  test('ends with the reason of its signal', async () => {
    const path = await serve(() => {});
    const end = new AbortController();
    const login = logIn(path, 'x', { clock: systemClock, signal: end.signal });
    end.abort(new Error('the guest is gone'));
    await expect(login).rejects.toThrow('the guest is gone');
  });
});
