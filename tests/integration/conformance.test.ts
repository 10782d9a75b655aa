import { expect, test } from 'vitest';
import { checks, runConformance } from '../conformance/conformance';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

test('the server keeps every rule of the protocol that can be tried from outside', async () => {
  const results = await runConformance({ url: server().url });
  expect(results.filter(({ fault }) => fault !== null)).toEqual([]);
  expect(results.length).toBe(checks.length);
});
