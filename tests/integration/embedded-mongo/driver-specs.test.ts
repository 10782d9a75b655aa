import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EJSON } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notApplicable, runSpecTest, type SpecFile } from './spec-runner';
import { type Running, start } from './support';

/*
 * Tests of MongoDB's driver specifications. They are data under a licence of their own and not part
 * of this repository: `MONGODB_SPEC_TESTS` names the folder that has them.
 */
const FOLDER =
  process.env.MONGODB_SPEC_TESTS ??
  path.resolve(import.meta.dirname, '../../../../shared/mongodb-spec-tests');
const SUITES = ['crud', 'collection-management', 'index-management'];
const VERSION = '8.0.0';

/** Tests that apply to a standalone server and are not passed, by file and description, and why. */
const EXCEPTIONS: Array<[pattern: RegExp, reason: string]> = [];

const exceptionFor = (title: string): string | undefined =>
  EXCEPTIONS.find(([pattern]) => pattern.test(title))?.[1];

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
          const reason =
            notApplicable(file, test, VERSION) ?? exceptionFor(`${name}: ${test.description}`);
          if (reason) it.skip(`${test.description} (${reason})`, () => {});
          else it(test.description, () => runSpecTest(file, test, running.database.uri));
        }
      });
    }
  }
}
