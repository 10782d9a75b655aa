import { rmSync } from 'node:fs';
import net from 'node:net';
import mongoose from 'mongoose';
import { afterEach, expect, test, vi } from 'vitest';
import { failLostWrites } from '@/lib/server/database/lost-writes';
import { makeDataDir } from '../support/server';
import { startSharedDatabase } from '../support/shared-database';

afterEach(() => vi.restoreAllMocks());

test('a command written to a connection that has just ended fails at once and is not waited for', async () => {
  await failLostWrites();
  const sockets: net.Socket[] = [];
  const create = net.createConnection.bind(net) as (options: net.NetConnectOpts) => net.Socket;
  vi.spyOn(net, 'createConnection').mockImplementation(((options: net.NetConnectOpts) => {
    const socket = create(options);
    sockets.push(socket);
    return socket;
  }) as typeof net.createConnection);
  const dir = makeDataDir();
  const database = await startSharedDatabase(dir);
  const client = new mongoose.mongo.MongoClient(database.uri, {
    monitorCommands: true,
    retryWrites: false,
  });
  const people = client.db('parley').collection('people');
  await people.insertOne({ name: 'Ada' });

  let cuts = 0;
  client.on('commandStarted', ({ commandName }) => {
    if (commandName !== 'insert' || cuts > 0) return;
    cuts++;
    // As the other side's end does: closed without an error, and nobody has been told yet.
    for (const socket of sockets) socket.destroy();
  });
  await expect(people.insertOne({ name: 'Bob' })).rejects.toThrow(/closed/);
  expect(cuts).toBe(1);
  // And those that come after it have a connection again.
  await people.insertOne({ name: 'Cem' });

  await client.close();
  await database.close();
  rmSync(dir, { recursive: true, force: true });
});
