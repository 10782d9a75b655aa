'use client';

import ArrowUpToLine from 'lucide-react/icons/arrow-up-to-line';
import Calendar from 'lucide-react/icons/calendar';
import MessageSquareDot from 'lucide-react/icons/message-square-dot';
import Search from 'lucide-react/icons/search';
import * as Menu from 'radix-ui/dropdown-menu';
import { type ReactNode, useRef } from 'react';
import { useJump } from '@/components/conversation/jump/use-jump';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { MENU_ITEM_CLASS, MenuPanel, type MenuProps } from '@/components/ui/menu-panel';

interface GoToItemsProps extends MenuProps {
  userId: string;
  firstUnseenSeq: number | null;
  onSearch: () => void;
  onGoToDate: () => void;
}

/** What the menu offers; its button is elsewhere, so that it can be shown before this is loaded. */
export function GoToItems(props: GoToItemsProps) {
  const { userId, firstUnseenSeq, onSearch, onGoToDate, ...menu } = props;
  const words = useAllMessages();
  const { jumpTo, jumpToFirst } = useJump(userId);
  // After the menu has given the focus back, which then goes on to where one went.
  const chosen = useRef<(() => void) | null>(null);
  const onClosed = () => {
    chosen.current?.();
    chosen.current = null;
  };
  const item = (label: string, icon: ReactNode, action: () => void) => (
    <Menu.Item
      className={`${MENU_ITEM_CLASS} [&>svg]:size-4 [&>svg]:text-muted`}
      onSelect={() => {
        chosen.current = action;
      }}
    >
      {icon}
      <span>{label}</span>
    </Menu.Item>
  );
  return (
    <MenuPanel {...menu} label={words.chat.goTo} onClosed={onClosed}>
      {item(words.chat.search, <Search aria-hidden="true" />, onSearch)}
      {item(words.jump.toDate, <Calendar aria-hidden="true" />, onGoToDate)}
      {item(words.jump.toFirst, <ArrowUpToLine aria-hidden="true" />, jumpToFirst)}
      {firstUnseenSeq !== null &&
        item(words.chat.toUnread, <MessageSquareDot aria-hidden="true" />, () =>
          jumpTo(firstUnseenSeq),
        )}
    </MenuPanel>
  );
}
