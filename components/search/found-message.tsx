'use client';

import ImageIcon from 'lucide-react/icons/image';
import { memo } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openMessage } from '@/components/navigation/navigation';
import { PersonAvatar } from '@/components/person/person-avatar';
import { useIsSelf } from '@/components/person/use-person-name';
import { MarkedText } from '@/components/search/marked-text';
import { snippetOf } from '@/components/search/snippet';
import { useClock } from '@/components/ui/clock';
import { formatShort } from '@/components/ui/dates';
import { isPlainClick } from '@/components/ui/is-plain-click';
import { LocalTime } from '@/components/ui/local-time';
import type { FoundMessage as Found } from '@/lib/client/hooks/conversation/use-message-search';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { usePerson } from '@/lib/client/hooks/people/use-person';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { messageUrl } from '@/lib/shared/urls';

/** A message that was found: whose conversation, who wrote, when, and the words in their place. */
export const FoundMessage = memo(function FoundMessage({ found }: { found: Found }) {
  const words = useAllMessages();
  const clock = useClock();
  const me = useMe()._id;
  const { message, highlights } = found;
  const isOwn = message.senderId === me;
  const userId = isOwn ? message.receiverId : message.senderId;
  const { person } = usePerson(userId);
  const isNotes = useIsSelf(userId);
  const name = isNotes ? words.notes.title : (person?.fullName ?? '');
  return (
    <a
      href={messageUrl(userId, message.seq)}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        openMessage(userId, message.seq);
      }}
      className="flex min-h-16 items-start gap-3 rounded-control px-2.5 py-2 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span className="flex pt-0.5 @max-[16rem]:hidden">
        {person ? (
          <PersonAvatar person={person} hasPresence={false} />
        ) : (
          <span className="size-10 rounded-full bg-hover" />
        )}
      </span>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
          <LocalTime iso={message.createdAt} className="shrink-0 text-meta text-muted tabular-nums">
            {formatShort(message.createdAt, clock, words)}
          </LocalTime>
        </span>
        <span className="flex items-start gap-1 text-sm text-muted">
          {isOwn && !isNotes && <span className="shrink-0">{words.people.you}</span>}
          {message.image && (
            <ImageIcon
              className="mt-0.5 size-3.5 shrink-0"
              role="img"
              aria-label={words.people.photo}
            />
          )}
          <span dir="auto" className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
            {message.file && <>{fileBriefText(message.file, words.people.voice)} </>}
            <MarkedText pieces={snippetOf(message.text, highlights)} />
          </span>
        </span>
      </span>
    </a>
  );
});
