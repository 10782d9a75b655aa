import { expect, test } from 'vitest';
import { decodePage } from '@/lib/server/outgoing/previews/decode-page';
import { readPageFacts } from '@/lib/server/outgoing/previews/page-facts';

const BASE = new URL('https://example.org/news/today');
const read = (html: string) => readPageFacts(html, BASE);

test('what a page says for previews counts before what it says for others', () => {
  expect(
    read(`<!doctype html><html><head>
      <title>Plain title</title>
      <meta name="description" content="Plain words">
      <meta name="twitter:title" content="Bird title">
      <meta property="og:title" content="Open &amp; graph">
      <meta property="og:description" content="Open words">
      <meta property="og:site_name" content="Harbour Office">
      <meta property="og:image" content="/tides.png">
      </head><body></body></html>`),
  ).toEqual({
    siteName: 'Harbour Office',
    title: 'Open & graph',
    description: 'Open words',
    imageUrl: 'https://example.org/tides.png',
  });
});

test('a page without such words is known by its title and description', () => {
  expect(
    read('<title>\n Tides\n  of the week </title><META NAME=Description CONTENT="High water">'),
  ).toEqual({ siteName: '', title: 'Tides of the week', description: 'High water', imageUrl: '' });
});

test('only the head counts, and of each name the first value that is one', () => {
  const html = `<head><meta property="og:title" content="  "><meta property="og:title" content="First">
    <meta property="og:title" content="Second"></head>
    <body><title>In the body</title><meta property="og:description" content="In the body"></body>`;
  expect(read(html)).toMatchObject({ title: 'First', description: '' });
});

test('a title within a drawing, a comment or a script is none', () => {
  const html =
    '<head><!-- <title>comment</title> --><script>"<title>script</title>"</script></head><body><svg><title>drawing</title></svg>';
  expect(read(html).title).toBe('');
});

test.each([
  ['javascript:alert(1)', ''],
  ['data:image/png;base64,AAAA', ''],
  ['file:///etc/passwd', ''],
  ['//cdn.example.net/a.png', 'https://cdn.example.net/a.png'],
  ['a.png', 'https://example.org/news/a.png'],
  ['http://[::1', ''],
])('the picture at %s is %s', (content, imageUrl) => {
  expect(read(`<meta property="og:image" content="${content}">`).imageUrl).toBe(imageUrl);
});

test('long texts are cut, between characters', () => {
  const { title, description } = read(
    `<title>${'🌊'.repeat(500)}</title><meta name="description" content="${'word '.repeat(500)}">`,
  );
  expect([...title]).toHaveLength(200);
  expect(title.endsWith('🌊…')).toBe(true);
  expect([...description].length).toBeLessThanOrEqual(400);
  expect(description.endsWith('word…')).toBe(true);
});

test('nothing in a text controls what stands around it', () => {
  const { title } = read('<title>a\u0000b\u202Egnp.exe\u2066c\ud800d\u0007</title>');
  expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u);
  expect(title).toContain('gnp.exe');
  expect(read('<title>\u200b\u2060</title>').title).toBe('');
});

test('what is no page, or half of one, is read as far as it goes', () => {
  expect(read('')).toMatchObject({ title: '' });
  expect(read('<title>Cut of').title).toBe('');
  expect(read('<meta property="og:title" content="whole"><meta property="og:desc').title).toBe(
    'whole',
  );
  expect(read('<'.repeat(200_000)).title).toBe('');
});

test('a page is read in its own encoding, wherever that is said', () => {
  const words = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]);
  expect(decodePage(words, 'text/html; charset=windows-1251')).toBe('Привет');
  expect(decodePage(words, 'text/html; Charset="WINDOWS-1251"')).toBe('Привет');
  const inPage = Buffer.concat([Buffer.from('<meta charset=windows-1251>'), words]);
  expect(decodePage(inPage, 'text/html')).toContain('Привет');
  const older = '<meta http-equiv="content-type" content="text/html; charset=windows-1251">';
  expect(decodePage(Buffer.concat([Buffer.from(older), words]), 'text/html')).toContain('Привет');
  expect(decodePage(Buffer.from('\ufeffПривет', 'utf16le'), 'text/html; charset=latin1')).toBe(
    'Привет',
  );
  expect(decodePage(Buffer.from('Привет'), 'text/html; charset=nonsense')).toBe('Привет');
  expect(decodePage(words, 'text/html')).toContain('\ufffd');
});
