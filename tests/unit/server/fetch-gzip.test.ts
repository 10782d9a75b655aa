import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fetchGzip } from '@/lib/server/fetch-gzip';

test('what is fetched is asked for in gzip alone, whatever else the caller says', async () => {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.end('fine');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await fetchGzip(url);
  const answer = await fetchGzip(new URL(url), {
    method: 'POST',
    body: 'a=1',
    headers: { 'accept-encoding': 'br', 'x-own': 'kept' },
  });
  expect(await answer.text()).toBe('fine');
  expect(asked.map((headers) => headers['accept-encoding'])).toEqual(['gzip', 'gzip']);
  expect(asked[1]?.['x-own']).toBe('kept');
});
