import { expect, test } from 'vitest';
import { readSharedForm } from '@/lib/server/http/body/shared-form';

const URL_OF_SHARE = 'http://localhost/share';
const post = (body: BodyInit, headers: HeadersInit = {}) =>
  readSharedForm(new Request(URL_OF_SHARE, { method: 'POST', body, headers }));
const NOTHING = { title: '', text: '', url: '', isCut: false, hasFiles: false };

function formOf(fields: Record<string, string>, ...files: File[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append('files', file);
  return form;
}

test('the texts of a form are read, and that it has files is noted', async () => {
  const form = formOf(
    { title: 'A page', text: 'Größe', url: 'https://a.example/', other: 'x' },
    new File(['GIF89a'], 'a.gif', { type: 'image/gif' }),
  );
  expect(await post(form)).toEqual({
    title: 'A page',
    text: 'Größe',
    url: 'https://a.example/',
    isCut: false,
    hasFiles: true,
  });
  expect(await post(new URLSearchParams({ text: 'a b' }))).toEqual({ ...NOTHING, text: 'a b' });
});

test('of pictures of any size nothing is kept, and the text goes on', async () => {
  const large = new File([new Uint8Array(3_000_000)], 'large.png', { type: 'image/png' });
  expect(await post(formOf({ text: 'with a picture' }, large, large))).toEqual({
    ...NOTHING,
    text: 'with a picture',
    hasFiles: true,
  });
});

test('a text of any length is cut, in whatever pieces it comes, and that is noted', async () => {
  const whole = await post(formOf({ title: 'A page', text: 'x'.repeat(60_000) }));
  expect({ ...whole, text: whole.text.length }).toMatchObject({ text: 60_000, isCut: false });
  for (const length of [100_000, 3_000_000]) {
    const sent = new Request(URL_OF_SHARE, {
      method: 'POST',
      body: formOf({ title: 'A page', text: 'x'.repeat(length) }),
    });
    const bytes = new Uint8Array(await sent.arrayBuffer());
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 1_000) {
          controller.enqueue(bytes.subarray(at, at + 1_000));
        }
        controller.close();
      },
    });
    const inPieces = new Request(URL_OF_SHARE, {
      method: 'POST',
      body,
      headers: sent.headers,
      duplex: 'half',
    } as RequestInit);
    expect(await readSharedForm(inPieces)).toMatchObject({ title: 'A page', isCut: true });
  }
});

test.each([
  ['no form', 'hello', { 'content-type': 'text/plain' }],
  ['a form without its boundary', 'hello', { 'content-type': 'multipart/form-data' }],
  [
    'one that breaks off',
    '--x\r\ncontent-dis',
    { 'content-type': 'multipart/form-data; boundary=x' },
  ],
  [
    'one of names that every object has',
    '__proto__=1&constructor=2',
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
])('%s brings nothing', async (_, body, headers) => {
  expect(await post(body, headers)).toEqual(NOTHING);
  expect(await readSharedForm(new Request(URL_OF_SHARE, { method: 'POST' }))).toEqual(NOTHING);
});
