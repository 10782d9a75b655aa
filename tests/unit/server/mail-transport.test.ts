import { expect, test } from 'vitest';
import { transportOptions } from '@/lib/server/mail/transport';

test('a password goes over a network encrypted only, unless the setting says otherwise', () => {
  for (const [url, requireTLS] of [
    ['smtp://ada:secret@mail.example.org', true],
    ['smtp://ada:secret@mail.example.org?requireTLS=false', undefined],
    ['smtp://mail.example.org', undefined],
    ['smtp://ada:secret@localhost', undefined],
    ['smtp://ada:secret@[::1]:2525', undefined],
  ] as const) {
    expect([url, Reflect.get(transportOptions(url), 'requireTLS')]).toEqual([url, requireTLS]);
  }
});
