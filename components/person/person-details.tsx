'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { BotBadge } from '@/components/person/bot-badge';
import { PersonAvatar } from '@/components/person/person-avatar';
import { PersonLocalTime } from '@/components/person/person-local-time';
import { PresenceText } from '@/components/person/presence-text';
import { SharedFiles } from '@/components/person/shared-files';
import { SharedPhotos } from '@/components/person/shared-photos';
import { useIsSelf, usePersonName } from '@/components/person/use-person-name';
import { useZone } from '@/components/ui/clock';
import { formatMonth } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface PersonDetailsProps {
  person: PersonRow;
  typing: boolean;
  photos: SharedPhotosView;
  onOpenPhoto: (key: string) => void;
  /** Shows the message with that number. */
  onGoTo: (seq: number) => void;
}

/** Who the other person is, and what files and pictures went back and forth. */
export function PersonDetails({ person, typing, photos, onOpenPhoto, onGoTo }: PersonDetailsProps) {
  const words = useMessages();
  const name = usePersonName(person);
  const isSelf = useIsSelf(person._id);
  const zone = useZone();
  return (
    <div className="flex flex-col gap-6 p-6">
      <div className="flex flex-col items-center gap-3 text-center">
        <PersonAvatar person={person} size="huge" hasPresence={false} />
        <div className="flex max-w-full flex-col gap-0.5">
          <p dir="auto" className="text-title font-semibold [overflow-wrap:anywhere]">
            {name}
          </p>
          <p className="empty:hidden">
            <BotBadge person={person} />
          </p>
          {person.handle && !isSelf && <bdi className="text-muted">@{person.handle}</bdi>}
          <p className="text-muted">
            {isSelf ? words.notes.hint : <PresenceText person={person} typing={typing} />}
          </p>
        </div>
      </div>
      {isSelf ? (
        <p className="text-center text-muted text-pretty">{words.notes.emptyHint}</p>
      ) : (
        <dl className="flex flex-col gap-4">
          <div className="flex flex-col gap-1">
            <dt className="text-meta font-medium text-muted">{words.people.about}</dt>
            <dd
              dir="auto"
              className={`whitespace-pre-line [overflow-wrap:anywhere] ${person.bio ? '' : 'text-muted'}`}
            >
              {person.bio || words.people.noBio(person.fullName)}
            </dd>
          </div>
          <PersonLocalTime timeZone={person.timeZone} />
          <div className="flex flex-col gap-1">
            <dt className="text-meta font-medium text-muted">{words.people.memberSince}</dt>
            <dd>
              <LocalTime iso={person.createdAt}>{formatMonth(person.createdAt, zone)}</LocalTime>
            </dd>
          </div>
        </dl>
      )}
      <SharedFiles userId={person._id} onGoTo={onGoTo} />
      <SharedPhotos
        title={isSelf ? words.notes.photos : words.people.sharedPhotos}
        shared={photos}
        noPhotos={isSelf ? words.notes.noPhotos : words.people.noPhotos}
        onOpen={onOpenPhoto}
      />
    </div>
  );
}
