'use client';

import KeyRound from 'lucide-react/icons/key-round';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { passkeyName } from '@/components/profile/account/passkey-name';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatAgo } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';

interface PasskeyRowProps {
  passkey: PasskeyDto;
  onRename: () => void;
  onRemove: () => void;
}

/** One passkey of the list: what it is called, since when it is there, and when it was last used. */
export function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const words = useAllMessages();
  const clock = useClock();
  const name = passkeyName(words, passkey);
  const { createdAt, lastUsedAt, backedUp } = passkey;
  const facts = [
    words.passkeys.created(formatAgo(createdAt, clock, words)),
    lastUsedAt
      ? words.passkeys.lastUsed(formatAgo(lastUsedAt, clock, words))
      : words.passkeys.neverUsed,
    ...(backedUp ? [words.passkeys.synced] : []),
  ];
  return (
    <li className="flex min-h-15 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <KeyRound className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-40 flex-1">
        <p dir="auto" className="font-medium [overflow-wrap:anywhere]">
          {name}
        </p>
        <p className="text-meta text-muted">
          <LocalTime iso={lastUsedAt ?? createdAt}>{facts.join(' · ')}</LocalTime>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" aria-label={words.passkeys.renameOf(name)} onClick={onRename}>
          {words.passkeys.rename}
        </Button>
        <Button variant="secondary" aria-label={words.passkeys.removeOf(name)} onClick={onRemove}>
          {words.passkeys.remove}
        </Button>
      </div>
    </li>
  );
}
