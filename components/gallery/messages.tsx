'use client';

import { SelectBox } from '@/components/conversation/selection/select-box';
import { MessageRows } from '@/components/conversation/timeline/message-rows';
import { BROKEN, me, newItem, picture } from '@/components/gallery/fixtures';
import type { Family, Specimen } from '@/components/gallery/specimen';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

const nothing = () => undefined;
const ACTIONS = {
  openPhoto: nothing,
  cancelUpload: nothing,
  retry: nothing,
  edit: nothing,
  discard: nothing,
  toComposer: nothing,
  reply: nothing,
  startEdit: nothing,
  react: nothing,
  remove: nothing,
  removePreview: nothing,
  forward: nothing,
  retryChange: nothing,
  discardChange: nothing,
  jumpTo: nothing,
};
const IMAGE = { url: picture(480, 320, 210), width: 480, height: 320, placeholder: '' };
const PREVIEW = {
  url: 'https://www.example.org/tides',
  siteName: 'Harbour Office',
  title: 'Tides and moorings for the whole of next week',
  description:
    'High water at six, and again in the evening. Boats on the inner quay are asked to move before Thursday, when the dredging begins.',
  image: IMAGE,
};
const VOICE = {
  url: BROKEN,
  name: 'voice-message.m4a',
  type: 'audio/mp4',
  bytes: 70_000,
  durationMs: 12_400,
  waveform: Array.from({ length: 64 }, (_, at) => Math.round(127 + 127 * Math.sin(at * at))),
};
const FAILURE = { code: 'bad_request', message: 'Not today.' } as const;
const FILE = {
  url: '#file',
  name: 'Tide tables of the northern coast, 2026.pdf',
  type: 'application/pdf',
  bytes: 1_430_000,
};
const QUOTE = {
  messageId: 'quoted',
  seq: 1,
  senderId: newItem().senderId,
  text: 'Six at the workshop?',
  hasImage: false,
  hasFile: false,
  deletedAt: null,
};
const DAY = '2026-03-02T10:00:00.000Z';
const MARKED =
  'Six at the *workshop*, _not_ the ~archive~: run `npm start` or see *example.org/a_b*.';
const FENCED = `Try this:
\`\`\`ts
for (const paper of papers) await send(paper, { to: 'ingrid@example.org', when: 'six' });
done();
\`\`\``;
const LISTED = `> Which *papers* do you need?
> The new ones?
These:
- the second table, with what was measured since the last time
- *two* copies
  1. one for the wall`;
const QUOTED = 'Yes:\n\n> The new paper is in';
const ARABIC =
  '> هل وصلت *المخططات*؟\nنعم، شغّل `npm start`:\n```\nnpm start\n```\n1. _الأول_\n2. الثاني';

function rows(name: string, given: ConversationItem[], firstUnseenSeq: number | null = null) {
  const items = given.map((item, index) => ({
    ...item,
    key: `${name.replaceAll(/\W+/g, '-')}-${index}`,
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
          lastSeq={items.length}
          onGoToDate={() => undefined}
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
    rows('received: a group, a link, emoji alone, right to left, edited, brought in, deleted', [
      newItem(),
      newItem({ text: 'See https://example.org/papers, second table.' }),
      newItem({ text: '😍' }),
      newItem({ text: 'أرسلت لك المخططات الجديدة' }),
      newItem({ text: 'Six, not seven.', edited: true }),
      newItem({ text: 'From another messenger', message: { importedFrom: 'whatsapp' } }),
      newItem({ text: '', deleted: true }),
    ]),
    rows('received: marks, code, a list, a quote, right to left', [
      newItem({ text: MARKED }),
      newItem({ text: FENCED }),
      newItem({ text: LISTED }),
      newItem({ text: QUOTED }),
      newItem({ text: ARABIC }),
    ]),
    rows('own: marks, code, a list, a quote, right to left', [
      newItem({ text: MARKED, status: 'seen' }),
      newItem({ text: `${FENCED}\nGood?`, status: 'seen' }),
      newItem({ text: LISTED, status: 'seen' }),
      newItem({ text: QUOTED, status: 'seen' }),
      newItem({ text: ARABIC, status: 'seen' }),
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
    rows('voice notes: received, own, on its way, failed', [
      newItem({ text: '', file: VOICE }),
      newItem({ text: '', file: { ...VOICE, durationMs: 754_000 }, status: 'seen' }),
      newItem({ text: '', file: VOICE, status: 'sending', seq: null, progress: 0.4 }),
      newItem({ text: '', file: VOICE, status: 'failed', seq: null, failure: FAILURE }),
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
    rows('files: with a caption, own, on its way, failed', [
      newItem({ text: 'For the weekend', file: FILE, message: {} }),
      newItem({ text: '', file: FILE, status: 'seen', message: {} }),
      newItem({ text: '', file: FILE, status: 'sending', seq: null, progress: 0.4 }),
      newItem({ text: '', file: FILE, status: 'failed', seq: null, failure: FAILURE }),
    ]),
    rows('reactions: one, both people, to an own message', [
      newItem({ reactions: [{ userId: me._id, emoji: '👍' }] }),
      newItem({
        reactions: [
          { userId: me._id, emoji: '❤️' },
          { userId: newItem().senderId, emoji: '❤️' },
        ],
      }),
      newItem({ status: 'seen', reactions: [{ userId: newItem().senderId, emoji: '😂' }] }),
    ]),
    rows('quotes: of text, of a picture, of what was deleted, and forwarded', [
      newItem({ text: 'Yes, six.', replyTo: QUOTE }),
      newItem({
        text: 'Beautiful.',
        status: 'seen',
        replyTo: { ...QUOTE, text: '', hasImage: true },
      }),
      newItem({ text: 'Which one?', status: 'seen', replyTo: { ...QUOTE, deletedAt: DAY } }),
      newItem({ forwarded: true }),
      newItem({ forwarded: true, status: 'seen' }),
    ]),
    rows('previews of links: with a wide picture, a small one, none; own', [
      newItem({ text: 'https://example.org/tides', preview: PREVIEW }),
      newItem({
        text: 'See example.org/tides',
        preview: {
          ...PREVIEW,
          image: { ...IMAGE, url: picture(160, 160, 120), width: 160, height: 160 },
        },
      }),
      newItem({ text: 'example.org', preview: { ...PREVIEW, description: '', image: null } }),
      newItem({ text: 'example.org', preview: PREVIEW, status: 'seen' }),
      newItem({ text: 'example.org', preview: { ...PREVIEW, image: null }, status: 'seen' }),
    ]),
    rows('own: deleted, edited, a change that was refused', [
      newItem({ text: '', status: 'seen', deleted: true }),
      newItem({ text: 'Six, not seven.', status: 'seen', edited: true }),
      newItem({
        status: 'seen',
        change: { kind: 'edit', state: 'refused', failure: FAILURE, text: 'Seven.' },
      }),
    ]),
    {
      name: 'selected',
      isWide: true,
      show: (
        <div className="w-full">
          <MessageRows
            items={[newItem({ key: 'selected-1' }), newItem({ key: 'selected-2', seq: 2 })]}
            before={null}
            senderName="Ingrid Sørensen"
            firstUnseenSeq={null}
            lastSeq={2}
            selection={{ seqs: new Set([2]), toggle: nothing, Box: SelectBox }}
            onGoToDate={() => undefined}
            actions={ACTIONS}
          />
        </div>
      ),
    },
    rows('the divider of what is new', [newItem(), newItem({ text: 'Did you see this?' })], 2),
  ],
};
