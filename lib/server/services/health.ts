import { stat } from 'node:fs/promises';
import path from 'node:path';
import { getConfig } from '@/lib/server/config';
import { freeDiskBytes, hasDiskSpace } from '@/lib/server/data-dir/disk-space';
import { isDatabaseReady } from '@/lib/server/db';
import { imageStore } from '@/lib/server/images/store';
import { metrics } from '@/lib/server/metrics';
import { isPushFailing } from '@/lib/server/push/push-health';
import { areChannelsRefused, isRedisAway } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';

export interface Readiness {
  isReady: boolean;
  /** What this node needs to serve and cannot use right now; `stopping` where it is about to end. */
  missing: string[];
  /** What it does without for now: people are served, and something is late or left out. */
  degraded: string[];
}

/** Each part, whether it can be used now. */
async function lookAtParts() {
  const [database, images, disk] = await Promise.all([
    isDatabaseReady(),
    imageStore()
      .check()
      .then(
        () => true,
        () => false,
      ),
    hasDiskSpace(),
  ]);
  return {
    needed: {
      database,
      'image store': images,
      'redis channels': !areChannelsRefused(),
      'disk space': disk,
    },
    used: { redis: !isRedisAway(), 'push services': !isPushFailing() },
  };
}

const failing = (parts: Record<string, boolean>): string[] =>
  Object.entries(parts).flatMap(([part, isReady]) => (isReady ? [] : [part]));

const stopping = () => singleton('stopping', () => ({ isStopping: false }));

/** From now on this node says that it is not ready, so that proxies send people to another. Idempotent. */
export function noteStopping(): void {
  stopping().isStopping = true;
}

/** Whether this node can serve, and what it cannot use right now. */
export async function checkReadiness(): Promise<Readiness> {
  const { needed, used } = await lookAtParts();
  const missing = [...failing(needed), ...(stopping().isStopping ? ['stopping'] : [])];
  return { isReady: missing.length === 0, missing, degraded: failing(used) };
}

/** Every figure of this node as Prometheus reads it, and its content type. */
export async function readMetrics(): Promise<{ text: string; contentType: string }> {
  const { registry, partReady, freeDiskBytes: free, databaseBytes } = metrics();
  const { dataDir, mongodbUri } = getConfig();
  const [{ needed, used }, freeBytes, file] = await Promise.all([
    lookAtParts(),
    freeDiskBytes(),
    mongodbUri ? null : stat(path.join(dataDir, 'database', 'data.mdb')).catch(() => null),
  ]);
  for (const [part, isReady] of Object.entries({ ...needed, ...used })) {
    partReady.set({ part }, isReady ? 1 : 0);
  }
  if (freeBytes !== null) free.set(freeBytes);
  databaseBytes.set(file?.size ?? 0);
  return { text: await registry.metrics(), contentType: registry.contentType };
}
