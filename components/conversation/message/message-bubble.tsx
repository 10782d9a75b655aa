'use client';

import { memo } from 'react';
import { isEmojiOnly } from '@/components/conversation/message/emoji-only';
import { MessageFailure } from '@/components/conversation/message/message-failure';
import { MessageImage } from '@/components/conversation/message/message-image';
import { MessageMeta } from '@/components/conversation/message/message-meta';
import { MessageText } from '@/components/conversation/message/message-text';
import { failureText } from '@/components/i18n/failure-text';
import { useWords } from '@/components/i18n/words-provider';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import type { ConversationItem, SendFailure } from '@/lib/client/types';

export interface MessageActions {
  openPhoto: (key: string) => void;
  cancelUpload: (clientId: string) => void;
  retry: (clientId: string) => void;
  edit: (clientId: string) => void;
  discard: (clientId: string) => void;
}

interface MessageBubbleProps {
  item: ConversationItem;
  senderName: string;
  isFirst: boolean;
  isLast: boolean;
  actions: MessageActions;
}

/** The same image will be refused again: another one has to be chosen. */
const isImageRefused = ({ code }: SendFailure) =>
  code === 'too_large' || code === 'unsupported_type';

export const MessageBubble = memo(function MessageBubble({
  item,
  senderName,
  isFirst,
  isLast,
  actions,
}: MessageBubbleProps) {
  const words = useWords();
  const isOwn = item.status !== null;
  return (
    <div
      data-key={item.key}
      data-seq={item.seq ?? undefined}
      className={classNames(
        'flex flex-col px-3 sm:px-5',
        isOwn ? 'items-end' : 'items-start',
        isFirst ? 'pt-3' : 'pt-0.5',
      )}
    >
      <span className="sr-only">{isOwn ? words.chat.you : senderName}: </span>
      <Body
        item={item}
        senderName={senderName}
        isFirst={isFirst}
        isLast={isLast}
        actions={actions}
      />
      {item.failure && item.status === 'failed' && (
        <MessageFailure
          reason={failureText(words, item.failure)}
          onRetry={isImageRefused(item.failure) ? null : () => actions.retry(item.clientId)}
          onEdit={
            item.text || isImageRefused(item.failure) ? () => actions.edit(item.clientId) : null
          }
          onDelete={() => actions.discard(item.clientId)}
        />
      )}
    </div>
  );
});

function Body({ item, senderName, isFirst, isLast, actions }: MessageBubbleProps) {
  const words = useWords();
  const zone = useZone();
  const isOwn = item.status !== null;
  const { image, text } = item;

  if (item.message?.deletedAt) {
    return (
      <p className="rounded-bubble px-3 py-2 text-message text-muted italic ring-1 ring-line ring-inset">
        {words.people.deleted}
      </p>
    );
  }
  if (!image && isEmojiOnly(text)) {
    return (
      <div className={classNames('flex flex-col gap-1 py-1', isOwn ? 'items-end' : 'items-start')}>
        <span className="text-5xl leading-tight">{text.trim()}</span>
        <MessageMeta item={item} className="text-muted" />
      </div>
    );
  }

  const when = formatFull(item.createdAt, zone);
  return (
    <div
      data-bubble
      className={classNames(
        'max-w-[min(88%,36rem)] overflow-hidden rounded-bubble',
        isOwn ? 'bg-bubble-own text-on-accent' : 'bg-bubble',
        isOwn && !isFirst && 'rounded-se-md',
        isOwn && !isLast && 'rounded-ee-md',
        !isOwn && !isFirst && 'rounded-ss-md',
        !isOwn && !isLast && 'rounded-es-md',
        item.status === 'failed' && 'ring-2 ring-danger',
      )}
    >
      {image && (
        <div className="relative">
          <MessageImage
            image={image}
            label={isOwn ? words.chat.imageOwn(when) : words.chat.imageFrom(senderName, when)}
            progress={item.status === 'sending' ? item.progress : null}
            onOpen={() => actions.openPhoto(item.key)}
            onCancel={() => actions.cancelUpload(item.clientId)}
          />
          {!text && (
            <MessageMeta
              item={item}
              className="pointer-events-none absolute end-2 bottom-2 rounded-full bg-black/60 px-2 py-0.5 text-white"
            />
          )}
        </div>
      )}
      {text && (
        <div className={classNames('px-3 py-1.5', image && 'w-60 min-w-full')}>
          <MessageText item={item} isOwn={isOwn} />
        </div>
      )}
    </div>
  );
}
