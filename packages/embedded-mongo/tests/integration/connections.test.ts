import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { serialize } from 'bson';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Running, requireValid, start } from './support';

let running: Running;
beforeEach(async () => {
  running = await start();
});
afterEach(() => running.stop());

function connect(): Socket {
  const [, host = ''] = /^mongodb:\/\/([^/]+)\//.exec(running.database.uri) ?? [];
  return createConnection(decodeURIComponent(host)).on('error', () => {});
}

function message(sections: Buffer, options: { flags?: number; operation?: number } = {}): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(20 + sections.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(options.operation ?? 2013, 12);
  head.writeUInt32LE(options.flags ?? 0, 16);
  return Buffer.concat([head, sections]);
}

const ping = Buffer.concat([Buffer.from([0]), serialize({ ping: 1, $db: 'admin' })]);

function nested(depth: number): object {
  let value: object = {};
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

test.each<[string, Buffer]>([
  ['random bytes', Buffer.concat([Buffer.from([64, 0, 0, 0]), randomBytes(60)])],
  ['a length below the header', Buffer.from([3, 0, 0, 0, ...randomBytes(12)])],
  ['a length of two gigabytes', Buffer.from([255, 255, 255, 127, ...randomBytes(12)])],
  ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')],
  ['an unknown operation', message(ping, { operation: 2004 + 7 })],
  ['required flag bits nobody knows', message(ping, { flags: 4 })],
  ['a section longer than its message', message(Buffer.from([0, 255, 0, 0, 0, 1]))],
  ['an unknown kind of section', message(Buffer.concat([Buffer.from([9]), ping.subarray(1)]))],
])('%s closes that socket and nothing else', async (_, bytes) => {
  const bystander = connect();
  const culprit = connect();
  culprit.write(bytes);
  await once(culprit, 'close');
  bystander.write(message(ping));
  const [answer] = await once(bystander, 'data');
  expect(answer.readInt32LE(8)).toBe(7);
  bystander.destroy();
  expect(await running.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test.each<[string, Buffer, number]>([
  ['damaged BSON', Buffer.from([12, 0, 0, 0, 16, 97, 0, 1, 0, 0, 0, 1]), 22],
  ['a document nested too deeply', Buffer.from(serialize(nested(250))), 15],
])('%s is answered with an error on a connection that lives on', async (_, body, code) => {
  const socket = connect();
  socket.write(message(Buffer.concat([Buffer.from([0]), body])));
  const [answer] = await once(socket, 'data');
  expect(answer.includes(serialize({ code }).subarray(4, -1))).toBe(true);
  socket.write(message(ping));
  await once(socket, 'data');
  socket.destroy();
});

test('a message in small pieces, with a checksum, is understood', async () => {
  const socket = connect();
  const bytes = message(Buffer.concat([ping, Buffer.alloc(4)]), { flags: 1 });
  for (const byte of bytes) {
    socket.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  const [answer] = await once(socket, 'data');
  expect(answer.readInt32LE(8)).toBe(7);
  socket.destroy();
});

async function openCursors(): Promise<number> {
  const status = await running.db.admin().serverStatus();
  return status.metrics.cursor.open.total;
}

test('cursors go when read to the end, killed, their session ends or their client is gone', async () => {
  const rows = running.db.collection('rows');
  await rows.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
  const read = rows.find().batchSize(100);
  await read.next();
  expect(await openCursors()).toBe(1);
  await read.toArray();
  expect(await openCursors()).toBe(0);

  const killed = rows.find().batchSize(10);
  await killed.next();
  await killed.close();
  expect(await openCursors()).toBe(0);

  const other = await MongoClient.connect(running.database.uri, { appName: 'other' });
  await other.db().collection('rows').find().batchSize(10).next();
  expect(await openCursors()).toBe(1);
  await other.close();
  await expect.poll(() => openCursors()).toBe(0);

  // A client that dies without closing its session.
  const dying = connect();
  const send = async (command: object) => {
    dying.write(message(Buffer.concat([Buffer.from([0]), serialize(command)])));
    await once(dying, 'data');
  };
  await send({ hello: 1, client: { application: { name: 'dying' } }, $db: 'admin' });
  await send({ find: 'rows', batchSize: 10, $db: 'parley' });
  expect(await openCursors()).toBe(1);
  dying.destroy();
  await expect.poll(() => openCursors()).toBe(0);
});

test('closing in the middle of scans and writes ends them and damages nothing', async () => {
  const rows = running.db.collection('rows');
  await rows.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n })));
  const other = await MongoClient.connect(running.database.uri, {
    serverSelectionTimeoutMS: 500,
  });
  const busy = other.db().collection('rows');
  const never = { $expr: { $lt: ['$n', -1] } };
  const outcomes = Promise.allSettled([
    busy.countDocuments(never),
    busy.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1 } }),
    busy.createIndex({ n: 1 }),
    other.db().command({ validate: 'rows' }),
  ]);
  await busy.findOne({});
  await running.database.close();
  expect((await outcomes).map(({ status }) => status)).toContain('rejected');
  await other.close();
  const again = await start({ dir: running.dir });
  await requireValid(again.db);
  await again.stop();
});

test('a getMore on an unknown cursor is code 43', async () => {
  await expect(running.db.command({ getMore: 5n, collection: 'rows' })).rejects.toMatchObject({
    code: 43,
  });
});
