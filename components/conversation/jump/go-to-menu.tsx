'use client';

import CalendarSearch from 'lucide-react/icons/calendar-search';
import { useMessages } from '@/components/i18n/messages-provider';
import { useMenuButton } from '@/components/navigation/use-menu-button';
import { IconButton } from '@/components/ui/icon-button';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadItems = () =>
  import('@/components/conversation/jump/go-to-items').then((module) => module.GoToItems);

interface GoToMenuProps {
  userId: string;
  firstUnseenSeq: number | null;
  onSearch: () => void;
  onGoToDate: () => void;
}

/** The places of the conversation that one can go to at once. */
export function GoToMenu({ userId, firstUnseenSeq, onSearch, onGoToDate }: GoToMenuProps) {
  const words = useMessages();
  const { buttonProps, isWanted, menu } = useMenuButton();
  const Items = useOnDemand(isWanted, loadItems);
  return (
    <div className="relative flex">
      <IconButton {...buttonProps} label={words.chat.goTo} tip="below-end">
        <CalendarSearch className="size-5" aria-hidden="true" />
      </IconButton>
      {Items && (
        <Items
          userId={userId}
          firstUnseenSeq={firstUnseenSeq}
          onSearch={onSearch}
          onGoToDate={onGoToDate}
          {...menu}
        />
      )}
    </div>
  );
}
