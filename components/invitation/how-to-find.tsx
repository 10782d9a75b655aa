'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProfileLink } from '@/components/invitation/profile-link';
import { useServerFacts } from '@/components/invitation/server-facts';

/** What to do while the list is empty and does not fill by itself. */
export function HowToFind() {
  const words = useAllMessages();
  const { people } = useServerFacts();
  if (people === 'listed') return <p className="text-muted">{words.profileLink.nobodyHint}</p>;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-pretty">{words.profileLink.findHint}</p>
      <ProfileLink isCodeShown />
    </div>
  );
}
