'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import {
  InvitationOnDemand,
  useIsFilledByInviting,
} from '@/components/invitation/invitation-on-demand';
import { useServerFacts } from '@/components/invitation/server-facts';
import { Key } from '@/components/ui/keys';
import { Logo } from '@/components/ui/logo';
import { useIsMac } from '@/components/ui/use-is-mac';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { usePeople } from '@/lib/client/hooks/people/use-people';

/**
 * The pane beside the list while no conversation is open. When there is nobody to choose, it shows
 * the invitation.
 */
export function NoConversation() {
  const { people, isLoading, error } = usePeople();
  const { _id: myId } = useMe();
  const isAlone = people.every((person) => person._id === myId);
  if (isAlone && !isLoading && !error) return <FirstInvitation />;
  return <Hint />;
}

function FirstInvitation() {
  const words = useMessages();
  const isInviting = useIsFilledByInviting();
  const { people } = useServerFacts();
  const nobody = people === 'listed' ? words.people.nobody : words.people.noContacts;
  return (
    <div className="flex h-full flex-col items-center justify-center-safe overflow-y-auto p-6">
      <section
        aria-labelledby="first-invitation"
        className="flex w-full max-w-md flex-col gap-4 rounded-card bg-raised p-6 shadow-card ring-1 ring-line sm:p-8"
      >
        <h2 id="first-invitation" className="text-heading font-semibold tracking-tight">
          {isInviting ? words.people.invite : nobody}
        </h2>
        <InvitationOnDemand />
      </section>
    </div>
  );
}

function Hint() {
  const words = useMessages();
  const isMac = useIsMac();
  return (
    <div className="flex h-full flex-col items-center justify-center-safe gap-4 overflow-y-auto p-6 text-center">
      <Logo className="size-12 opacity-90" />
      <div className="flex flex-col gap-1">
        <h2 className="text-title font-semibold">{words.chat.pickTitle}</h2>
        <p className="text-muted">{words.chat.pickHint}</p>
        <p className="text-muted pointer-coarse:hidden">
          <span>{words.chat.pickShortcut}</span>{' '}
          <Key>{isMac ? '⌘ K' : `${words.keys.control} K`}</Key>{' '}
          <span>{words.chat.pickShortcutEnd}</span>
        </p>
      </div>
    </div>
  );
}
