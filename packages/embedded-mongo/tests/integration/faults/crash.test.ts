import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { requireValid, start, startChild, temporaryFolder } from '../support';

/** A short run in the suite; `EMBEDDED_MONGO_KILLS=20` for the full one. */
const KILLS = Number(process.env.EMBEDDED_MONGO_KILLS ?? 3);

interface Acknowledged {
  present: Set<string>;
  deleted: Set<string>;
  increments: Map<string, number>;
}

function note(acknowledged: Acknowledged, line: string): void {
  const [kind, writer, n] = line.split(' ');
  const id = `${writer}:${n}`;
  if (kind === 'insert') acknowledged.present.add(id);
  if (kind === 'delete') {
    acknowledged.present.delete(id);
    acknowledged.deleted.add(id);
  }
  if (kind === 'inc') {
    const counter = `c${writer}`;
    acknowledged.increments.set(counter, (acknowledged.increments.get(counter) ?? 0) + 1);
  }
}

async function requireAll(dir: string, acknowledged: Acknowledged): Promise<number> {
  const running = await start({ dir });
  try {
    const rows = await running.db.collection<{ _id: string }>('log').find({}).toArray();
    const stored = new Set(rows.map(({ _id }) => _id));
    const lost = [...acknowledged.present].filter((id) => !stored.has(id));
    // A delete may have been committed before its acknowledgement was sent.
    expect(lost.length).toBeLessThanOrEqual(16);
    for (const id of lost) expect(Number(id.split(':')[1]) % 5).toBe(2);
    for (const id of acknowledged.deleted) expect(stored.has(id)).toBe(false);
    for (const { _id, n } of await running.db
      .collection<{ _id: string; n: number }>('counters')
      .find()
      .toArray()) {
      const told = acknowledged.increments.get(_id) ?? 0;
      expect(n).toBeGreaterThanOrEqual(told);
      // Each kill can leave one increment that was committed and not acknowledged.
      expect(n).toBeLessThanOrEqual(told + KILLS);
    }
    await requireValid(running.db);
    for (const id of lost) acknowledged.present.delete(id);
    return rows.length;
  } finally {
    await running.stop();
  }
}

test(`${KILLS} kills in a storm of writers lose nothing acknowledged`, {
  timeout: 20_000 + KILLS * 8_000,
}, async () => {
  const dir = await temporaryFolder();
  const acknowledged: Acknowledged = {
    present: new Set(),
    deleted: new Set(),
    increments: new Map(),
  };
  try {
    for (let round = 0; round < KILLS; round++) {
      const child = startChild('faults/storm.child.ts', [dir, String(round)]);
      const enough = 200 + Math.floor(Math.random() * 800);
      let told = 0;
      for await (const line of child.lines) {
        note(acknowledged, line);
        if (++told === enough) child.process.kill('SIGKILL');
      }
      await child.exited;
      expect(told).toBeGreaterThanOrEqual(enough);
      await requireAll(dir, acknowledged);
    }
    expect(acknowledged.present.size).toBeGreaterThan(KILLS * 50);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('a full disk answers errors and loses nothing acknowledged', { timeout: 60_000 }, async () => {
  const dir = await temporaryFolder();
  const acknowledged: Acknowledged = {
    present: new Set(),
    deleted: new Set(),
    increments: new Map(),
  };
  try {
    // Files may not grow past 4 MB; the signal that comes with it is ignored, the error is not.
    const child = startChild(
      'faults/storm.child.ts',
      [dir, '0', '2000'],
      "trap '' XFSZ; ulimit -f 8192;",
    );
    const ending: string[] = [];
    for await (const line of child.lines) {
      note(acknowledged, line);
      if (line.startsWith('failed') || line.startsWith('readable')) ending.push(line);
    }
    await child.exited;
    expect(ending[0]).toBe('failed 14031');
    expect(ending[1]).toMatch(/^readable \d+$/);
    expect(acknowledged.present.size).toBeGreaterThan(100);
    await requireAll(dir, acknowledged);
    // It works again once there is space.
    const running = await start({ dir });
    await running.db.collection('log').insertMany([{ writer: 99, n: 1 }]);
    await requireValid(running.db);
    await running.stop();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
