import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What the files of the way stand on: types, and the making of an id. Changes have their own way. */
const BESIDE = [
  'client-id.ts',
  'outbox-storage.ts',
  'change-outbox.ts',
  'fold-changes.ts',
  'change-delivery.ts',
  'file-delivery.ts',
];

/** The files of the table in the document that says how a message gets in. */
function documentedWay(): string[] {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const section = text.split('## ').find((part) => part.startsWith("A message's way in"));
  return [...(section ?? '').matchAll(/^\| `([^`]+\.tsx?)` \|/gm)].map(([, file]) => file ?? '');
}

test('a message passes at most nine files from the composer to the socket, as the document lists them', () => {
  const way = documentedWay();
  expect(way.length).toBeGreaterThan(5);
  expect(way.length).toBeLessThanOrEqual(9);
  expect([way[0], way.at(-1)]).toEqual([
    'components/conversation/composer/composer.tsx',
    'lib/client/transport/socket.ts',
  ]);
  const sources = way.map((file) => readFileSync(file, 'utf8'));
  // Whatever else lies in the outbox would be a file more on the way.
  const folder = 'lib/client/outbox';
  const listed = way
    .filter((file) => path.dirname(file) === folder)
    .map((file) => path.basename(file));
  expect(readdirSync(folder).sort()).toEqual([...listed, ...BESIDE].sort());
  // The composer is given what to call, and so is the outbox: neither knows the other end.
  for (const source of sources.slice(0, 2)) expect(source).not.toMatch(/transport|socket\.io/);
  for (const source of sources.slice(2)) expect(source).not.toMatch(/chat-client|chat-provider/);
});

test('the way in is told in less than sixty lines', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const section = text.slice(
    text.indexOf("## A message's way in"),
    text.indexOf('## Where state lives'),
  );
  expect(section.split('\n').length).toBeLessThan(60);
});
