import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, rooms } from '@/lib/server/events/publish';
import { nameMoment } from '@/lib/server/events/recent-events';
import { tellEventsSince } from '@/lib/server/services/messages/missed-events';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-missed-events-'));
beforeAll(() => {
  process.env.DATA_DIR = dir;
});
afterAll(() => rmSync(dir, { recursive: true }));

const ann = { userId: 'a'.repeat(24), sid: 'sid' };

/** What a socket of Ann's is told again since that moment. */
async function toldSince(moment: string) {
  const told: unknown[] = [];
  const subscriber = {
    rooms: new Set([rooms.user(ann.userId), rooms.everyone]),
    join: () => undefined,
    leave: () => undefined,
    emit: (event: string, payload: unknown) => told.push([event, payload]),
  };
  const { isComplete } = await tellEventsSince(ann, { moment }, subscriber);
  return { told, isComplete };
}

test('a socket is told again what came since the page, of its own rooms alone', async () => {
  publish([rooms.everyone], 'people:changed', { userId: 'before' });
  const moment = nameMoment() ?? '';
  publish([rooms.everyone], 'people:changed', { userId: 'after' });
  publish([rooms.user('b'.repeat(24))], 'people:changed', { userId: 'not hers' });
  publish([rooms.user(ann.userId)], 'typing', { userId: 'b', typing: true });
  expect(await toldSince(moment)).toEqual({
    told: [['people:changed', { userId: 'after' }]],
    isComplete: true,
  });
});

test('a moment of another process, one too long ago and none at all are not complete', async () => {
  const moment = nameMoment() ?? '';
  for (const other of ['', 'x:0', `${moment}0`, moment.replace(/\d+$/, '-1')]) {
    expect(await toldSince(other), other).toEqual({ told: [], isComplete: false });
  }
  for (let n = 0; n < 1_000; n++) publish([rooms.everyone], 'people:changed', { userId: `${n}` });
  expect((await toldSince(moment)).told).toHaveLength(1_000);
  publish([rooms.everyone], 'people:changed', { userId: 'one too many' });
  expect(await toldSince(moment)).toEqual({ told: [], isComplete: false });
});
