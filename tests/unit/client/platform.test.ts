import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Where the browser and the machine are asked; everything else asks there. */
const PLATFORM = path.join('lib', 'client', 'platform');
const ASKED =
  /(?<![\w.'"`-])(?:navigator\b|new Intl\.|Intl\.\w+\(|caches\.(?!d\.)|new Notification\b|crypto\.(?:subtle|randomUUID))/;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}

/** The code alone: what comments say of an interface asks it nothing. */
const withoutComments = (code: string) =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

test('what a browser or a machine may lack or get wrong is asked for in one place', () => {
  const asking = ['components', 'app', path.join('lib', 'client'), path.join('lib', 'shared')]
    .flatMap(filesIn)
    .filter((file) => !file.startsWith(PLATFORM))
    .filter((file) => {
      const code = withoutComments(readFileSync(file, 'utf8'));
      // One that was asked for there and is held under the same name.
      const isHeld = code.includes('const caches = findCaches()');
      return ASKED.test(isHeld ? code.replaceAll('caches.', '') : code);
    });
  expect(asking).toEqual([]);
});
