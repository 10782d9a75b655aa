'use client';

import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useMessages } from '@/components/i18n/messages-provider';
import { StatusIcon } from '@/components/person/status-icon';
import { classNames } from '@/components/ui/class-names';
import { clockKey, useZone } from '@/components/ui/clock';
import { formatTime } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageMetaProps {
  item: ConversationItem;
  className: string;
}

/** Time, "imported", "edited" and how far the message has come; the same width in every state. */
export function MessageMeta({ item, className }: MessageMetaProps) {
  const words = useMessages();
  const zone = useZone();
  return (
    <span
      dir="ltr"
      className={classNames(
        'inline-flex items-center gap-1 text-meta whitespace-nowrap tabular-nums select-none',
        className,
      )}
    >
      {item.message?.importedFrom && (
        <span id={messageNameId('imported', item.key)}>{words.chat.imported}</span>
      )}
      {item.edited && <span id={messageNameId('edited', item.key)}>{words.chat.edited}</span>}
      <LocalTime id={messageNameId('when', item.key)} iso={item.createdAt} hasTitle>
        {formatTime(item.createdAt, zone)}
      </LocalTime>
      {item.status && <StatusIcon id={messageNameId('status', item.key)} status={item.status} />}
    </span>
  );
}

/**
 * Room as wide as the meta at the end of a text. It holds on to the last word (a no-break space, and
 * no box of its own), so that the time never stands on a row by itself; as generated content it is
 * neither read out nor copied. Isolated, because its digits would else join a last word that runs
 * against the text's direction, and leave that word where the meta is.
 */
export function MetaSpace({ item }: { item: ConversationItem }) {
  const words = useMessages();
  const zone = useZone();
  const text = [
    item.message?.importedFrom && words.chat.imported,
    item.edited && words.chat.edited,
    formatTime(item.createdAt, zone),
  ]
    .filter(Boolean)
    .join('\u00a0');
  return (
    <span
      // As for the time itself: the server's text is replaced after hydration.
      key={clockKey(zone)}
      aria-hidden="true"
      suppressHydrationWarning
      data-space={`\u00a0\u00a0\u00a0${text}`}
      className={classNames(
        'invisible text-meta whitespace-nowrap tabular-nums select-none [unicode-bidi:isolate] before:content-[attr(data-space)]',
        item.status && 'pe-5',
      )}
    />
  );
}
