import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { findDisagreements, findUnfinished } from './agreement';
import type { Member } from './crowd';
import { countFindings, FINDING_KINDS, type Finding } from './findings';
import { readTruth, type Truth } from './truth';

const LOOK_MS = 500;
const SAY_MS = 10_000;

export interface Settled {
  /** What has not come right in time; empty when everybody agrees. */
  findings: Finding[];
  truth: Truth;
  tookMs: number;
}

/** Waits until all devices and the database agree, or the time is up. */
export async function settle(options: {
  members: readonly Member[];
  absent: ReadonlySet<Member>;
  database: Connection;
  limitMs: number;
  say(line: string): void;
}): Promise<Settled> {
  const { members, absent, database, limitMs, say } = options;
  const present = members.filter((member) => !absent.has(member));
  const startedAt = Date.now();
  let saidAt = startedAt;
  for (;;) {
    const isLast = Date.now() - startedAt >= limitMs;
    for (const device of present.flatMap(({ devices }) => devices)) device.giveUpRefused();
    const unfinished = findUnfinished(present);
    // The database is read whole each time: not before the quick questions are settled.
    if (unfinished.length === 0 || isLast) {
      const truth = await readTruth(database);
      const findings = [...unfinished, ...findDisagreements({ members, absent, truth })];
      const tookMs = Date.now() - startedAt;
      if (findings.length === 0 || isLast) return { findings, truth, tookMs };
      sayNow(findings);
    } else sayNow(unfinished);
    await sleep(LOOK_MS);
  }

  function sayNow(findings: readonly Finding[]): void {
    if (Date.now() - saidAt < SAY_MS) return;
    saidAt = Date.now();
    const counts = countFindings(findings);
    const words = FINDING_KINDS.filter((kind) => counts[kind] > 0).map(
      (kind) => `${kind} ${counts[kind]}`,
    );
    say(`settling: ${words.join(', ')}; for one, ${findings[0]?.detail}`);
  }
}
