import { expect, test } from 'vitest';
import {
  isLoopbackHost,
  messageSeqOf,
  messageUrl,
  nextPage,
  pages,
  pageWithNext,
} from '@/lib/shared/urls';

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '///evil.example/chat',
  'https://evil.example/chat',
  'http:evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//chat',
  'data:text/html,x',
  '/%2f/evil.example',
  '%2f%2fevil.example',
  '/chat/../../evil',
  '/chat/..%2f..//evil.example',
  '/api/auth/signout',
  '/login?next=/chat',
  '/chatter',
  '/join',
  '/joint/venture',
  '/ubuntu',
  '//evil.example/join/x',
  '/',
  '',
  'http://',
  '@evil.example/chat',
  '/chat@evil.example',
  undefined,
  null,
  ['/chat/1', '/chat/2'],
  42,
])('%j is no page to go on to', (text) => {
  const next = nextPage(text);
  const { origin, pathname } = new URL(next, 'https://parley.example');
  expect(origin).toBe('https://parley.example');
  expect(pathname === pages.chat || pathname.startsWith('/chat/')).toBe(true);
  expect(next).not.toContain('evil.example/');
});

test.each([
  '/chat',
  '/chat/64b64b64b64b64b64b64b64b',
  '/profile',
  '/settings',
  '/settings/account',
  '/chat/abc?x=1',
  '/join/token',
  '/u/key',
])('%s is one of our own', (path) => {
  expect(nextPage(path)).toBe(path);
});

test('the sign-in page keeps where to go on to, and says nothing where that is the chat', () => {
  expect(pageWithNext(pages.logIn, '/chat/abc')).toBe('/login?next=%2Fchat%2Fabc');
  expect(pageWithNext(pages.signUp, '/chat')).toBe('/signup');
  expect(pageWithNext(pages.logIn, '//evil.example')).toBe('/login');
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['192.168.1.7', false],
  ['127.0.0.1.example.org', false],
  ['localhost.example.org', false],
])('%s is this machine alone: %s', (host, isOwn) => {
  expect(isLoopbackHost(host)).toBe(isOwn);
});

test('the address of a message names its conversation and its number', () => {
  expect(messageUrl('abc', 42)).toBe('/chat/abc?m=42');
  expect(messageSeqOf('42')).toBe(42);
});

test.each(['0', '-1', '-420'])('a message that was brought in has an address: %s', (value) => {
  expect(messageSeqOf(value)).toBe(Number(value));
});

test.each(['', '-0', '--1', '1.5', '1e3', '01', ' 1', 'x', '9'.repeat(20), null, undefined, ['1']])(
  'the address of no message is ignored: %s',
  (value) => {
    expect(messageSeqOf(value)).toBeNull();
  },
);

test('signing in leads on to the message that was asked for', () => {
  expect(nextPage(messageUrl('abc', 42))).toBe('/chat/abc?m=42');
});
