import { expect, test } from 'vitest';
import { api } from '@/lib/shared/api';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

interface Document {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown> };
}

test('the OpenAPI document describes every endpoint, and every reference leads somewhere', async () => {
  const response = await fetch(`${server().url}/api/openapi.json`);
  const document = (await response.json()) as Document;
  expect(document.openapi).toBe('3.1.0');
  for (const { method, path } of Object.values(api)) {
    expect(document.paths[path.replace(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase());
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, reference = ''] of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? reference;
    expect(Object.keys(document.components.schemas)).toContain(name);
  }
});

test('the metrics are for loopback alone, or for those with the token', async () => {
  const answer = await fetch(`${server().url}/api/metrics`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('parley_messages_sent_total');
  // What stands in the listener's own header is not believed, and no hindrance.
  const posing = await fetch(`${server().url}/api/metrics`, {
    headers: { 'x-parley-caller': 'x %7B%22isLocal%22%3Afalse%7D' },
  });
  expect(posing.status).toBe(200);

  const guarded = await startServerForTest({
    env: { METRICS_TOKEN: 'let me in', TRUST_PROXY: '1' },
  });
  const read = (headers: Record<string, string>) =>
    fetch(`${guarded.url}/api/metrics`, { headers }).then((response) => response.status);
  expect(await read({})).toBe(401);
  expect(await read({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await read({ authorization: 'Bearer let me in' })).toBe(200);
});

test('behind a trusted proxy the metrics are not for those it forwards', async () => {
  const proxied = await startServerForTest({ env: { TRUST_PROXY: '1' } });
  const answer = await fetch(`${proxied.url}/api/metrics`, {
    headers: { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' },
  });
  expect(answer.status).toBe(401);
});
