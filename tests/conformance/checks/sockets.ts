import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import type { Envelope } from '@/lib/shared/errors';
import { nextEvent } from '../../support/person';
import type { Check } from '../check';

/** What is told by sockets and nowhere else, and how bad requests are answered. */
export const socketChecks: readonly Check[] = [
  {
    title:
      'a socket request that is not valid is answered in the envelope, and the socket lives on',
    async run({ pair }) {
      const [ada, ben] = pair();
      const socket = await ada.connect();
      // As any program may send it.
      const ask = (event: string, ...payload: unknown[]): Promise<Envelope<object>> =>
        (socket as unknown as Socket).timeout(10_000).emitWithAck(event, ...payload);
      const clientId = randomUUID();
      const bad: [string, ...unknown[]][] = [
        ['message:send'],
        ['message:send', null],
        ['message:send', { to: ben.id, text: '', clientId }],
        ['message:send', { to: ben.id, text: 'x' }],
        ['message:send', { to: { $ne: null }, text: 'x', clientId }],
        ['message:seen', { messageId: 'no id' }],
        ['presence:watch', { userIds: 'everybody' }],
      ];
      for (const [event, ...payload] of bad) {
        const answer = await ask(event, ...payload);
        assert.ok(!answer.success, `${event} ${JSON.stringify(payload)} was taken`);
        assert.equal(answer.code, 'bad_request');
      }
      const unknown = await ask('no:such:event', {});
      assert.ok(!unknown.success && unknown.code === 'not_found');
      // Without an acknowledgement, too.
      (socket as unknown as Socket).emit('message:send', 'nothing of use', 'no function');
      const good = await ask('message:send', { to: ben.id, text: 'x', clientId });
      assert.equal(good.success, true);
      socket.disconnect();
    },
  },
  {
    title: '`typing` is told to the other person under the sender’s own id',
    async run({ anyone, pair }) {
      const [ada, ben] = pair();
      const eve = anyone(ada, ben);
      await ada.send(ben, 'hello');
      const [writer, reader, stranger] = await Promise.all([
        ada.connect(),
        ben.connect(),
        eve.connect(),
      ]);
      let overheard = 0;
      stranger.on('typing', () => {
        overheard++;
      });
      const told = nextEvent(reader, 'typing');
      const forged = { to: ben.id, typing: true, userId: eve.id };
      writer.emit('typing', forged);
      assert.deepEqual(await told, { userId: ada.id, typing: true });
      const stopped = nextEvent(reader, 'typing', ({ typing }) => !typing);
      writer.emit('typing', { to: ben.id, typing: false });
      await stopped;
      assert.equal(overheard, 0);
      for (const socket of [writer, reader, stranger]) socket.disconnect();
    },
  },
  {
    title: 'presence is told of those one watches, when it is asked for and when it changes',
    async run({ anyone, newcomer }) {
      const ada = anyone();
      const ben = await newcomer();
      await ben.people(`q=${encodeURIComponent(ada.user.email)}`);
      await ben.send(ada, 'hello');
      const watcher = await ada.connect();
      const asked = await watcher.emitWithAck('presence:watch', { userIds: [ben.id] });
      assert.ok(asked.success);
      assert.deepEqual(
        asked.presence.map(({ userId, online }) => [userId, online]),
        [[ben.id, false]],
      );
      const told = nextEvent(watcher, 'presence:changed', ({ userId }) => userId === ben.id);
      const device = await ben.connect();
      assert.equal((await told).online, true);
      const again = await watcher.emitWithAck('presence:watch', { userIds: [ben.id] });
      assert.ok(again.success);
      assert.equal(again.presence[0]?.online, true);
      device.disconnect();
      watcher.disconnect();
    },
  },
  {
    title: 'a new name is told to those who watch the person, and to their own sockets',
    async run({ pair }) {
      const [ada, ben] = pair();
      await ada.send(ben, 'hello');
      const [watcher, own] = await Promise.all([ben.connect(), ada.connect()]);
      await watcher.emitWithAck('presence:watch', { userIds: [ada.id] });
      const toWatcher = nextEvent(watcher, 'user:updated', ({ _id }) => _id === ada.id);
      const toOwn = nextEvent(own, 'user:updated', ({ _id }) => _id === ada.id);
      const fullName = `Renamed ${randomUUID().slice(0, 6)}`;
      await ada.call('/api/auth/update-profile', { method: 'PUT', json: { fullName } });
      assert.equal((await toWatcher).fullName, fullName);
      assert.equal((await toOwn).fullName, fullName);
      assert.ok(!('email' in (await toWatcher)), 'an e-mail address is told');
      for (const socket of [watcher, own]) socket.disconnect();
    },
  },
];
