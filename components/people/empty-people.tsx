'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { InvitationOnDemand } from '@/components/invitation/invitation-on-demand';

/** An empty house is no dead end: here is the link that fills it, on wide screens beside this. */
export function EmptyPeople() {
  const words = useMessages();
  return (
    <div className="flex flex-col gap-5 px-4 py-8">
      <p className="text-center text-title font-semibold text-balance">{words.people.nobody}</p>
      <div className="md:hidden">
        <InvitationOnDemand />
      </div>
    </div>
  );
}
