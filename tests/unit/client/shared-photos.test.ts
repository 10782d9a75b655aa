import { expect, test } from 'vitest';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { addPage, joinPhotos } from '@/lib/client/selectors/shared-photos';
import type { ImagesAnswer } from '@/lib/shared/dto';
import { IMAGE_COUNT_MAX } from '@/lib/shared/limits';

const image = { url: '/api/uploads/a.webp', width: 4, height: 3, placeholder: '' };
const createdAt = '2026-11-25T12:00:00.000Z';

function answer(seqs: number[], rest: Partial<ImagesAnswer> = {}): ImagesAnswer {
  const images = seqs.map((seq) => ({
    _id: `id-${seq}`,
    seq,
    senderId: seq % 2 ? 'me' : 'other',
    clientId: `k${seq}`,
    text: '',
    image,
    createdAt,
  }));
  return { images, total: seqs.length, nextBefore: null, ...rest };
}

function item(seq: number | null, over: Partial<ConversationItem> = {}): ConversationItem {
  const key = `k${seq ?? 'pending'}`;
  return {
    key,
    clientId: key,
    message: null,
    senderId: 'me',
    text: '',
    image,
    file: null,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    edited: false,
    deleted: false,
    hidden: false,
    change: null,
    createdAt,
    seq,
    status: 'sent',
    failure: null,
    progress: null,
    ...over,
  };
}

const none = () => false;
const keys = (held: ReturnType<typeof joinPhotos>) => held.photos.map(({ key }) => key);

test('pages and loaded messages become one list without repeats, oldest first, what is on its way last', () => {
  const first = addPage(null, answer([9, 6], { total: 4, nextBefore: 6 }), 'me');
  const all = addPage(first, answer([3, 2], { total: null }), 'me');
  expect(all).toMatchObject({ total: 4, nextBefore: null });
  const joined = joinPhotos(all, [item(6), item(8, { image: null }), item(9), item(null)], none);
  expect(keys(joined)).toEqual(['k2', 'k3', 'k6', 'k9', 'kpending']);
  expect(joined.total).toBe(5);
  expect(joined.photos.map(({ isOwn }) => isOwn)).toEqual([false, true, true, true, true]);
});

test('the count follows what arrives and what is deleted, and is none while it is not known', () => {
  expect(joinPhotos(null, [item(4)], none).total).toBeNull();
  const fetched = addPage(null, answer([9, 6]), 'me');
  expect(joinPhotos(fetched, [item(9), item(12)], none).total).toBe(3);
  const deleted = joinPhotos(fetched, [], (seq) => seq === 9);
  expect([keys(deleted), deleted.total]).toEqual([['k6'], 1]);
  const many = addPage(null, answer([9], { total: IMAGE_COUNT_MAX }), 'me');
  expect(joinPhotos(many, [], none).total).toBeNull();
});

test('a message loaded from before the first page was counted by the server already', () => {
  const fetched = addPage(null, answer([9, 6], { total: 40, nextBefore: 6 }), 'me');
  expect(joinPhotos(fetched, [item(2)], none).total).toBe(40);
});
