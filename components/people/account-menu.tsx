'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useMenuButton } from '@/components/navigation/use-menu-button';
import { Avatar } from '@/components/ui/avatar';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ApartKind } from '@/lib/client/hooks/people/use-apart-people';
import { useMe } from '@/lib/client/hooks/people/use-me';

const loadItems = () =>
  import('@/components/people/account-menu-items').then((module) => module.AccountMenuItems);

/** One's own picture, and behind it settings and sign-out. */
export function AccountMenu({ onApart }: { onApart: (kind: ApartKind) => void }) {
  const words = useMessages();
  const me = useMe();
  const { buttonProps, isWanted, menu } = useMenuButton();
  const Items = useOnDemand(isWanted, loadItems);
  return (
    <div className="relative">
      <button
        {...buttonProps}
        type="button"
        className="flex size-11 items-center justify-center rounded-full transition-colors hover:bg-hover"
      >
        <Avatar id={me._id} name={me.fullName} src={me.profilePic} size="small" />
        <span className="sr-only">{words.people.account}</span>
      </button>
      {Items && <Items me={me} onApart={onApart} {...menu} />}
    </div>
  );
}
