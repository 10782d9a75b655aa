'use client';

import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { quotedText } from '@/components/conversation/message-parts/quoted-text';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { ReplyDto } from '@/lib/shared/dto';

interface MessageQuoteProps {
  /** Of the message that has it. */
  messageKey: string;
  quote: ReplyDto;
  /** Of the other person. */
  name: string;
  isOwn: boolean;
  onJump: (seq: number) => void;
}

/** The message that is answered, in short; a press goes to it. */
export function MessageQuote({ messageKey, quote, name, isOwn, onJump }: MessageQuoteProps) {
  const words = useMessages();
  const { _id: myId } = useMe();
  const { senderId, deletedAt } = quote;
  return (
    <button
      id={messageNameId('quote', messageKey)}
      type="button"
      onClick={() => onJump(quote.seq)}
      className={classNames(
        'mb-1 block w-full min-w-0 rounded-lg border-s-[3px] px-2 py-1 text-start text-sm focus-visible:-outline-offset-2 focus-visible:outline-current pointer-coarse:min-h-11',
        isOwn ? 'border-on-accent bg-black/15' : 'border-accent bg-surface/70',
      )}
    >
      <span className="sr-only">{words.chat.answers}</span>
      <span dir="auto" className="block truncate font-medium">
        {senderId === myId ? words.chat.you : name}
      </span>
      <span
        dir="auto"
        className={classNames(
          'line-clamp-2 [overflow-wrap:anywhere]',
          !isOwn && 'text-muted',
          deletedAt && 'italic',
        )}
      >
        {quotedText(quote, words)}
      </span>
    </button>
  );
}
