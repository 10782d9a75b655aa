'use client';

import { useRef } from 'react';
import { holdInPlace } from '@/components/conversation/message/hold-in-place';
import { linkify } from '@/components/conversation/message/linkify';
import { MessageMeta, MetaSpace } from '@/components/conversation/message/message-meta';
import { useUnfolded } from '@/components/conversation/message/message-unfolded';
import { useMessages } from '@/components/i18n/messages-provider';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

/** Longer messages are folded, in characters; the rest is one press away. */
const FOLD_OVER = 1500;
const FOLD_TO = 1000;

/** The id of the words that say so: beside a link, or within it, they would be copied with the text. */
export const NEW_TAB_HINT_ID = 'opens-in-new-tab';
const NEW_TAB = {
  target: '_blank',
  rel: 'noopener noreferrer nofollow',
  'aria-describedby': NEW_TAB_HINT_ID,
};
const isWeb = (href: string) => !href.startsWith('mailto:');

interface MessageTextProps {
  item: ConversationItem;
  isOwn: boolean;
}

/** A message's text, with time and status in the corner; the last line leaves room for them. */
export function MessageText({ item, isOwn }: MessageTextProps) {
  const words = useMessages();
  const { text } = item;
  const box = useRef<HTMLDivElement>(null);
  const [isUnfolded, setIsUnfolded] = useUnfolded(item.key);
  const isLong = text.length > FOLD_OVER;
  const shown = isLong && !isUnfolded ? fold(text) : text;
  // The reader's place stays: the top edge when the text is unfolded, the bottom edge when it is
  // folded.
  const toggle = () =>
    holdInPlace(box.current, isUnfolded ? 'bottom' : 'top', () => setIsUnfolded(!isUnfolded));
  return (
    <div
      ref={box}
      dir="auto"
      className="relative text-message whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      <span data-text>
        {linkify(shown).map((part) =>
          part.href ? (
            <a
              key={part.start}
              // An address is read from left to right; the text's direction is that of its words.
              dir="ltr"
              href={part.href}
              {...(isWeb(part.href) && NEW_TAB)}
              className={`underline underline-offset-2 focus-visible:outline-current focus-visible:-outline-offset-1 ${isOwn ? '' : 'text-accent'}`}
            >
              {part.text}
            </a>
          ) : (
            <span key={part.start}>{part.text}</span>
          ),
        )}
      </span>
      {isLong && (
        <button
          type="button"
          aria-expanded={isUnfolded}
          onClick={toggle}
          className={`ms-1 inline-flex min-h-6 select-none items-center font-medium underline-offset-2 hover:underline focus-visible:outline-current focus-visible:-outline-offset-1 ${isOwn ? '' : 'text-accent'}`}
        >
          {isUnfolded ? words.chat.showLess : words.chat.showMore}
        </button>
      )}
      <MetaSpace item={item} />
      {/* Its own direction is fixed, so the text's, which says where the end is, needs an element around it. */}
      <span data-meta className="absolute end-0 -bottom-px flex">
        <MessageMeta item={item} className={isOwn ? 'text-on-accent/90' : 'text-muted'} />
      </span>
    </div>
  );
}

/** Cuts at a space if there is one near, and never inside an emoji. */
function fold(text: string): string {
  const cut = [...text.slice(0, FOLD_TO + 1)].slice(0, -1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > FOLD_TO * 0.8 ? cut.slice(0, space) : cut}…`;
}
