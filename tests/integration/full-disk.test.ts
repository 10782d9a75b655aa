import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectFailure, newPerson } from '../support/person';
import { makeDataDir, startServerForTest } from '../support/server';

const UNSHARE = ['unshare', '--user', '--map-root-user', '--mount'] as const;
/** Where a user may not mount a disk of their own, this cannot be tried. */
const canMount =
  spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status ===
  0;
if (!canMount) console.warn('no small disk can be made here: a full disk is NOT tested');

/** Sends until one send is refused, at most 200 times, and expects `refusal` of that one. */
async function expectRefusal(send: () => Promise<object | null>, refusal: object): Promise<void> {
  let refused = await send();
  for (let count = 0; count < 200 && refused === null; count++) refused = await send();
  expect(refused).toMatchObject(refusal);
}

test.skipIf(!canMount)(
  'a full disk is answered "unavailable" and said in ready, and all is well when there is room again',
  async () => {
    const dataDir = makeDataDir();
    const server = await startServerForTest({
      dataDir,
      env: { LOG_LEVEL: 'silent', DISK_RESERVE_MB: '0' },
      wrapper: [
        ...UNSHARE,
        'sh',
        '-c',
        `mount -t tmpfs -o size=64m tmpfs ${dataDir} && exec "$0" "$@"`,
      ],
    });
    // The disk is mounted for the server alone; this is where others see it.
    const disk = path.join('/proc', String(server.process.pid), 'root', dataDir);
    expect(existsSync(path.join(disk, 'jwt-secret'))).toBe(true);
    const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
    await ada.send(bob, 'before');
    const ready = () => fetch(`${server.url}/api/health/ready`);
    expect((await ready()).status).toBe(200);

    const filler = path.join(disk, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(64 * 1024 * 1024))).toThrow('ENOSPC');
    const full = await ready();
    expect(full.status).toBe(503);
    expect(await full.json()).toMatchObject({ code: 'unavailable', missing: ['disk space'] });
    const text = 'x'.repeat(4_000);
    // The database has some room of its own before it asks the disk for more, and what it refused
    // may leave a page free again: either way in is tried until it has nothing left.
    await expectRefusal(
      async () => {
        const answer = await ada.call(`/api/messages/send/${bob.id}`, {
          method: 'POST',
          json: { text },
        });
        return answer.status === 201 ? null : expectFailure(answer);
      },
      { status: 503, code: 'unavailable' },
    );
    const socket = await ada.connect();
    await expectRefusal(
      async () => {
        const clientId = crypto.randomUUID();
        const answer = await socket.emitWithAck('message:send', { to: bob.id, text, clientId });
        return answer.success ? null : answer;
      },
      { code: 'unavailable' },
    );
    socket.disconnect();
    const body = new FormData();
    body.set('image', new Blob([Buffer.alloc(500_000, 1)]), 'a.png');
    const image = await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', body });
    expect(expectFailure(image)).toMatchObject({ status: 503, code: 'unavailable' });

    rmSync(filler);
    expect((await ready()).status).toBe(200);
    expect(await ada.send(bob, 'after')).toMatchObject({ text: 'after' });
  },
);
