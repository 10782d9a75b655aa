'use client';

import { useRef } from 'react';
import { ActResult } from '@/components/administration/act-result';
import { AdminList } from '@/components/administration/admin-list';
import { useAct } from '@/components/administration/use-act';
import { useAdminList } from '@/components/administration/use-admin-list';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { Section } from '@/components/ui/section';
import { adminClient } from '@/lib/client/transport/admin-client';
import type { MadeInvitationDto } from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

/** Everybody's invitation links, to take back. */
export function AdminInvitations() {
  const words = useAllMessages();
  const texts = words.administration;
  const zone = useZone();
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
        render={(invitation) => {
          const { _id, maker, usesLeft, uses, createdAt, expiresAt } = invitation;
          return (
            <div className="flex items-center gap-3">
              <div className="min-w-0 flex-1">
                <p dir="auto" className="font-medium wrap-anywhere">
                  {maker.fullName || texts.nobody}
                </p>
                <p className="text-meta text-muted">
                  {usesLeft > 0
                    ? words.invitation.left(usesLeft, uses)
                    : words.invitation.usedUp(uses)}
                </p>
                <p className="text-meta text-muted">
                  <LocalTime iso={expiresAt}>
                    {words.invitation.until(formatFull(expiresAt, zone))}
                  </LocalTime>
                </p>
              </div>
              <Button
                variant="secondary"
                isPending={pending === _id}
                aria-label={words.invitation.revokeThat(formatFull(createdAt, zone))}
                onClick={() => void revoke(invitation)}
              >
                {words.invitation.revoke}
              </Button>
            </div>
          );
        }}
      />
    </Section>
  );
}
