import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createClientId } from '@/lib/client/outbox/client-id';
import { sendFormByFetch } from '@/lib/client/testing/send-form-by-fetch';
import { createApiClient } from '@/lib/client/transport/api-client';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server that answers one thing and remembers what it was asked. */
async function answering(status: number, answer: string) {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('latin1');
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer);
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    http.closeAllConnections();
    return new Promise((done) => http.close(done));
  });
  const address = http.address();
  const port = address && typeof address !== 'string' ? address.port : 0;
  const baseUrl = `http://127.0.0.1:${port}`;
  return { api: createApiClient({ baseUrl, token: 't', sendForm: sendFormByFetch }), seen };
}

describe('the API client', () => {
  it('answers the content of a success', async () => {
    const { api, seen } = await answering(200, '{"success":true,"users":[],"nextCursor":null}');
    expect(await api.people({ q: 'a&b', limit: 5 })).toMatchObject({ users: [], nextCursor: null });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/messages/users?q=a%26b&limit=5' });
    expect(seen[0]?.headers.authorization).toBe('Bearer t');
  });

  it('throws a failure with its code, reasons and time to wait', async () => {
    const { api } = await answering(
      429,
      '{"success":false,"code":"rate_limited","message":"Slow down.","problems":{"a":{"reason":"wrong"}},"retryAfterSeconds":7}',
    );
    await expect(api.check()).rejects.toMatchObject({
      name: 'ApiError',
      code: 'rate_limited',
      message: 'Slow down.',
      problems: { a: { reason: 'wrong' } },
      retryAfterSeconds: 7,
    });
  });

  it.each([
    [502, '<html>Bad gateway</html>', 'unavailable'],
    [200, 'null', 'unavailable'],
    [404, '<html>Not found</html>', 'unavailable'],
    [413, '<html>Too large</html>', 'too_large'],
    [500, '{"success":false,"code":"who_knows"}', 'unavailable'],
  ])('takes %i %s for %s', async (status, answer, code) => {
    const { api } = await answering(status, answer);
    await expect(api.check()).rejects.toMatchObject({ code });
  });

  it('takes a server that cannot be reached for unavailable', async () => {
    const api = createApiClient({ baseUrl: 'http://127.0.0.1:9', sendForm: sendFormByFetch });
    await expect(api.check()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('gives up when told to', async () => {
    const { api } = await answering(200, '{"success":true}');
    const message = { to: 'ann', text: 'hello', clientId: createClientId() };
    await expect(api.sendText(message, AbortSignal.abort())).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('sends an image as a file beside the other fields, never as text', async () => {
    const { api, seen } = await answering(201, '{"success":true,"newMessage":{"_id":"1"}}');
    const clientId = createClientId();
    const image = { blob: new Blob(['pixels'], { type: 'image/png' }), name: 'a.png' };
    expect(await api.sendImage({ to: 'ann', text: 'caption', clientId, image })).toEqual({
      _id: '1',
    });
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    for (const part of [clientId, 'caption', 'filename="a.png"', 'pixels']) {
      expect(seen[0]?.body).toContain(part);
    }
  });

  it('removes a profile picture with null and leaves out what does not change', async () => {
    const { api, seen } = await answering(200, '{"success":true,"user":{}}');
    await api.updateProfile({ bio: 'new', profilePic: null });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ bio: 'new', profilePic: null });
  });
});

describe('a clientId', () => {
  it('is a random UUID of version 4', () => {
    const ids = new Set(Array.from({ length: 100 }, createClientId));
    expect(ids.size).toBe(100);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});
