import { expect, test } from 'vitest';
import { type JsonPart, type JsonPath, jsonParts } from '@/lib/client/import/json-parts';
import { textChunks } from '@/lib/client/import/text-stream';

async function collect(
  chunks: AsyncIterable<string>,
  isPart: (path: JsonPath) => boolean,
): Promise<JsonPart[]> {
  const parts: JsonPart[] = [];
  for await (const part of jsonParts(chunks, isPart)) parts.push(part);
  return parts;
}

/** A text in pieces of so many characters. */
async function* pieces(text: string, length: number) {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

const VALUE = {
  name: 'a "quoted" \\ {name}',
  count: -1.5e3,
  none: [],
  messages: [{ id: 1, text: ',]}"\\"', deep: { messages: [[1], {}] } }, 'two', null],
};
const isWanted = ([key, index, ...rest]: JsonPath) =>
  rest.length === 0 && (key === 'messages' ? index !== undefined : index === undefined);

test.each([1, 2, 3, 5, 7, 1_000])(
  'in pieces of %i characters each part is found whole',
  async (length) => {
    for (const space of [0, 2]) {
      const text = JSON.stringify(VALUE, null, space);
      const parts = await collect(pieces(text, length), isWanted);
      expect(parts.map((part) => [part.path.join('.'), JSON.parse(part.text)])).toEqual([
        ['name', VALUE.name],
        ['count', VALUE.count],
        ['none', VALUE.none],
        ...VALUE.messages.map((message, index) => [`messages.${index}`, message]),
      ]);
    }
  },
);

test('a text that ends too early gives what is left of its last part', async () => {
  const parts = await collect(pieces('{"messages":[{"id":1},{"id":', 4), isWanted);
  expect(parts.map(({ text }) => text)).toEqual(['{"id":1}', '{"id":']);
});

test('a file is decoded in pieces without breaking a character', async () => {
  const text = '€'.repeat(3_000_000);
  let decoded = '';
  let count = 0;
  for await (const chunk of textChunks(new Blob([text]))) {
    decoded += chunk;
    count++;
  }
  expect(count).toBeGreaterThan(2);
  expect(decoded === text).toBe(true);
});
