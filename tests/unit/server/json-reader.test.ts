import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataUrlDecoder } from '@/lib/server/http/body/data-url';
import { JsonReader } from '@/lib/server/http/body/json-reader';
import { JSON_BODY_MAX_BYTES, JSON_MAX_DEPTH } from '@/lib/shared/limits';

/** Reads a body that arrives in pieces of these sizes, the last one repeated. */
async function read(body: string | Buffer, sizes: number[] = [64 * 1024]) {
  const written: Uint8Array[] = [];
  const sink = new DataUrlDecoder({
    field: 'image',
    openFile: async () => ({ write: async (bytes) => void written.push(bytes) }),
  });
  const reader = new JsonReader({ key: 'image', sink });
  const bytes = Buffer.from(body);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? 1);
    await reader.write(bytes.subarray(at, at + size));
    at += size;
  }
  return { fields: await reader.end(), file: Buffer.concat(written) };
}

const dataUrl = (bytes: Uint8Array): string =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

test('a picture in JSON comes out whole however the body is cut, and the fields beside it as well', async () => {
  const others = fc.dictionary(
    fc.string({ unit: 'grapheme' }).filter((key) => key !== 'image' && key !== '__proto__'),
    fc.jsonValue({ maxDepth: 4 }),
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      others,
      others,
      fc.uint8Array({ maxLength: 300 }),
      sizes,
      fc.boolean(),
      async (before, after, bytes, cuts, escapes) => {
        const all = { ...before, image: dataUrl(bytes), ...after };
        const text = JSON.stringify(all, null, escapes ? 2 : 0);
        // PHP for one writes every slash as `\/`.
        const body = escapes ? text.replaceAll('/', '\\/') : text;
        const { fields, file } = await read(body, cuts);
        expect(fields).toEqual(JSON.parse(JSON.stringify({ ...all, image: '' })));
        expect(file).toEqual(Buffer.from(bytes));
      },
    ),
    { numRuns: 300 },
  );
});

test('only the key itself at the top counts, also when it is written with escapes', async () => {
  const inner = { list: ['image', { image: 'in a list' }], image2: 'image' };
  expect(await read(JSON.stringify(inner))).toMatchObject({ fields: inner });
  const escaped = await read(`{"im\\u0061ge":"${dataUrl(Buffer.from('hello'))}"}`, [1]);
  expect(escaped.file.toString()).toBe('hello');
  expect(await read('{"image":null}')).toMatchObject({ fields: { image: null } });
  expect(await read('{"image":""}')).toMatchObject({ fields: { image: '' } });
});

test('what is no data URL is refused by the name of its field', async () => {
  const failure = { code: 'bad_request', fields: { image: expect.any(String) } };
  for (const image of [
    'hello',
    '/etc/passwd',
    'https://example.org/a.png',
    'data:image/png,plain',
    'data:image/png;base64,!!!!',
    'data:image/png;base64,AAAA=A',
    'data:image/png;base64,A===',
    `data:${'x'.repeat(100_000)}`,
    `data:image/png${';a=b'.repeat(50_000)}`,
    'x'.repeat(100_000),
  ]) {
    for (const sizes of [[7], [64 * 1024]]) {
      await expect(read(JSON.stringify({ image }), sizes)).rejects.toMatchObject(failure);
    }
  }
  await expect(read('{"image":"data:image/png;base64,AA\\nAA"}')).rejects.toMatchObject(failure);
  const twice = `{"image":"${dataUrl(Buffer.from('a'))}","image":"${dataUrl(Buffer.from('b'))}"}`;
  await expect(read(twice)).rejects.toMatchObject({ code: 'bad_request' });
});

test('beside the picture nothing large and nothing deep is parsed', async () => {
  const deep = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  expect((await read(deep(JSON_MAX_DEPTH))).file).toHaveLength(0);
  await expect(read(deep(JSON_MAX_DEPTH + 1))).rejects.toMatchObject({ code: 'bad_request' });
  await expect(read('['.repeat(10_000_000))).rejects.toMatchObject({ code: 'bad_request' });
  const fits = JSON.stringify({ text: 'x'.repeat(JSON_BODY_MAX_BYTES - 11) });
  expect(Buffer.byteLength(fits)).toBe(JSON_BODY_MAX_BYTES);
  expect((await read(fits)).fields).toHaveProperty('text');
  await expect(read(`${fits} `)).rejects.toMatchObject({ code: 'too_large' });
  await expect(read(`{"a":[${'[],'.repeat(3_000_000)}[]]}`)).rejects.toMatchObject({
    code: 'too_large',
  });
});

test.each(['', '   '])('an empty body (%j) has no fields', async (body) => {
  if (body === '') expect((await read(body)).fields).toEqual({});
  else await expect(read(body)).rejects.toMatchObject({ code: 'bad_request' });
});

test.each(['{', '[]', '"text"', 'null', '{"a":"', '{"image":"data:', '{"a":1}}', '{"image":1'])(
  '%s is refused as JSON that is none, or no object',
  async (body) => {
    await expect(read(body, [1])).rejects.toMatchObject({ code: 'bad_request' });
  },
);
