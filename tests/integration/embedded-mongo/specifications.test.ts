import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EJSON } from 'bson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inapplicable, type SpecFile, SpecRun } from './specification-runner';
import { type Running, start } from './support';

/** Data only, not part of the repository: see docs of github.com/mongodb/specifications. */
const folder =
  process.env.MONGODB_SPEC_TESTS ??
  path.resolve(import.meta.dirname, '../../../../shared/mongodb-spec-tests');

/** Tests that stay out, each with the reason. */
const LEFT_OUT: ReadonlyArray<[RegExp, string]> = [
  [/failPoint$/, 'makes a server fail on purpose'],
  [/^create-null-ids: inserting/, 'the Node driver replaces an _id of null by a new one'],
  [/partialResult is unset when/, 'the Node driver gives a result of zeros instead of none'],
  [/^clustered-indexes:/, 'clustered collections are refused'],
  [/pre_and_post_images:/, 'change streams and their images are refused'],
  [/prepareUnique/, 'collMod prepareUnique is refused'],
  [/^timeseries-collection:/, 'time series are refused'],
  [/works correctly on views/, 'views are refused'],
];

const found = existsSync(folder);
if (!found) {
  console.warn(`SKIPPED: no driver specification tests in ${folder} (set MONGODB_SPEC_TESTS)`);
}

let running: Running;
beforeAll(async () => {
  running = await start();
});
afterAll(() => running.stop());

const files = found
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    )
  : [];

describe.skipIf(!found)('MongoDB driver specifications', () => {
  test.each(files.sort())('%s', async (name) => {
    const file = EJSON.parse(readFileSync(path.join(folder, name), 'utf8')) as SpecFile;
    const failures: string[] = [];
    for (const one of file.tests) {
      if (inapplicable(file, one)) continue;
      const label = `${file.description}: ${one.description}`;
      const usesFailPoint = one.operations.some((operation) => operation.name === 'failPoint');
      const reason = LEFT_OUT.find(([pattern]) =>
        pattern.test(usesFailPoint ? `${label} failPoint` : label),
      );
      if (reason) continue;
      try {
        await new SpecRun(running.client, file).run(one);
      } catch (error) {
        failures.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(failures).toEqual([]);
  });
});
