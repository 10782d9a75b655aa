import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose, { type Connection } from 'mongoose';
import { ROOT } from '../support/build';
import { Link } from '../support/link';
import type { Random } from '../support/random';
import { startRedis } from '../support/redis';
import { makeDataDir } from '../support/server';
import { Node } from './node';

const WORKER_FILE = path.join(ROOT, 'dist/embedded-mongo-worker.js');

/** The servers, what they share, and a door to the database of our own. */
export interface Cluster {
  nodes: readonly Node[];
  /** The way from the nodes to Redis; null with one node. */
  redisLink: Link | null;
  database: Connection;
  /** Where the nodes keep files, and uploads on their way. */
  uploadsDir: string;
  resumableDir: string;
  close(): Promise<void>;
}

interface Part {
  close(): unknown;
}

/**
 * One node keeps its embedded database in its own folder; two share one that runs here, Redis, and the
 * folders of files.
 * Either way the database is also read past the servers.
 */
export async function startCluster(options: {
  nodeCount: 1 | 2;
  random: Random;
  /** What each of two nodes is given besides. */
  nodeEnv?: readonly [Record<string, string>, Record<string, string>];
}): Promise<Cluster> {
  const parts: Part[] = [];
  const close = async () => {
    for (const part of parts.toReversed()) await part.close();
  };
  const makeFolder = () => {
    const dataDir = makeDataDir();
    parts.push({ close: () => rmSync(dataDir, { recursive: true, force: true }) });
    return dataDir;
  };
  const openDatabase = async (dir: string): Promise<{ uri: string; connection: Connection }> => {
    const embedded = await startEmbeddedMongo({ dir, workerFile: WORKER_FILE });
    parts.push(embedded);
    const connection = await mongoose.createConnection(embedded.uri).asPromise();
    parts.push(connection);
    return { uri: embedded.uri, connection };
  };
  try {
    if (options.nodeCount === 1) {
      const node = new Node({ name: 'node', dataDir: makeFolder(), env: {} });
      parts.push({ close: () => node.end() });
      await node.start();
      const { connection } = await openDatabase(path.join(node.dataDir, 'database'));
      return { nodes: [node], redisLink: null, database: connection, ...dirsOf(node), close };
    }
    const redis = await startRedis();
    parts.push({ close: () => redis.kill() });
    const redisLink = await Link.open(() => [redis.port], options.random);
    parts.push(redisLink);
    const { uri, connection } = await openDatabase(makeFolder());
    const env = {
      MONGODB_URI: uri,
      REDIS_URL: `redis://127.0.0.1:${redisLink.port}`,
      JWT_SECRET_KEY: randomBytes(32).toString('hex'),
    };
    const nodes = ['first node', 'second node'].map(
      (name, index) =>
        new Node({ name, dataDir: makeFolder(), env: { ...env, ...options.nodeEnv?.[index] } }),
    );
    for (const node of nodes) parts.push({ close: () => node.end() });
    const [first, ...others] = nodes.map(dirsOf);
    if (!first) throw new Error('there is no node');
    // Files are in a folder that the nodes share.
    for (const dir of Object.values(first)) mkdirSync(dir);
    for (const { uploadsDir, resumableDir } of others) {
      symlinkSync(first.uploadsDir, uploadsDir);
      symlinkSync(first.resumableDir, resumableDir);
    }
    await Promise.all(nodes.map((node) => node.start()));
    return { nodes, redisLink, database: connection, ...first, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function dirsOf({ dataDir }: Node): Pick<Cluster, 'uploadsDir' | 'resumableDir'> {
  return {
    uploadsDir: path.join(dataDir, 'uploads'),
    resumableDir: path.join(dataDir, 'resumable'),
  };
}
