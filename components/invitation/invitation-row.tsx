'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { InvitationDto } from '@/lib/shared/dto';

interface InvitationRowProps {
  invitation: InvitationDto;
  /** Whose it is, where that is not its reader. */
  maker?: string;
  isPending: boolean;
  onRevoke: () => void;
}

/** What is left of an invitation link, until when, and the button that takes it back. */
export function InvitationRow({ invitation, maker, isPending, onRevoke }: InvitationRowProps) {
  const words = useAllMessages().invitation;
  const zone = useZone();
  const { usesLeft, uses, createdAt, expiresAt } = invitation;
  const isOthers = maker !== undefined;
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        {isOthers && (
          <p dir="auto" className="font-medium wrap-anywhere">
            {maker}
          </p>
        )}
        <p className={isOthers ? 'text-meta text-muted' : 'font-medium'}>
          {usesLeft > 0 ? words.left(usesLeft, uses) : words.usedUp(uses)}
        </p>
        <p className="text-meta text-muted">
          <LocalTime iso={expiresAt}>{words.until(formatFull(expiresAt, zone))}</LocalTime>
        </p>
      </div>
      <Button
        variant="secondary"
        isPending={isPending}
        aria-label={words.revokeThat(formatFull(createdAt, zone))}
        onClick={onRevoke}
      >
        {words.revoke}
      </Button>
    </div>
  );
}
