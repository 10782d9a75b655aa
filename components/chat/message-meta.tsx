'use client';

import { StatusIcon } from '@/components/chat/status-icon';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatFull, formatTime } from '@/components/ui/dates';
import { words } from '@/components/words';
import type { ConversationItem } from '@/lib/client/types';

interface MessageMetaProps {
  item: ConversationItem;
  className: string;
}

/** Time, "edited" and how far the message has come; the same width in every state. */
export function MessageMeta({ item, className }: MessageMetaProps) {
  const zone = useZone();
  return (
    <span
      dir="ltr"
      className={classNames(
        'inline-flex items-center gap-1 text-meta whitespace-nowrap tabular-nums select-none',
        className,
      )}
    >
      {item.message?.editedAt && <span>{words.chat.edited}</span>}
      <time
        dateTime={item.createdAt}
        title={formatFull(item.createdAt, zone)}
        suppressHydrationWarning
      >
        {formatTime(item.createdAt, zone)}
      </time>
      {item.status && <StatusIcon status={item.status} />}
    </span>
  );
}
