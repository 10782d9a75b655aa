import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/build';
import { findUnguarded } from '../support/secure-only';

const CHUNKS = path.join(ROOT, '.next/static/chunks');

/** What every zod schema carries, in its source and in its minified form, and nothing else does. */
const ZOD_MARKER = '_zod';

/** The scripts a browser may fetch, on demand or at once. */
function readScripts(): { name: string; code: string }[] {
  const names = readdirSync(CHUNKS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  expect(names.length).toBeGreaterThan(10);
  return names.map((name) => ({ name, code: readFileSync(path.join(CHUNKS, name), 'utf8') }));
}

test('no schema, and no zod, is in what browsers fetch', () => {
  const carriers = readScripts().filter(({ code }) => code.includes(ZOD_MARKER));
  expect(carriers.map(({ name }) => name)).toEqual([]);
});

test('the marker is one that zod still has', () => {
  const zod = readFileSync(path.join(ROOT, 'node_modules/zod/v4/core/core.js'), 'utf8');
  expect(zod).toContain(ZOD_MARKER);
});

test('every use of what only secure pages have is guarded', () => {
  const unguarded = readScripts().flatMap(({ name, code }) =>
    findUnguarded(code).map((use) => `${name}: ${use}`),
  );
  expect(unguarded).toEqual([]);
});

test('the check itself tells a guarded use from one that is not', () => {
  expect(findUnguarded('let t=navigator.serviceWorker;t.register("/sw.js")')).toHaveLength(1);
  expect(findUnguarded('"serviceWorker"in navigator?navigator.serviceWorker:null')).toEqual([]);
  expect(findUnguarded('await caches.open("a")')).toHaveLength(1);
  expect(findUnguarded('crypto.randomUUID()')).toHaveLength(1);
});
