'use client';

import BellOff from 'lucide-react/icons/bell-off';
import ImageIcon from 'lucide-react/icons/image';
import Pin from 'lucide-react/icons/pin';
import { memo } from 'react';
import type { Words } from '@/components/i18n/en';
import { useMessages } from '@/components/i18n/messages-provider';
import { ConversationLink } from '@/components/navigation/conversation-link';
import { BotBadge } from '@/components/person/bot-badge';
import { PersonAvatar } from '@/components/person/person-avatar';
import { StatusIcon } from '@/components/person/status-icon';
import { useIsSelf, usePersonName } from '@/components/person/use-person-name';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { useClock } from '@/components/ui/clock';
import { formatShort } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { useDraft } from '@/lib/client/hooks/conversation/use-draft';
import { useIsOnline } from '@/lib/client/hooks/use-is-online';
import { activityOf } from '@/lib/client/selectors/people-order';
import type { PersonRow as Person } from '@/lib/client/selectors/person-row';
import type { LastMessageDto } from '@/lib/shared/dto';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { previewText } from '@/lib/shared/formatting/plain-text';

interface PersonRowProps {
  person: Person;
  isOpen: boolean;
  /** Somebody else in the list has the same name. */
  isNamesake: boolean;
  /** Whether Tab stops here; the arrow keys reach the others. */
  isTabStop: boolean;
}

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, isOpen, isNamesake, isTabStop } = props;
  const words = useMessages();
  const clock = useClock();
  const name = usePersonName(person);
  const isOnline = useIsOnline(person);
  const { unseen } = person;
  const activeAt = activityOf(person);
  return (
    <ConversationLink
      userId={person._id}
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isOpen ? 'page' : undefined}
      className={classNames(
        'flex h-full items-center gap-3 rounded-control px-2.5 py-2 transition-colors',
        'focus-visible:-outline-offset-2',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {/* With very large text the name needs the room more than the picture does. */}
      <span className="flex @max-[16rem]:hidden">
        <PersonAvatar person={person} size="large" />
      </span>
      {isOnline && (
        <span
          role="img"
          aria-label={words.people.online}
          className="hidden size-3 shrink-0 rounded-full bg-online @max-[16rem]:block"
        />
      )}
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline justify-between gap-2">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <span
              dir="auto"
              className="truncate text-message font-medium @max-[16rem]:line-clamp-2 @max-[16rem]:text-clip @max-[16rem]:whitespace-normal @max-[16rem]:[overflow-wrap:anywhere]"
            >
              {name}
              {isNamesake && person.handle && ` @${person.handle}`}
            </span>
            <BotBadge person={person} />
          </span>
          {activeAt && (
            <LocalTime
              iso={activeAt}
              className={classNames(
                'shrink-0 text-meta tabular-nums',
                unseen > 0 ? 'font-medium text-accent' : 'text-muted',
              )}
            >
              {formatShort(activeAt, clock, words)}
            </LocalTime>
          )}
        </span>
        <span className="flex h-5 items-center justify-between gap-2">
          <Snippet person={person} isOpen={isOpen} />
          <span className="flex shrink-0 items-center gap-1.5 text-muted">
            {person.muted && (
              <BellOff className="size-3.5" role="img" aria-label={words.settings.muted} />
            )}
            {person.settings.pinned && (
              <Pin className="size-3.5" role="img" aria-label={words.settings.pinned} />
            )}
            {unseen > 0 && <Badge count={unseen} label={words.people.unread(unseen)} />}
            {unseen === 0 && person.settings.unread && (
              <span
                role="img"
                aria-label={words.settings.unread}
                className="size-3 rounded-full bg-accent"
              />
            )}
          </span>
        </span>
      </span>
    </ConversationLink>
  );
});

/** What a message says in a line: its text, or what it carries. */
function snippetText(
  { text, hasImage, file }: Pick<LastMessageDto, 'text' | 'hasImage' | 'file'>,
  words: Words,
): string {
  const carried = file
    ? fileBriefText(file, words.people.voice)
    : hasImage
      ? words.people.photo
      : '';
  return previewText(text) || carried;
}

/** The line under the name: typing, a message waiting to be sent, or the last message. */
function Snippet({ person, isOpen }: { person: Person; isOpen: boolean }) {
  const words = useMessages();
  const { draft } = useDraft(person._id);
  const isSelf = useIsSelf(person._id);
  const { lastMessage, outgoing } = person;
  const className = 'flex min-w-0 items-center gap-1';
  if (person.typing)
    return <span className={`${className} text-accent`}>{words.people.typing}</span>;
  // The draft of the open conversation is not mentioned, and unseen messages matter more.
  if (draft.trim() && !isOpen && person.unseen === 0) {
    return (
      <span className={`${className} text-muted`}>
        <span className="shrink-0 text-accent">{words.peopleRows.draft}</span>
        <span dir="auto" className="truncate">
          {previewText(draft)}
        </span>
      </span>
    );
  }
  if (outgoing) {
    return (
      <span className={`${className} text-muted`}>
        <StatusIcon status={outgoing.status} className="text-danger" />
        {outgoing.hasImage && <ImageIcon className="size-3.5 shrink-0" aria-hidden="true" />}
        <span dir="auto" className="truncate">
          {snippetText(outgoing, words)}
        </span>
      </span>
    );
  }
  if (!lastMessage)
    return (
      <span className={`${className} text-muted`}>
        {isSelf ? words.notes.startHint : words.people.startHint}
      </span>
    );
  // Never of the notes to oneself, which have nobody to reach.
  const isOwn = lastMessage.senderId !== person._id;
  const status =
    person.seenSeq >= lastMessage.seq
      ? 'seen'
      : person.deliveredSeq >= lastMessage.seq
        ? 'delivered'
        : 'sent';
  return (
    <span className={`${className} text-muted`}>
      {isOwn && !lastMessage.deletedAt && <StatusIcon status={status} className="text-accent" />}
      {lastMessage.hasImage && !lastMessage.deletedAt && (
        <ImageIcon className="size-3.5 shrink-0" aria-hidden="true" />
      )}
      <span dir="auto" className="truncate">
        {lastMessage.deletedAt ? words.people.deleted : snippetText(lastMessage, words)}
      </span>
    </span>
  );
}
