import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TEXT = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');

/** How many requirements of levels 1 and 2 each section has, and those of level 3 between them. */
const SECTIONS: Record<string, number> = {
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
};
const STATES = ['met', 'met by the documentation', 'in part', 'not met', 'does not apply'];

interface Row {
  number: string;
  asks: string;
  state: string;
  evidence: string;
}

const rows: Row[] = [...TEXT.matchAll(/^\| (\d+\.\d+\.\d+) \| (.*?) \| (.*?) \| (.*) \|$/gm)].map(
  ([, number = '', asks = '', state = '', evidence = '']) => ({ number, asks, state, evidence }),
);

/** What is named as `kind/file › title`. */
const named = (text: string): { file: string; title: string }[] =>
  [...text.matchAll(/`([\w/-]+) › ([^`]+)`/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));

function readTestFile(file: string): string | null {
  const found = ['ts', 'tsx']
    .map((extension) => path.join(ROOT, 'tests', `${file}.test.${extension}`))
    .find((each) => existsSync(each));
  return found ? readFileSync(found, 'utf8') : null;
}

/** Whether a test, or a group of tests, has that title in a file's source. */
function hasTitle(source: string, title: string): boolean {
  const spellings = [
    title,
    title.replaceAll("'", "\\'"),
    title.replaceAll('"', '\\"'),
    title.replaceAll('’', '\\u2019'),
  ];
  const start = /\(\s*$/;
  const quoted = spellings.flatMap((each) => ["'", '"', '`'].map((quote) => quote + each + quote));
  return quoted.some((text) =>
    // What stands before each place where it occurs.
    source
      .split(text)
      .slice(0, -1)
      .some((before) => start.test(before)),
  );
}

test('every requirement of the chapters stands in the document once', () => {
  const expected = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
  );
  expect(rows.map(({ number }) => number)).toEqual(expected);
});

test('each has a state, and what is met names a test that holds it', () => {
  for (const { number, asks, state, evidence } of rows) {
    expect([number, STATES.includes(state), asks !== '', evidence !== '']).toEqual([
      number,
      true,
      true,
      true,
    ]);
    if (state === 'met') expect([number, named(evidence).length > 0]).toEqual([number, true]);
  }
});

test('every test that the document names exists under that title', () => {
  const all = rows.flatMap(({ evidence }) => named(evidence));
  expect(all.length).toBeGreaterThan(100);
  const missing = all.filter(({ file, title }) => {
    const source = readTestFile(file);
    return source === null || !hasTitle(source, title);
  });
  expect(missing.map(({ file, title }) => `${file} › ${title}`)).toEqual([]);
});

test('the check tells a title from the same words elsewhere', () => {
  expect(hasTitle("test('a title', () => {})", 'a title')).toBe(true);
  expect(hasTitle("test.each([1])(\n  'a %s',\n  () => {})", 'a %s')).toBe(true);
  expect(hasTitle("const text = 'a title';", 'a title')).toBe(false);
  expect(hasTitle("test('a title, and more', () => {})", 'a title')).toBe(false);
});
