'use client';

import { useMemo, useRef } from 'react';
import { foldText } from '@/components/conversation/message/fold-text';
import { holdInPlace } from '@/components/conversation/message/hold-in-place';
import { MessageMeta, MetaSpace } from '@/components/conversation/message/message-meta';
import { useUnfolded } from '@/components/conversation/message/message-unfolded';
import { TextBlocks } from '@/components/conversation/message/text-blocks';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useMessages } from '@/components/i18n/messages-provider';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { type Block, parseText } from '@/lib/shared/formatting/parse-text';
import { blocksText } from '@/lib/shared/formatting/plain-text';

/** Longer messages are folded, in characters; the rest is one press away. */
const FOLD_OVER = 1500;

const loadCopyCode = () =>
  import('@/components/conversation/message/copy-code').then((module) => module.CopyCode);
const isCode = ({ kind }: Block) => kind === 'code';

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
  const blocks = useMemo(() => parseText(text), [text]);
  const CopyCode = useOnDemand(blocks.some(isCode), loadCopyCode);
  const isLong = text.length > FOLD_OVER;
  // The reader's place stays: the top edge when the text is unfolded, the bottom edge when it is
  // folded.
  const toggle = () =>
    holdInPlace(box.current, isUnfolded ? 'bottom' : 'top', () => setIsUnfolded(!isUnfolded));
  const lastKind = blocks.at(-1)?.kind;
  const space = <MetaSpace item={item} />;
  const endsInside = !isLong && (lastKind === 'quote' || lastKind === 'item');
  return (
    <div
      ref={box}
      dir="auto"
      className="relative text-message whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {/* Inline, so that what comes behind plain text stands in its last line. */}
      <div id={messageNameId('text', item.key)} data-text className="inline">
        <TextBlocks
          blocks={isLong && !isUnfolded ? foldText(blocks) : blocks}
          isOwn={isOwn}
          end={endsInside && space}
          copyButton={(start) => {
            // The whole of it, also where its beginning is shown.
            const whole = blocks.filter((block) => isCode(block) && block.start === start);
            return CopyCode && <CopyCode code={blocksText(whole).trimEnd()} />;
          }}
        />
      </div>
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
      {!endsInside && space}
      {/* Its own direction is fixed, so the text's, which says where the end is, needs an element around it. */}
      <span data-meta className="absolute end-0 -bottom-px flex">
        <MessageMeta item={item} className={isOwn ? 'text-on-accent/90' : 'text-muted'} />
      </span>
    </div>
  );
}
