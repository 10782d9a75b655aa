import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedMongo } from '../../src/index';
import { temporaryFolder } from './support';

/** 150 MB, so no dependency: `npm install mongosh@2.12.0` somewhere, and its program's path here. */
const { MONGOSH } = process.env;
if (!MONGOSH) {
  console.warn('SKIPPED: MongoDB’s shell. Set MONGOSH to its program to try the database with it.');
}

let database: Awaited<ReturnType<typeof startEmbeddedMongo>>;
let dir: string;
let home: string;

beforeAll(async () => {
  dir = await temporaryFolder();
  home = mkdtempSync(path.join(tmpdir(), 'mongosh-home-'));
  // In a worker thread: this one is blocked while the shell runs.
  database = await startEmbeddedMongo({ dir });
});

afterAll(async () => {
  await database.close();
  for (const folder of [dir, home]) rmSync(folder, { recursive: true, force: true });
});

function shell(args: string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(MONGOSH ?? '', [database.uri, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, HOME: home, NODE_ENV: 'test' },
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

const SCRIPT = `
  const out = {};
  db.cats.insertMany([{ name: 'Tom', age: 3 }, { name: 'Kit', age: 5 }]);
  out.updated = db.cats.updateOne({ name: 'Tom' }, { $inc: { age: 1 } }).modifiedCount;
  out.names = db.cats.find({ age: { $gt: 3 } }).sort({ name: 1 }).toArray().map(({ name }) => name);
  out.total = db.cats.aggregate([{ $group: { _id: null, total: { $sum: '$age' } } }]).toArray()[0].total;
  db.cats.createIndex({ name: 1 });
  out.plan = db.cats.find({ name: 'Tom' }).explain().queryPlanner.winningPlan.inputStage.stage;
  out.examined = db.cats.find({ age: 5 }).explain('executionStats').executionStats.totalDocsExamined;
  out.pipeline = db.cats.explain().aggregate([{ $match: { name: 'Tom' } }]).queryPlanner.winningPlan.inputStage.stage;
  out.indexes = db.cats.getIndexes().map(({ name }) => name);
  out.count = db.cats.stats().count;
  out.objects = db.stats().objects;
  out.collections = db.getCollectionNames();
  out.databases = db.adminCommand({ listDatabases: 1 }).databases.map(({ name }) => name);
  out.valid = db.cats.validate().valid;
  out.users = db.getUsers().users;
  out.log = db.adminCommand({ getLog: 'startupWarnings' }).log;
  out.options = db.adminCommand({ getCmdLineOpts: 1 }).argv;
  out.system = db.hostInfo().system.cpuAddrSize;
  out.commands = 'find' in db.adminCommand({ listCommands: 1 }).commands;
  print(JSON.stringify(out));
`;

test.skipIf(!MONGOSH)('the shell finds, changes, explains and asks about the database', () => {
  expect(JSON.parse(shell(['--norc', '--quiet', '--eval', SCRIPT]))).toEqual({
    updated: 1,
    names: ['Kit', 'Tom'],
    total: 9,
    plan: 'IXSCAN',
    examined: 2,
    pipeline: 'IXSCAN',
    indexes: ['_id_', 'name_1'],
    count: 2,
    objects: 2,
    collections: ['cats'],
    databases: ['parley'],
    valid: true,
    users: [],
    log: [],
    options: [],
    system: 64,
    commands: true,
  });
});

const TYPED = `disableTelemetry()
show dbs
show collections
show users
show logs
show profile
db.dogs.insertMany(Array.from({ length: 21 }, (_, n) => ({ name: 'Rex' + n })))
db.dogs.find()
it
use other
db.birds.insertOne({})
db.dropDatabase()
`;

test.skipIf(!MONGOSH)('somebody at the prompt sees databases, collections and no complaint', () => {
  const said = shell([], TYPED);
  expect(said).toMatch(/parley\s+\d/);
  expect(said).toMatch(/cats/);
  expect(said).toMatch(/startupWarnings/);
  expect(said).toMatch(/Rex19.*Type "it" for more.*Rex20/s);
  expect(said).toMatch(/dropped: 'other'/);
  expect(said).not.toMatch(/Error/);
});
