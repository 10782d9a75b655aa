'use client';

import LogOut from 'lucide-react/icons/log-out';
import UserRound from 'lucide-react/icons/user-round';
import { useRouter } from 'next/navigation';
import * as Menu from 'radix-ui/dropdown-menu';
import { startTransition } from 'react';
import { logOutAction } from '@/app/(auth)/actions';
import { Avatar } from '@/components/ui/avatar';
import { words } from '@/components/words';
import { useMe } from '@/lib/client/hooks';
import { pages } from '@/lib/shared/urls';

const ITEM_CLASS =
  'flex min-h-11 cursor-default items-center gap-3 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-hover';

/** One's own picture, and behind it profile and sign-out. */
export function AccountMenu() {
  const me = useMe();
  const router = useRouter();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="flex size-11 items-center justify-center rounded-full transition-colors hover:bg-hover">
        <Avatar id={me._id} name={me.fullName} src={me.profilePic} size="small" />
        <span className="sr-only">{words.people.account}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-56 animate-pop-in rounded-card bg-raised p-1.5 shadow-raised ring-1 ring-line"
        >
          <Menu.Label className="max-w-64 px-3 pt-1.5 pb-2.5">
            <span dir="auto" className="block truncate font-medium">
              {me.fullName}
            </span>
            <span className="block truncate text-meta text-muted">{me.email}</span>
          </Menu.Label>
          <Menu.Separator className="mb-1.5 h-px bg-line" />
          <Menu.Item className={ITEM_CLASS} onSelect={() => router.push(pages.profile)}>
            <UserRound className="size-4 text-muted" aria-hidden="true" />
            {words.profile.title}
          </Menu.Item>
          <Menu.Item className={ITEM_CLASS} onSelect={() => startTransition(() => logOutAction())}>
            <LogOut className="size-4 text-muted" aria-hidden="true" />
            {words.auth.logOut}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
