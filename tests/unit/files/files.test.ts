import { expect, it, test } from 'vitest';
import { parseRange } from '@/lib/server/http/files/byte-range';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { cleanFileName } from '@/lib/shared/files/file-name';
import { cleanFileType, detectAudioType } from '@/lib/shared/files/file-type';

test.each([
  ['report.pdf', 'report.pdf'],
  ['C:\\Users\\ada\\report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['  a b.txt ', 'a b.txt'],
  ['gpj.\u202eexe.pdf', 'gpj.exe.pdf'],
  ['a\u0000b\nc.txt', 'abc.txt'],
  ['صورة.png', 'صورة.png'],
  ['\ud800.txt', '\ufffd.txt'],
  ['.gitignore', '.gitignore'],
  ['..', null],
  ['folder/', null],
  ['\u200b\u200e', null],
])('the name %j becomes %j', (text, name) => {
  expect(cleanFileName(text)).toBe(name);
});

it('cuts a long name before its ending, by characters', () => {
  const name = cleanFileName(`${'😀'.repeat(300)}.tar`) ?? '';
  expect([...name]).toHaveLength(200);
  expect(name.endsWith('😀.tar')).toBe(true);
  expect(cleanFileName(name)).toBe(name);
});

test.each([
  ['Text/HTML; charset=utf-8', 'text/html'],
  ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
  ['', 'application/octet-stream'],
  [undefined, 'application/octet-stream'],
  ['text/html\r\nx: y', 'application/octet-stream'],
  ['html', 'application/octet-stream'],
])('the type %j becomes %j', (text, type) => {
  expect(cleanFileType(text)).toBe(type);
});

test.each([
  ['1a45dfa3a34286', 'audio/webm'],
  ['4f676753000200', 'audio/ogg'],
  ['00000018667479706d703432', 'audio/mp4'],
  ['52494646', null],
  ['', null],
])('a recording that begins with %s is %j', (hex, type) => {
  expect(detectAudioType(Buffer.from(hex, 'hex'))).toBe(type);
});

test.each([
  [null, null],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=99-', { start: 99, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-1', { start: 99, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=-', null],
  ['bytes=9-1', null],
  ['bytes=0-1,3-4', null],
  ['bytes=0-99999999999999999999', null],
])('of a hundred bytes %j is %j', (header, range) => {
  expect(parseRange(header, 100)).toEqual(range);
});

it('of no bytes there is no part', () => {
  expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable');
});

it('says a file and a voice note in one line of any language', () => {
  expect(fileBriefText({ name: 'a.pdf' })).toBe('📎 a.pdf');
  expect(fileBriefText({ name: 'voice.webm', durationMs: 75_400 })).toBe('🎤 1:15');
  expect(fileBriefText({ name: 'voice.webm', durationMs: 20 })).toBe('🎤 0:01');
});
