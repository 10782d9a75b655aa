import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EJSON } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, start } from '../support';
import { notApplicable, runSpecTest, type SpecFile, type SpecTest } from './spec-runner';

/*
 * Tests of MongoDB's driver specifications. They are data under a licence of their own and not part
 * of this repository: `MONGODB_SPEC_TESTS` names the folder that has them.
 */
const FOLDER =
  process.env.MONGODB_SPEC_TESTS ??
  path.resolve(import.meta.dirname, '../../../../../../shared/mongodb-spec-tests');
const SUITES = ['crud', 'collection-management', 'index-management'];
const VERSION = '8.0.0';

/** What MongoDB has and this database refuses: these tests must fail with the refusal, not otherwise. */
const REFUSED: [pattern: RegExp, what: string][] = [
  [/^clustered-indexes/, 'clustered collections'],
  [/^timeseries-collection/, 'time series'],
  [/pre_and_post_images/, 'change streams'],
  [/works correctly on views/, 'views'],
  [/prepareUnique/, 'collMod with prepareUnique'],
];

/** Tests that apply to a standalone server and are not run, and why. */
const NOT_RUN: [pattern: RegExp, reason: string][] = [
  [/^create-null-ids/, 'the driver itself replaces a null _id before it sends the document'],
];

/** Fail points are switched on by a command only servers started for tests have. */
const usesFailPoint = (test: SpecTest): boolean =>
  test.operations.some(({ name }) => name === 'failPoint');

function reasonNotToRun(file: SpecFile, test: SpecTest, title: string): string | undefined {
  if (usesFailPoint(test)) return 'needs a fail point';
  return (
    notApplicable(file, test, VERSION) ?? NOT_RUN.find(([pattern]) => pattern.test(title))?.[1]
  );
}

if (!existsSync(FOLDER)) {
  describe('the driver specifications', () => {
    it.skip(`NOT RUN: their tests are not in ${FOLDER}; set MONGODB_SPEC_TESTS`, () => {});
  });
} else {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    await running.stop();
  });

  it('are run for the version the server reports', async () => {
    const { version } = await running.db.admin().buildInfo();
    expect(version).toBe(VERSION);
  });

  for (const suite of SUITES) {
    for (const name of readdirSync(path.join(FOLDER, suite)).sort()) {
      const text = readFileSync(path.join(FOLDER, suite, name), 'utf8');
      const file = EJSON.parse(text) as SpecFile;
      describe(`${suite}/${name}`, () => {
        for (const test of file.tests) {
          const title = `${name}: ${test.description}`;
          const reason = reasonNotToRun(file, test, title);
          const refused = REFUSED.find(([pattern]) => pattern.test(title))?.[1];
          const run = () => runSpecTest(file, test, running.database.uri);
          if (reason) it.skip(`${test.description} (${reason})`, () => {});
          else if (refused) {
            it(`${test.description} (refused: ${refused})`, async () => {
              await expect(run()).rejects.toThrow('is not supported by the built-in database');
            });
          } else it(test.description, run);
        }
      });
    }
  }
}
