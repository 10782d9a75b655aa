'use client';

import { useRef } from 'react';
import { ActResult } from '@/components/administration/act-result';
import { AdminList } from '@/components/administration/admin-list';
import { useAct } from '@/components/administration/use-act';
import { useAdminList } from '@/components/administration/use-admin-list';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { InvitationRow } from '@/components/invitation/invitation-row';
import { Section } from '@/components/ui/section';
import { adminClient } from '@/lib/client/transport/admin-client';
import type { MadeInvitationDto } from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

/** Everybody's invitation links, to take back. */
export function AdminInvitations() {
  const texts = useAllMessages().administration;
  const list = useAdminList(adminUrls.invitations, adminClient.invitations);
  const { act, said, pending } = useAct();
  const result = useRef<HTMLDivElement>(null);
  const revoke = async ({ _id }: MadeInvitationDto) => {
    await act(_id, async () => {
      await adminClient.revoke(_id);
      await list.refresh();
      return texts.takenBack;
    });
    // The row with the button that had the focus may be gone.
    result.current?.focus();
  };
  return (
    <Section id="admin-invitations" title={texts.parts.invitations} hint={texts.invitationsHint}>
      <div ref={result} tabIndex={-1} className="outline-none">
        <ActResult said={said} />
      </div>
      <AdminList
        label={texts.parts.invitations}
        list={list}
        empty={texts.noInvitations}
        render={(invitation) => (
          <InvitationRow
            invitation={invitation}
            maker={invitation.maker.fullName || texts.nobody}
            isPending={pending === invitation._id}
            onRevoke={() => void revoke(invitation)}
          />
        )}
      />
    </Section>
  );
}
