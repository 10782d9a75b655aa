'use client';

import UserPlus from 'lucide-react/icons/user-plus';
import { useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { useServerFacts } from '@/components/invitation/server-facts';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadInvitation = () =>
  import('@/components/invitation/invitation').then((module) => module.Invitation);

/** Opens the invitation over the page, for those who may invite; only a picture where there is little room. */
export function InviteButton({ kind }: { kind: 'icon' | 'words' }) {
  const words = useMessages();
  const { mayInvite } = useServerFacts();
  const [isOpen, setIsOpen] = useState(false);
  const Invitation = useOnDemand(isOpen, loadInvitation);
  if (!mayInvite) return null;
  const open = () => setIsOpen(true);
  return (
    <>
      {kind === 'icon' ? (
        <IconButton label={words.people.invite} tip="below-end" onClick={open}>
          <UserPlus className="size-5" aria-hidden="true" />
        </IconButton>
      ) : (
        <Button variant="secondary" onClick={open}>
          <UserPlus className="size-4" aria-hidden="true" />
          <span>{words.people.invite}</span>
        </Button>
      )}
      <Dialog
        isOpen={isOpen && Invitation !== null}
        onClose={() => setIsOpen(false)}
        title={words.people.invite}
        kind="card"
        showTitle
      >
        {Invitation && (
          <div className="p-5">
            <Invitation isCodeShown />
          </div>
        )}
      </Dialog>
    </>
  );
}
