'use client';

import { useCallback, useRef, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { hasTwoPanes } from '@/components/navigation/pane-layout';
import { Avatar } from '@/components/ui/avatar';
import { useBackToClose } from '@/components/ui/use-back-to-close';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useMe } from '@/lib/client/hooks/people/use-me';

const loadItems = () =>
  import('@/components/people/account-menu-items').then((module) => module.AccountMenuItems);

/** One's own picture, and behind it profile and sign-out. */
export function AccountMenu() {
  const words = useMessages();
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const Items = useOnDemand(isOpen || isNear, loadItems);
  const close = useCallback(() => setIsOpen(false), []);
  const button = useRef<HTMLButtonElement>(null);
  // Pressing beside an open menu closes it before the click arrives, which must not open it again.
  const wasOpen = useRef(false);
  useBackToClose(isOpen && !hasTwoPanes(), close);
  return (
    <div className="relative">
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={() => setIsNear(true)}
        onFocus={() => setIsNear(true)}
        onPointerDown={() => {
          wasOpen.current = isOpen;
        }}
        onClick={() => {
          setIsOpen(!wasOpen.current);
          wasOpen.current = false;
        }}
        className="flex size-11 items-center justify-center rounded-full transition-colors hover:bg-hover"
      >
        <Avatar id={me._id} name={me.fullName} src={me.profilePic} size="small" />
        <span className="sr-only">{words.people.account}</span>
      </button>
      {Items && <Items me={me} isOpen={isOpen} onOpenChange={setIsOpen} opener={button} />}
    </div>
  );
}
