import { expect, test } from 'vitest';
import { canReact, whatCanBeDone } from '@/components/conversation/actions/what-can-be-done';
import { groupReactions } from '@/components/conversation/message-parts/group-reactions';
import { copiedLines } from '@/components/conversation/selection/copied-lines';
import {
  SELECTED_MAX_COUNT,
  toggleSelected,
} from '@/components/conversation/selection/toggle-selected';
import { newItem } from '@/components/gallery/fixtures';
import { en } from '@/components/i18n/en';

const IMAGE = { url: 'u', width: 1, height: 1, placeholder: '' };

test('only one’s own text can be edited, and of what was deleted nothing is left to be done but to delete it', () => {
  expect(whatCanBeDone(newItem({ status: 'seen' }))).toContain('edit');
  expect(whatCanBeDone(newItem())).not.toContain('edit');
  expect(whatCanBeDone(newItem({ status: 'seen', text: '', image: IMAGE }))).toEqual([
    'reply',
    'link',
    'forward',
    'select',
    'delete',
  ]);
  expect(whatCanBeDone(newItem({ deleted: true, text: '' }))).toEqual(['delete']);
});

test('the preview of one’s own stored message can be taken off, and nothing else', () => {
  const preview = { url: 'u', siteName: '', title: '', description: '', image: null };
  expect(whatCanBeDone(newItem({ status: 'seen', preview }))).toContain('removePreview');
  for (const item of [
    newItem({ status: 'seen' }),
    newItem({ preview }),
    newItem({ status: 'seen', preview, deleted: true }),
  ]) {
    expect(whatCanBeDone(item)).not.toContain('removePreview');
  }
});

test('somebody else’s message can be reported, one’s own and what was deleted cannot', () => {
  expect(whatCanBeDone(newItem())).toContain('report');
  expect(whatCanBeDone(newItem({ status: 'seen' }))).not.toContain('report');
  expect(whatCanBeDone(newItem({ deleted: true, text: '' }))).not.toContain('report');
});

test('what is still on its way can be neither answered nor sent on nor reacted to', () => {
  const pending = newItem({ status: 'sending', seq: null });
  expect(whatCanBeDone(pending)).toEqual(['copy', 'edit', 'delete']);
  expect(canReact(pending)).toBe(false);
  expect(canReact(newItem())).toBe(true);
});

test('reactions are counted by emoji, in the order in which they were first given', () => {
  const reactions = [
    { userId: 'a', emoji: '👍' },
    { userId: 'b', emoji: '❤️' },
    { userId: 'c', emoji: '👍' },
  ];
  expect(groupReactions(reactions)).toEqual([
    { emoji: '👍', userIds: ['a', 'c'] },
    { emoji: '❤️', userIds: ['b'] },
  ]);
});

test('several are selected or let go together, and never more than a hundred', () => {
  const album = toggleSelected(new Set([1]), [1, 2, 3]);
  expect([...album]).toEqual([1, 2, 3]);
  expect([...toggleSelected(album, [1, 2, 3])]).toEqual([]);
  const full = new Set(Array.from({ length: SELECTED_MAX_COUNT }, (_, at) => at + 1));
  expect(toggleSelected(full, [200])).toBe(full);
  expect(toggleSelected(full, [1]).size).toBe(SELECTED_MAX_COUNT - 1);
});

test('one is copied as its text without marks, several by name and time, without what was deleted', () => {
  const copy = (items: Parameters<typeof copiedLines>[0]['items']) =>
    copiedLines({
      items,
      nameOf: ({ status }) => (status ? 'Ada' : 'Bob'),
      timeOf: () => '9:30',
      words: en,
    });
  expect(copy([newItem({ text: 'a **bold** word' })])).toBe('a bold word');
  expect(
    copy([
      newItem({ text: 'one' }),
      newItem({ text: '', deleted: true }),
      newItem({ status: 'seen', text: 'two', image: IMAGE }),
    ]),
  ).toBe('Bob, 9:30: one\nAda, 9:30: [Photo] two');
});
