import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { apiRoutes, nextRoutes } from '@/app/api/routes';

/** Answers whatever has no place of its own. */
const UNKNOWN = '[[...unknown]]';

test('the table of the API has every folder of app/api, and nothing else', () => {
  const folders = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .map((file) => path.dirname(file).split(path.sep).join('/'))
    .filter((folder) => folder !== UNKNOWN);
  expect([...Object.keys(apiRoutes), ...nextRoutes].toSorted()).toEqual(folders.toSorted());
});
