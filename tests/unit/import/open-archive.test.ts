import { expect, test } from 'vitest';
import { openArchive } from '@/lib/client/import/history';
import { PNG, refusal, zip } from './support/history';

const pathsOf = async (files: File[]) => (await openArchive(files)).map(({ path }) => path);

test('a zip is opened, and its files lie in a folder of its name', async () => {
  const file = await zip('Chat with Ada.zip', { '_chat.txt': 'hello', 'photos/1.png': PNG });
  const [chat, photo] = await openArchive([file]);
  expect([chat?.path, photo?.path]).toEqual([
    'Chat with Ada/_chat.txt',
    'Chat with Ada/photos/1.png',
  ]);
  expect(await (await chat?.blob())?.text()).toBe('hello');
  expect(photo?.size).toBe(PNG.length);
  expect(new Uint8Array((await (await photo?.blob())?.arrayBuffer()) ?? [])).toEqual(PNG);
});

test('other files are taken as they are', async () => {
  expect(await pathsOf([new File(['{}'], 'result.json')])).toEqual(['result.json']);
});

test('a zip in a folder that was chosen is something that was sent, and stays closed', async () => {
  const sent = await zip('sent.zip', { 'a.txt': 'x' });
  Object.defineProperty(sent, 'webkitRelativePath', { value: 'Chat/sent.zip' });
  expect(await pathsOf([sent])).toEqual(['Chat/sent.zip']);
});

test('a file that only calls itself a zip is refused', async () => {
  expect(await refusal(openArchive([new File(['no zip'], 'chat.zip')]))).toBe('not-a-zip');
});

test('a zip that ends too early is refused', async () => {
  const whole = await zip('chat.zip', { '_chat.txt': 'hello'.repeat(100) });
  const cut = new File([whole.slice(0, whole.size - 30)], 'chat.zip');
  expect(await refusal(openArchive([cut]))).toBe('damaged');
});

test('a zip whose bytes were changed is found out when they are read', async () => {
  const whole = await zip('chat.zip', { '_chat.txt': 'hello world' }, { level: 0 });
  const bytes = new Uint8Array(await whole.arrayBuffer());
  bytes[new TextDecoder('latin1').decode(bytes).indexOf('hello')] = 0x48;
  const [file] = await openArchive([new File([bytes], 'chat.zip')]);
  expect(await refusal(file?.blob() ?? Promise.resolve())).toBe('damaged');
});

test('an encrypted zip is refused', async () => {
  const file = await zip('chat.zip', { '_chat.txt': 'hello' }, { password: 'secret' });
  expect(await refusal(openArchive([file]))).toBe('encrypted');
});

test('paths that lead out of the archive, and what macOS adds, are left out', async () => {
  const file = await zip('a.zip', {
    '../up.txt': 'x',
    '/root.txt': 'x',
    'C:/windows.txt': 'x',
    'a/../../b.txt': 'x',
    'nul\u0000.txt': 'x',
    '__MACOSX/._chat.txt': 'x',
    '.DS_Store': 'x',
    [`${'x'.repeat(1_200)}.txt`]: 'x',
    'good.txt': 'x',
  });
  expect(await pathsOf([file])).toEqual(['a/good.txt']);
});

test('of two entries that have one path the first is kept', async () => {
  const file = await zip('a.zip', { 'cafe\u0301.txt': 'one', 'caf\u00e9.txt': 'two' });
  const opened = await openArchive([file]);
  expect(opened.map(({ path }) => path)).toEqual(['a/caf\u00e9.txt']);
  expect(await (await opened[0]?.blob())?.text()).toBe('one');
});

/** The same zip with another size in the list of its entries. */
async function withDeclaredSize(file: File, size: number): Promise<File> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = new TextDecoder('latin1').decode(bytes).indexOf('PK\x01\x02');
  new DataView(bytes.buffer).setUint32(start + 24, size, true);
  return new File([bytes], file.name);
}

test('an entry that says it unpacks to more than deflate can is left out', async () => {
  const file = await zip('a.zip', { 'bomb.txt': 'x', 'good.txt': 'x' });
  expect(await pathsOf([await withDeclaredSize(file, 1_000_000_000)])).toEqual(['a/good.txt']);
});

test('an entry that unpacks to more than it says is not read', async () => {
  const file = await zip('a.zip', { 'liar.txt': 'x'.repeat(100_000) });
  const [liar] = await openArchive([await withDeclaredSize(file, 10)]);
  expect(await refusal(liar?.blob() ?? Promise.resolve())).toBe('damaged');
});

test('names in UTF-8 are read where the zip does not say what they are', async () => {
  const file = await zip('a.zip', { 'Grüße 你好.txt': 'x' });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  const view = new DataView(bytes.buffer);
  for (const [signature, offset] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const) {
    const at = text.indexOf(signature) + offset;
    view.setUint16(at, view.getUint16(at, true) & ~0x0800, true);
  }
  expect(await pathsOf([new File([bytes], 'a.zip')])).toEqual(['a/Grüße 你好.txt']);
});
