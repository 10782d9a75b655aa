import { expect, test } from 'vitest';
import type { OwnUserDto } from '@/lib/shared/dto';
import { expectSuccess, Person, request } from '../support/person';
import { runToEnd, startServerForTest } from '../support/server';

test('the demo is added once, beside a running server, and its accounts can sign in', async () => {
  const server = await startServerForTest();
  const seed = () => runToEnd({ dataDir: server.dataDir, args: ['scripts/run.mjs', 'seed'] });
  const first = await seed();
  expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/^Added \d+ messages\./) });
  const [, email, password] = /^ {2}(\S+@\S+) {2}password: (.+?) {2}\(/m.exec(first.output) ?? [];
  const answer = await request<{ user: OwnUserDto; token: string }>(
    `${server.url}/api/auth/login`,
    {
      method: 'POST',
      json: { email, password },
    },
  );
  const mira = new Person(server.url, expectSuccess(answer));
  const before = await mira.people('limit=100');
  expect(before.users.length).toBeGreaterThan(10);
  expect(before.users.every((user) => user.profilePic !== '')).toBe(true);

  const second = await seed();
  expect(second.output).toContain('nothing added');
  expect(await mira.people('limit=100')).toEqual(before);
});
