'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { InvitationOnDemand } from '@/components/invitation/invitation-on-demand';

/** Shown while there is nobody else: the invitation, which wide screens show in the other pane. */
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
