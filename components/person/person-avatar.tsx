'use client';

import NotebookPen from 'lucide-react/icons/notebook-pen';
import { useMessages } from '@/components/i18n/messages-provider';
import { useIsSelf } from '@/components/person/use-person-name';
import { Avatar, IconAvatar } from '@/components/ui/avatar';
import { useIsOnline } from '@/lib/client/hooks/use-is-online';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface PersonAvatarProps {
  person: Pick<PersonRow, '_id' | 'fullName' | 'profilePic' | 'online'>;
  size?: 'small' | 'medium' | 'large' | 'huge';
  /** Whether it tells that the person is there. */
  hasPresence?: boolean;
}

/** The picture of a person; notes to oneself have a picture of their own. */
export function PersonAvatar({ person, size, hasPresence = true }: PersonAvatarProps) {
  const words = useMessages();
  const isSelf = useIsSelf(person._id);
  const isOnline = useIsOnline(person);
  if (isSelf) return <IconAvatar icon={NotebookPen} {...(size && { size })} />;
  return (
    <Avatar
      id={person._id}
      name={person.fullName}
      src={person.profilePic}
      {...(size && { size })}
      onlineLabel={hasPresence && isOnline ? words.people.online : null}
    />
  );
}
