import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Socket } from 'socket.io';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { log } from '@/lib/server/log';
import { drainEvents, withAck } from '@/lib/server/realtime/with-ack';
import { socketMessageRef } from '@/lib/shared/message-schemas';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-with-ack-'));
beforeAll(() => {
  process.env.DATA_DIR = dir;
});
afterAll(() => rmSync(dir, { recursive: true }));

test('what arrives during a stop is answered unavailable, and the log reports no fault', async () => {
  const error = vi.spyOn(log(), 'error').mockImplementation(() => undefined);
  const service = vi.fn(() => Promise.resolve({}));
  const socket = { connected: true } as Socket;
  const listen = withAck('message:seen', socketMessageRef, service);
  await drainEvents();
  const answer = await new Promise((resolve) => {
    const actor = { userId: 'a'.repeat(24), sid: 'sid' };
    listen(socket, actor, [{ messageId: 'b'.repeat(24) }, resolve]);
  });
  expect(answer).toMatchObject({ success: false, code: 'unavailable' });
  expect(service).not.toHaveBeenCalled();
  expect(error).not.toHaveBeenCalled();
});
