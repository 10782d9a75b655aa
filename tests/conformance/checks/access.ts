import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { PeopleAnswer, SessionDto } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  nextEvent,
  PASSWORD,
  Person,
  request,
} from '../../support/person';
import type { Check } from '../check';

/** Why a handshake with that `auth` is refused; null when it is let in. */
function refusalOf(url: string, auth: object): Promise<string | null> {
  const socket = io(url, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  return new Promise((resolve) => {
    const settle = (reason: string | null) => {
      socket.disconnect();
      resolve(reason);
    };
    socket.once('connect', () => settle(null));
    socket.once('connect_error', (error) => settle(error.message));
  });
}

/** Who may come in, and what the answers look like. */
export const accessChecks: readonly Check[] = [
  {
    title: 'answers are JSON in one envelope and are not cached; unknown addresses, too',
    async run({ url, anyone }) {
      const ada = anyone();
      const good = await ada.call('/api/auth/check');
      assert.equal(good.status, 200);
      assert.equal(good.body.success, true);
      assert.match(good.headers.get('cache-control') ?? '', /no-store/);
      const unknown = expectFailure(await request(`${url}/api/no/such/address`));
      assert.deepEqual([unknown.status, unknown.code], [404, 'not_found']);
      assert.equal(typeof unknown.message, 'string');
      const broken = await ada.call('/api/auth/password', {
        method: 'PUT',
        body: '{"currentPassword":',
        headers: { 'content-type': 'application/json' },
      });
      assert.equal(expectFailure(broken).code, 'bad_request');
      const badId = expectFailure(await ada.call('/api/messages/not-an-id'));
      assert.deepEqual([badId.status, badId.code], [400, 'bad_request']);
    },
  },
  {
    title: 'without credentials, or with wrong ones, everything is 401; sockets are refused',
    async run({ url, anyone }) {
      const ada = anyone();
      const ben = anyone(ada);
      const tampered = `${ada.token.slice(0, -2)}${ada.token.endsWith('AA') ? 'BB' : 'AA'}`;
      for (const token of [undefined, 'nonsense', tampered]) {
        const answer = await request(`${url}/api/messages/users`, token ? { token } : {});
        const { status, code } = expectFailure(answer);
        assert.deepEqual([status, code], [401, 'unauthorized']);
      }
      for (const auth of [{}, { token: 'nonsense' }, { userId: ben.id }, { token: { $gt: '' } }]) {
        assert.equal(await refusalOf(url, auth), 'unauthorized', JSON.stringify(auth));
      }
      assert.equal(await refusalOf(url, { token: ada.token, userId: ben.id }), null);
    },
  },
  {
    title: 'signing in tells nobody which accounts exist; a second account of one address is 409',
    async run({ url, anyone }) {
      const ada = anyone();
      const logIn = (email: string, password: string) =>
        request<{ token: string }>(`${url}/api/auth/login`, {
          method: 'POST',
          json: { email, password },
        });
      const wrong = expectFailure(await logIn(ada.user.email, 'not the password'));
      const nobody = expectFailure(await logIn(`nobody-${randomUUID()}@example.org`, PASSWORD));
      assert.deepEqual([wrong.status, wrong.code], [401, 'unauthorized']);
      assert.deepEqual({ ...nobody, requestId: null }, { ...wrong, requestId: null });
      const { token } = expectSuccess(await logIn(ada.user.email, PASSWORD));
      assert.equal((await request(`${url}/api/auth/check`, { token })).status, 200);
      const again = await request(`${url}/api/auth/signup`, {
        method: 'POST',
        json: { fullName: 'Again', email: ada.user.email, password: PASSWORD },
      });
      // A server that asks for invitations says that first.
      assert.ok([409, 403].includes(again.status), `answered ${again.status}`);
    },
  },
  {
    title: 'a person is shown to others without e-mail address and without secrets',
    async run({ pair }) {
      const [ada, ben] = pair();
      await ada.send(ben, 'hello');
      const answer = await ben.call<PeopleAnswer>('/api/messages/users');
      const { users } = expectSuccess(answer);
      const shown = users.find(({ _id }) => _id === ada.id);
      assert.ok(shown, 'the sender is not in the list');
      const text = JSON.stringify(users);
      assert.ok(!text.includes(ada.user.email), 'an e-mail address is told');
      assert.doesNotMatch(text, /password|"hash/i);
    },
  },
  {
    title: 'a session that is ended is refused at once, and its sockets are told and closed',
    async run({ url, newcomer }) {
      const ada = await newcomer();
      const login = await request<{ user: Person['user']; token: string }>(
        `${url}/api/auth/login`,
        { method: 'POST', json: { email: ada.user.email, password: PASSWORD } },
      );
      const second = new Person(url, expectSuccess(login));
      const socket = await second.connect();
      const told = nextEvent(socket, 'session:ended');
      const closed = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
      const { sessions } = expectSuccess(
        await ada.call<{ sessions: SessionDto[] }>('/api/auth/sessions'),
      );
      assert.equal(sessions.length, 2);
      const other = sessions.find(({ current }) => !current);
      expectSuccess(await ada.call(`/api/auth/sessions/${other?.sid}`, { method: 'DELETE' }));
      assert.equal((await second.call('/api/auth/check')).status, 401);
      assert.equal(typeof (await told).reason, 'string');
      await closed;
      expectSuccess(await ada.call('/api/auth/logout', { method: 'POST' }));
      assert.equal((await ada.call('/api/auth/check')).status, 401);
    },
  },
  {
    title: 'what is none of one’s business is 404: reading, marking, changing, reacting',
    async run({ trio }) {
      const [ada, ben, eve] = trio();
      const { _id } = await ada.send(ben, 'between us');
      const attempts: [string, string, unknown][] = [
        ['PUT', `/api/messages/${_id}/seen`, undefined],
        ['PATCH', `/api/messages/${_id}`, { text: 'forged' }],
        ['DELETE', `/api/messages/${_id}`, undefined],
        ['PUT', `/api/messages/${_id}/reaction`, { emoji: '👍' }],
        ['POST', `/api/messages/send/${ada.id}`, { forwardOf: _id }],
      ];
      for (const [method, path, json] of attempts) {
        const answer = await eve.call(path, { method, ...(json !== undefined && { json }) });
        assert.equal(answer.status, 404, `${method} ${path} answered ${answer.status}`);
      }
      // The other member may not change it either, nor its sender mark it.
      const edit = { method: 'PATCH', json: { text: 'forged' } };
      assert.equal((await ben.call(`/api/messages/${_id}`, edit)).status, 404);
      assert.equal((await ada.call(`/api/messages/${_id}/seen`, { method: 'PUT' })).status, 404);
      assert.deepEqual((await eve.history(ada)).messages, []);
      const [held] = (await ben.history(ada)).messages;
      assert.equal(held?.text, 'between us');
      assert.equal(held?.seen, false);
    },
  },
];
