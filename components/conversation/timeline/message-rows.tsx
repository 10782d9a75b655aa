'use client';

import { Fragment, memo, useMemo } from 'react';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { MessageBubble } from '@/components/conversation/message/message-bubble';
import { buildDays } from '@/components/conversation/timeline/build-rows';
import { useMessages } from '@/components/i18n/messages-provider';
import { useClock, useZone } from '@/components/ui/clock';
import { formatDay } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { useToday } from '@/components/ui/use-today';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageRowsProps {
  items: readonly ConversationItem[];
  /** The message above the first one, which is not shown; null if there is none. */
  before: ConversationItem | null;
  senderName: string;
  /** When a message was sent, as far as the clock can be trusted. */
  whenOf?: (item: ConversationItem) => string;
  firstUnseenSeq: number | null;
  actions: MessageActions;
}

/** A stretch of a conversation, oldest first. */
export const MessageRows = memo(function MessageRows({
  items,
  before,
  senderName,
  whenOf,
  firstUnseenSeq,
  actions,
}: MessageRowsProps) {
  const zone = useZone();
  const today = useToday();
  const days = useMemo(
    () => buildDays({ items, before, zone, today, whenOf, firstUnseenSeq }),
    [items, before, zone, today, whenOf, firstUnseenSeq],
  );
  // No element around a day: when it grew at its top, browsers would count it and its content as
  // moved, although nothing visible has.
  return days.map((day) => (
    <Fragment key={day.key}>
      {!day.isContinued && <DaySeparator iso={day.iso} />}
      {day.rows.map(({ item, album, isFirst, isLast, isFirstUnseen }) => (
        <Fragment key={item.key}>
          {isFirstUnseen && <NewDivider />}
          <MessageBubble
            item={item}
            album={album}
            senderName={senderName}
            isFirst={isFirst}
            isLast={isLast}
            actions={actions}
          />
        </Fragment>
      ))}
    </Fragment>
  ));
});

function DaySeparator({ iso }: { iso: string }) {
  const words = useMessages();
  const clock = useClock();
  return (
    <div data-day={iso} className="flex justify-center pt-3 pb-1">
      <LocalTime
        iso={iso}
        className="rounded-full bg-surface px-3 py-1 text-meta font-medium text-muted ring-1 ring-line"
      >
        {formatDay(iso, clock, words)}
      </LocalTime>
    </div>
  );
}

function NewDivider() {
  const words = useMessages();
  return (
    <div
      data-new-divider
      className="flex items-center gap-3 px-5 pt-4 text-meta font-medium text-accent"
    >
      <span className="h-px flex-1 bg-accent/30" />
      <span>{words.chat.newMessages}</span>
      <span className="h-px flex-1 bg-accent/30" />
    </div>
  );
}
