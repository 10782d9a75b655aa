import { expect, test } from 'vitest';
import { photoDownloadUrl, photoFileName } from '@/components/conversation/lightbox/photo-file';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

const zone = { locale: 'de-DE', timeZone: 'Europe/Berlin' };
const photo = (url: string, seq: number | null = 7): SharedPhoto => ({
  key: 'k',
  seq,
  isOwn: false,
  text: '',
  image: { url, width: 1, height: 1, placeholder: '' },
  createdAt: '2026-11-25T23:30:00.000Z',
});

test('a saved picture is named after its sender, the reader’s day and its number', () => {
  const name = (senderName: string, url = '/api/uploads/message-a.webp') =>
    photoFileName(photo(url), { senderName, zone });
  expect(name('Ada Lovelace')).toBe('Ada Lovelace 2026-11-26 7.webp');
  expect(name('سميرة حداد', '/api/uploads/message-b.gif')).toBe('سميرة حداد 2026-11-26 7.gif');
  // Whatever a file system or a terminal would make something else of is left out.
  expect(name('../a\u202e:b*?\n<c>')).toBe('a b c 2026-11-26 7.webp');
  expect(photoFileName(photo('blob:x', null), { senderName: '///', zone })).toBe('2026-11-26.webp');
});

test('another host is asked to send the picture as a file', () => {
  expect(photoDownloadUrl('https://res.cloudinary.com/demo/image/upload/v1/a.webp')).toBe(
    'https://res.cloudinary.com/demo/image/upload/fl_attachment/v1/a.webp',
  );
  expect(photoDownloadUrl('/api/uploads/a.webp')).toBe('/api/uploads/a.webp');
});
