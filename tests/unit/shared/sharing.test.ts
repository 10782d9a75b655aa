import { expect, test } from 'vitest';
import { isShareCurrent } from '@/lib/shared/sharing/kept-share';
import {
  bringsAnything,
  chatWith,
  pathToReturnTo,
  readBrought,
  shareIdOf,
  withoutBrought,
} from '@/lib/shared/sharing/share-address';
import { joinShared, toPlainText } from '@/lib/shared/sharing/shared-text';
import { nextPage, pages, pageWithNext } from '@/lib/shared/urls';

const ID = `1764460800000-${'0af'.repeat(10)}12`;
const queryOf = (path: string) => new URL(path, 'http://own.invalid').searchParams;
const broughtBy = (path: string) => readBrought(queryOf(path));
const NOTHING = { text: '', shareId: null, isTextLost: false, areFilesLost: false, start: null };

test('what an address brings is read back from it', () => {
  const text = 'Größe & 100 % of #1?\n=“שלום” 👋🏽 +1';
  const path = chatWith({ text, areFilesLost: true });
  expect(path).toMatch(/^\/chat\?[\x21-\x7e]+$/);
  expect(broughtBy(path)).toEqual({ ...NOTHING, text, areFilesLost: true });
  expect(broughtBy(chatWith({ shareId: ID }))).toEqual({ ...NOTHING, shareId: ID });
  expect(broughtBy(chatWith({ start: 'last' }))).toEqual({ ...NOTHING, start: 'last' });
  expect(chatWith({})).toBe('/chat');
});

test('what makes no sense in an address is ignored', () => {
  for (const id of ['', 'x', `${ID}0`, ID.toUpperCase(), `../${ID}`, 5, null, [ID]]) {
    expect(shareIdOf(id)).toBeNull();
  }
  expect(broughtBy('/chat?share=../parley-build&start=everything&lost=all&text=')).toEqual(NOTHING);
  expect(bringsAnything(queryOf('/chat?m=5&x=1'))).toBe(false);
});

test('a text too long for an address is cut between characters, and that is said', () => {
  const path = chatWith({ text: '👋'.repeat(4_000) });
  const { text, isTextLost } = broughtBy(path);
  expect(isTextLost).toBe(true);
  expect(text.length).toBeGreaterThan(100);
  expect(text).toBe('👋'.repeat([...text].length));
  // Through signing in, where it is encoded once more, it still fits the 8 KB that proxies take.
  expect(pageWithNext(pages.logIn, path).length).toBeLessThan(8_000);
});

test('signing in leads back to what was brought, and to no other parameter', () => {
  const asked = `/chat/abc?m=42&text=Hello+there&share=${ID}&x=1`;
  const path = pathToReturnTo('/chat/abc', queryOf(asked));
  expect(path).toBe(`/chat/abc?m=42&text=Hello+there&share=${ID}`);
  expect(nextPage(path)).toBe(path);
  expect(pathToReturnTo('/settings', queryOf('/settings?m=x&text='))).toBe('/settings');
});

test('an address without what it brought keeps the rest', () => {
  expect(withoutBrought(`/chat/abc?text=a%3Fb&m=42&lost=files&share=${ID}`)).toBe('/chat/abc?m=42');
  expect(withoutBrought('/chat?start=new')).toBe('/chat');
  expect(withoutBrought('/chat')).toBe('/chat');
});

test('a text from elsewhere loses control characters, and keeps its marks, lines and writing', () => {
  expect(toPlainText('\u0000a\u0007b\u001b[31m\tc\r\nd\re\u2028f\u0085')).toBe(
    'ab[31m\tc\nd\ne\nf',
  );
  expect(toPlainText('\n\n  *not* <b>bold</b> `x`  \n\n')).toBe('  *not* <b>bold</b> `x`  ');
  expect(toPlainText('مرحبا \u200f👩‍👩‍👧 \ud800!')).toBe('مرحبا \u200f👩‍👩‍👧 \ufffd!');
  expect(toPlainText(' \n\t')).toBe('');
});

test.each([
  [{ title: 'A page', text: '', url: 'https://a.example/' }, 'A page\nhttps://a.example/'],
  // Chrome on Android hands over a page's address as its text.
  [{ title: 'A page', text: 'https://a.example/', url: '' }, 'A page\nhttps://a.example/'],
  [
    { title: 'Look', text: 'Look at https://a.example/', url: 'https://a.example/' },
    'Look at https://a.example/',
  ],
  [{ title: 'same', text: 'same', url: 'same' }, 'same'],
  [{ title: ' ', text: '\n', url: '' }, ''],
])('%j is one text: %j', (shared, text) => {
  expect(joinShared(shared)).toBe(text);
});

test('what was shared is offered for a day, whatever the clock does', () => {
  const sharedAt = Number.parseInt(ID, 10);
  const hour = 3_600_000;
  expect(isShareCurrent(ID, sharedAt + 23 * hour)).toBe(true);
  expect(isShareCurrent(ID, sharedAt + 24 * hour)).toBe(false);
  expect(isShareCurrent(ID, sharedAt - hour)).toBe(true);
  expect(isShareCurrent(ID, sharedAt - 25 * hour)).toBe(false);
});
