'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { InvitationOnDemand } from '@/components/invitation/invitation-on-demand';
import { useServerFacts } from '@/components/invitation/server-facts';

/**
 * Shown while there is nobody else, or nobody whom the reader may see: the invitation, which wide screens show in the other
 * pane.
 */
export function EmptyPeople() {
  const words = useMessages().people;
  const { people } = useServerFacts();
  return (
    <div className="flex flex-col gap-5 px-4 py-8">
      <p className="text-center text-title font-semibold text-balance">
        {people === 'listed' ? words.nobody : words.noContacts}
      </p>
      <div className="md:hidden">
        <InvitationOnDemand />
      </div>
    </div>
  );
}
