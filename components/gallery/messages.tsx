'use client';

import { MessageRows } from '@/components/conversation/timeline/message-rows';
import { BROKEN, newItem, picture } from '@/components/gallery/fixtures';
import type { Family, Specimen } from '@/components/gallery/specimen';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

const nothing = () => undefined;
const ACTIONS = {
  openPhoto: nothing,
  cancelUpload: nothing,
  retry: nothing,
  edit: nothing,
  discard: nothing,
};
const IMAGE = { url: picture(480, 320, 210), width: 480, height: 320, placeholder: '' };
const FAILURE = { code: 'bad_request', message: 'Not today.' } as const;
const DAY = '2026-03-02T10:00:00.000Z';

function rows(name: string, given: ConversationItem[], firstUnseenSeq: number | null = null) {
  const items = given.map((item, index) => ({
    ...item,
    key: `${name} ${index}`,
    seq: item.seq && index + 1,
  }));
  const specimen: Specimen = {
    name,
    isWide: true,
    show: (
      <div className="w-full">
        <MessageRows
          items={items}
          before={null}
          senderName="Ingrid Sørensen"
          firstUnseenSeq={firstUnseenSeq}
          actions={ACTIONS}
        />
      </div>
    ),
  };
  return specimen;
}

export const messages: Family = {
  title: 'Messages',
  specimens: [
    rows('received: a group, a link, emoji alone, right to left, edited, deleted', [
      newItem(),
      newItem({ text: 'See https://example.org/papers, second table.' }),
      newItem({ text: '😍' }),
      newItem({ text: 'أرسلت لك المخططات الجديدة' }),
      newItem({ text: 'Six, not seven.', message: { editedAt: DAY } }),
      newItem({ text: '', message: { deletedAt: DAY } }),
    ]),
    rows('own: sending, sent, delivered, seen', [
      newItem({ status: 'sending', seq: null }),
      newItem({ status: 'sent' }),
      newItem({ status: 'delivered' }),
      newItem({ status: 'seen' }),
    ]),
    rows('own: failed', [newItem({ status: 'failed', seq: null, failure: FAILURE })]),
    rows('long: folded', [newItem({ text: `${'A long story. '.repeat(150)}The end.` })]),
    rows('long words', [newItem({ text: 'W'.repeat(200) })]),
    rows('pictures: alone, with words, uploading, failed to load', [
      newItem({ text: '', image: IMAGE }),
      newItem({ text: 'The view from the ridge', image: IMAGE, status: 'seen' }),
      newItem({ text: '', image: IMAGE, status: 'sending', seq: null, progress: 0.4 }),
      newItem({ text: '', image: { ...IMAGE, url: BROKEN } }),
    ]),
    ...[2, 3, 4, 7].map((count) =>
      rows(
        `album of ${count}`,
        Array.from({ length: count }, (_, at) =>
          newItem({
            text: at === 0 && count > 3 ? 'From the ridge' : '',
            status: count > 2 ? 'seen' : null,
            image: { ...IMAGE, url: picture(480, 320, at * 50) },
          }),
        ),
      ),
    ),
    rows('album on its way', [
      newItem({ text: '', image: IMAGE, status: 'sent' }),
      newItem({ text: '', image: IMAGE, status: 'sending', seq: null, progress: 0.4 }),
      newItem({ text: '', image: IMAGE, status: 'failed', seq: null, failure: FAILURE }),
    ]),
    rows('the divider of what is new', [newItem(), newItem({ text: 'Did you see this?' })], 2),
  ],
};
