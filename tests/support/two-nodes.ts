import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { startRedis, type TestRedis } from './redis';
import { makeDataDir, startServer, type TestServer } from './server';
import { type SharedDatabase, startSharedDatabase } from './shared-database';

export interface TwoNodes {
  nodes: [east: TestServer, west: TestServer];
  redis: TestRedis;
}

/** Two nodes with one database and one Redis for the tests around it; to be asked for within a test. */
export function twoNodesForTests(): () => TwoNodes {
  const databaseDir = makeDataDir();
  let database: SharedDatabase;
  let redis: TestRedis;
  let nodes: TestServer[] = [];

  beforeAll(async () => {
    [database, redis] = await Promise.all([startSharedDatabase(databaseDir), startRedis()]);
    const env = {
      MONGODB_URI: database.uri,
      JWT_SECRET_KEY: 'the same secret on every node, long enough',
      REDIS_URL: redis.url,
      LOG_LEVEL: 'silent',
    };
    nodes = await Promise.all([startServer({ env }), startServer({ env })]);
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all([database?.close(), redis?.kill()]);
    for (const dir of [databaseDir, ...nodes.map(({ dataDir }) => dataDir)]) {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  return () => {
    const [east, west] = nodes;
    if (!east || !west) throw new Error('there are not two nodes');
    return { nodes: [east, west], redis };
  };
}
