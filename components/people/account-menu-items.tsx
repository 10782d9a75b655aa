'use client';

import Archive from 'lucide-react/icons/archive';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import MessageSquareDot from 'lucide-react/icons/message-square-dot';
import NotebookPen from 'lucide-react/icons/notebook-pen';
import Settings from 'lucide-react/icons/settings';
import { useRouter } from 'next/navigation';
import * as Menu from 'radix-ui/dropdown-menu';
import { useRef } from 'react';
import { useLogOut } from '@/components/auth/use-log-out';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openConversation } from '@/components/navigation/navigation';
import { useOpenShortcuts } from '@/components/navigation/open-shortcuts';
import { Key } from '@/components/ui/keys';
import { MENU_ITEM_CLASS, MenuPanel, type MenuProps } from '@/components/ui/menu-panel';
import { afterClosing } from '@/components/ui/page-history';
import type { ApartKind } from '@/lib/client/hooks/people/use-apart-people';
import type { OwnUserDto } from '@/lib/shared/dto';
import { pages } from '@/lib/shared/urls';

export interface AccountMenuItemsProps extends MenuProps {
  me: OwnUserDto;
  /** Shows the archived conversations, or the requests. */
  onApart: (kind: ApartKind) => void;
}

/** What the menu offers; its button is elsewhere, so that it can be shown before this is loaded. */
export function AccountMenuItems({ me, onApart, ...menu }: AccountMenuItemsProps) {
  const words = useAllMessages();
  const router = useRouter();
  const openShortcuts = useOpenShortcuts();
  // After the menu has given the focus back, so that the dialog that opens can return it there.
  const isSheetWanted = useRef(false);
  const { logOut, dialog } = useLogOut();
  const onClosed = () => {
    if (isSheetWanted.current) openShortcuts();
    isSheetWanted.current = false;
  };
  return (
    <>
      {dialog}
      <MenuPanel {...menu} label={words.people.account} onClosed={onClosed}>
        <Menu.Label className="max-w-64 px-3 pt-1.5 pb-2.5">
          <span dir="auto" className="block truncate font-medium">
            {me.fullName}
          </span>
          <span className="block truncate text-meta text-muted empty:hidden">{me.email}</span>
        </Menu.Label>
        <Menu.Separator className="mb-1.5 h-px bg-line" />
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={() => openConversation(me._id)}>
          <NotebookPen className="size-4 text-muted" aria-hidden="true" />
          <span>{words.notes.title}</span>
        </Menu.Item>
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={() => onApart('archived')}>
          <Archive className="size-4 text-muted" aria-hidden="true" />
          <span>{words.apart.archived}</span>
        </Menu.Item>
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={() => onApart('request')}>
          <MessageSquareDot className="size-4 text-muted" aria-hidden="true" />
          <span>{words.apart.request}</span>
        </Menu.Item>
        <Menu.Item
          className={MENU_ITEM_CLASS}
          onSelect={() => afterClosing(() => router.push(pages.settings))}
        >
          <Settings className="size-4 text-muted" aria-hidden="true" />
          <span>{words.settingsPage.title}</span>
        </Menu.Item>
        <Menu.Item
          className={`${MENU_ITEM_CLASS} pointer-coarse:hidden`}
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
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={logOut}>
          <LogOut className="size-4 text-muted" aria-hidden="true" />
          <span>{words.auth.logOut}</span>
        </Menu.Item>
      </MenuPanel>
    </>
  );
}
