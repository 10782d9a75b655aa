'use client';

import ArrowLeft from 'lucide-react/icons/arrow-left';
import Info from 'lucide-react/icons/info';
import PanelRight from 'lucide-react/icons/panel-right';
import { GoToMenu } from '@/components/conversation/jump/go-to-menu';
import { useMessages } from '@/components/i18n/messages-provider';
import { ConversationLink } from '@/components/navigation/conversation-link';
import { BotBadge } from '@/components/person/bot-badge';
import { OptionsMenu } from '@/components/person/options/options-menu';
import { PersonAvatar } from '@/components/person/person-avatar';
import { PresenceText } from '@/components/person/presence-text';
import { useIsSelf, usePersonName } from '@/components/person/use-person-name';
import { ICON_BUTTON_CLASS, IconButton } from '@/components/ui/icon-button';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface ConversationHeaderProps {
  person: PersonRow;
  typing: boolean;
  /** null while there is nothing unread. */
  firstUnseenSeq: number | null;
  /** Without a message there is nowhere to go to. */
  isEmpty: boolean;
  onSearch: () => void;
  onGoToDate: () => void;
  onToggleDetails: () => void;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const { person, typing, firstUnseenSeq, isEmpty, onSearch, onGoToDate, onToggleDetails } = props;
  const words = useMessages();
  const name = usePersonName(person);
  const isSelf = useIsSelf(person._id);
  return (
    <header className="@container relative z-20 shrink-0 border-b border-line pt-safe">
      <div className="flex min-h-16 items-center gap-3 py-1.5 pe-2 max-md:ps-1 md:ps-5">
        <ConversationLink
          userId={null}
          aria-label={words.chat.backToList}
          className={`${ICON_BUTTON_CLASS} -me-2 md:hidden`}
        >
          <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
        </ConversationLink>
        {/* With very large text the name needs the room more than the picture does. */}
        <span className="flex @max-[16rem]:hidden">
          <PersonAvatar person={person} />
        </span>
        <div className="min-w-0 flex-1">
          {/* As wide as the name, so that one in another direction still begins where the others do. */}
          <div className="flex items-baseline gap-1.5">
            <h2
              dir="auto"
              className="w-fit max-w-full truncate text-message font-semibold @max-[16rem]:line-clamp-2 @max-[16rem]:whitespace-normal"
            >
              {name}
            </h2>
            <BotBadge person={person} />
          </div>
          <p className="truncate text-sm text-muted">
            {isSelf ? words.notes.hint : <PresenceText person={person} typing={typing} />}
          </p>
        </div>
        {!isEmpty && (
          <GoToMenu
            userId={person._id}
            firstUnseenSeq={firstUnseenSeq}
            onSearch={onSearch}
            onGoToDate={onGoToDate}
          />
        )}
        <OptionsMenu person={person} onDetails={onToggleDetails} />
        {/* With very large text there is no room for it: then it stands in the menu. */}
        <span className="flex @max-[16rem]:hidden">
          <IconButton label={words.people.details} tip="below-end" onClick={onToggleDetails}>
            <Info className="size-5 details:hidden" aria-hidden="true" />
            <PanelRight className="size-5 max-details:hidden" aria-hidden="true" />
          </IconButton>
        </span>
      </div>
    </header>
  );
}
