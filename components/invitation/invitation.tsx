'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { OwnLinks } from '@/components/invitation/own-links';
import { useServerFacts } from '@/components/invitation/server-facts';
import { SharedLink } from '@/components/invitation/shared-link';
import { pages } from '@/lib/shared/urls';

interface InvitationProps {
  /** Whether the code to scan is there from the start. */
  isCodeShown?: boolean;
}

/** What brings somebody else here: the sign-up page where anybody may use it, and links of one's own. */
export function Invitation({ isCodeShown = false }: InvitationProps) {
  const words = useAllMessages();
  const { signUp, people } = useServerFacts();
  // Links are asked for by who looks at them.
  const [isOpen, setIsOpen] = useState(false);
  // Where people are not listed, the page alone would leave the two unknown to each other.
  if (signUp !== 'open' || people !== 'listed') return <OwnLinks />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-pretty">{words.invitation.hint}</p>
      <SharedLink
        path={pages.signUp}
        label={words.invitation.link}
        codeLabel={words.invitation.code}
        isCodeShown={isCodeShown}
      />
      <details
        onToggle={(event) => setIsOpen(event.currentTarget.open)}
        className="group rounded-card ring-1 ring-line"
      >
        <summary className="cursor-pointer rounded-card p-4 font-medium">
          {words.invitation.ownLinks}
        </summary>
        <div className="p-4 pt-0">{isOpen && <OwnLinks />}</div>
      </details>
    </div>
  );
}
