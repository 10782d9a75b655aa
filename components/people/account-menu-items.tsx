'use client';

import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import NotebookPen from 'lucide-react/icons/notebook-pen';
import UserRound from 'lucide-react/icons/user-round';
import { useRouter } from 'next/navigation';
import * as Menu from 'radix-ui/dropdown-menu';
import { type RefObject, useRef } from 'react';
import { useLogOut } from '@/components/auth/use-log-out';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openConversation } from '@/components/navigation/navigation';
import { useOpenShortcuts } from '@/components/navigation/open-shortcuts';
import { Key } from '@/components/ui/keys';
import { afterClosing } from '@/components/ui/page-history';
import type { OwnUserDto } from '@/lib/shared/dto';
import { pages } from '@/lib/shared/urls';

const ITEM_CLASS =
  'flex min-h-11 cursor-default items-center gap-3 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-hover';

export interface AccountMenuItemsProps {
  me: OwnUserDto;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Where the focus goes back to. */
  opener: RefObject<HTMLElement | null>;
}

/** What the menu offers; its button is elsewhere, so that it can be shown before this is loaded. */
export function AccountMenuItems({ me, isOpen, onOpenChange, opener }: AccountMenuItemsProps) {
  const words = useAllMessages();
  const router = useRouter();
  const openShortcuts = useOpenShortcuts();
  // After the menu has given the focus back, so that the dialog that opens can return it there.
  const isSheetWanted = useRef(false);
  const { logOut, dialog } = useLogOut();
  const returnFocus = (event: Event) => {
    event.preventDefault();
    opener.current?.focus();
    if (isSheetWanted.current) openShortcuts();
    isSheetWanted.current = false;
  };
  return (
    <>
      {dialog}
      <Menu.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
        {/* Only the element that the menu is positioned by. */}
        <Menu.Trigger asChild>
          <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
        </Menu.Trigger>
        {/* In place, not at the end of the page, so that it stays inside a landmark. */}
        <Menu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={words.people.account}
          onCloseAutoFocus={returnFocus}
          className="z-50 min-w-56 animate-pop-in rounded-card bg-raised p-1.5 shadow-raised ring-1 ring-line"
        >
          <Menu.Label className="max-w-64 px-3 pt-1.5 pb-2.5">
            <span dir="auto" className="block truncate font-medium">
              {me.fullName}
            </span>
            <span className="block truncate text-meta text-muted">{me.email}</span>
          </Menu.Label>
          <Menu.Separator className="mb-1.5 h-px bg-line" />
          <Menu.Item className={ITEM_CLASS} onSelect={() => openConversation(me._id)}>
            <NotebookPen className="size-4 text-muted" aria-hidden="true" />
            <span>{words.notes.title}</span>
          </Menu.Item>
          <Menu.Item
            className={ITEM_CLASS}
            onSelect={() => afterClosing(() => router.push(pages.profile))}
          >
            <UserRound className="size-4 text-muted" aria-hidden="true" />
            <span>{words.profile.title}</span>
          </Menu.Item>
          <Menu.Item
            className={`${ITEM_CLASS} pointer-coarse:hidden`}
            onSelect={() => {
              isSheetWanted.current = true;
            }}
          >
            <Keyboard className="size-4 text-muted" aria-hidden="true" />
            <span className="flex-1">{words.shortcuts.title}</span>
            <span aria-hidden="true">
              <Key>?</Key>
            </span>
          </Menu.Item>
          <Menu.Item className={ITEM_CLASS} onSelect={logOut}>
            <LogOut className="size-4 text-muted" aria-hidden="true" />
            <span>{words.auth.logOut}</span>
          </Menu.Item>
        </Menu.Content>
      </Menu.Root>
    </>
  );
}
