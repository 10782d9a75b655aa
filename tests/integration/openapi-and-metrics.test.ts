import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { api } from '@/lib/shared/api';
import { newPerson } from '../support/person';
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

test('the dashboard and the alerts ask for figures that are served', async () => {
  const sender = await newPerson(server().url);
  const receiver = await newPerson(server().url);
  const message = await sender.send(receiver, 'A first message');
  const socket = await receiver.connect();
  await socket.emitWithAck('message:delivered', { messageId: message._id });
  socket.disconnect();
  const text = await (await fetch(`${server().url}/api/metrics`)).text();
  const served = new Set([...text.matchAll(/^([a-z_\d]+)/gm)].map(([name]) => name));
  expect(text).toContain('parley_message_delivery_seconds_count 1');
  expect(text).toContain('parley_part_ready{part="database"} 1');
  for (const file of ['deploy/grafana/parley.json', 'deploy/prometheus/alerts.yaml']) {
    const asked = readFileSync(file, 'utf8').match(/\b(parley|process|nodejs)_\w+/g) ?? [];
    expect(asked.length).toBeGreaterThan(4);
    for (const name of asked) {
      // A histogram or counter with labels has no line before its first use; its description is there.
      const family = name.replace(/_(bucket|count|sum)$/, '');
      expect(served.has(name) || text.includes(`# TYPE ${family} `), `${name} of ${file}`).toBe(
        true,
      );
    }
  }
});

test('SIGUSR2 has the server say in one line how it is', async () => {
  const own = await startServerForTest({ env: { LOG_LEVEL: 'info' } });
  await newPerson(own.url);
  own.process.kill('SIGUSR2');
  await expect.poll(() => own.output()).toContain('"server.status"');
  const line = own
    .output()
    .split('\n')
    .find((each) => each.includes('"server.status"'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    isReady: true,
    missing: [],
    degraded: [],
    sockets: 0,
    residentMegabytes: expect.any(Number),
  });
});
