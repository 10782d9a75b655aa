'use client';

import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ban from 'lucide-react/icons/ban';
import Bell from 'lucide-react/icons/bell';
import BellOff from 'lucide-react/icons/bell-off';
import Eraser from 'lucide-react/icons/eraser';
import Flag from 'lucide-react/icons/flag';
import History from 'lucide-react/icons/history';
import Info from 'lucide-react/icons/info';
import MessageSquareDot from 'lucide-react/icons/message-square-dot';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import * as Menu from 'radix-ui/dropdown-menu';
import { type ReactNode, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useServerFacts } from '@/components/invitation/server-facts';
import { BlockDialog } from '@/components/person/options/block-dialog';
import { ClearDialog } from '@/components/person/options/clear-dialog';
import { muteChoices } from '@/components/person/options/mute-choices';
import { OptionsNotice, type OptionsNoticeText } from '@/components/person/options/options-notice';
import { ReportDialog } from '@/components/person/options/report-dialog';
import { useIsSelf } from '@/components/person/use-person-name';
import { MENU_ITEM_CLASS, MenuPanel, type MenuProps } from '@/components/ui/menu-panel';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useConversationOptions } from '@/lib/client/hooks/conversation/use-conversation-options';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { SettingsChange } from '@/lib/client/transport/api-client';

const loadImport = () =>
  import('@/components/import/import-dialog').then((module) => module.ImportDialog);

interface OptionsItemsProps extends MenuProps {
  person: PersonRow;
  /** Offered where the header has no room for its button. */
  onDetails?: () => void;
  /** The menu is closed, and neither a dialog nor a word is left. */
  onDone?: () => void;
}

const ITEM_CLASS = `${MENU_ITEM_CLASS} [&>svg]:size-4 [&>svg]:text-muted`;

/** What the menu of a conversation offers, with what it asks and says; its button is elsewhere. */
export function OptionsItems({ person, onDetails, onDone, ...menu }: OptionsItemsProps) {
  const words = useAllMessages();
  const { settings: texts } = words;
  const options = useConversationOptions(person._id);
  const isSelf = useIsSelf(person._id);
  const [dialog, setDialog] = useState<'block' | 'clear' | 'import' | 'report' | null>(null);
  const ImportDialog = useOnDemand(dialog === 'import', loadImport);
  const [notice, setNotice] = useState<OptionsNoticeText | null>(null);
  // After the menu has given the focus back, so that a dialog can return it there.
  const chosen = useRef<(() => void) | null>(null);
  const { settings, muted } = person;
  const { retentionDays } = useServerFacts();
  // What comes from elsewhere stands before the first message, and is older than messages are kept.
  const canImport = person.lastSeq > 0 && retentionDays === 0 && !person.blocked && !person.deleted;

  const set = async (change: SettingsChange, text: string) => {
    const before = Object.fromEntries(
      (Object.keys(change) as (keyof SettingsChange)[]).map((key) => [key, settings[key]]),
    );
    try {
      await options.set(change);
      setNotice({ text, undo: () => void set(before, texts.undone) });
    } catch {
      setNotice({ text: texts.refused });
    }
  };
  const unblock = async () => {
    try {
      await options.unblock();
      setNotice({ text: texts.unblocked(person.fullName) });
    } catch {
      setNotice({ text: texts.refused });
    }
  };
  const item = (label: string, icon: ReactNode, action: () => void, isDanger = false) => (
    <Menu.Item
      key={label}
      className={isDanger ? `${ITEM_CLASS} text-danger [&>svg]:text-danger` : ITEM_CLASS}
      onSelect={() => {
        chosen.current = action;
      }}
    >
      {icon}
      <span>{label}</span>
    </Menu.Item>
  );
  /** Sets something up, and says `done` then. */
  const setter = (label: string, icon: ReactNode, change: SettingsChange, done: string) =>
    item(label, icon, () => void set(change, done));
  const clearing = item(texts.clear, <Eraser aria-hidden="true" />, () => setDialog('clear'), true);
  const importing =
    canImport &&
    item(words.imports.menu, <History aria-hidden="true" />, () => setDialog('import'));
  const onClosed = () => {
    const action = chosen.current;
    chosen.current = null;
    if (action) action();
    else onDone?.();
  };
  const closeDialog = () => {
    setDialog(null);
    onDone?.();
  };

  return (
    <>
      <MenuPanel {...menu} label={texts.menu} onClosed={onClosed}>
        {onDetails && (
          <div className="@min-[16rem]:hidden">
            {item(words.people.details, <Info aria-hidden="true" />, onDetails)}
          </div>
        )}
        {settings.pinned
          ? setter(texts.unpin, <PinOff aria-hidden="true" />, { pinned: false }, texts.unpinned)
          : setter(texts.pin, <Pin aria-hidden="true" />, { pinned: true }, texts.pinnedNow)}
        {settings.archived
          ? setter(
              texts.unarchive,
              <ArchiveRestore aria-hidden="true" />,
              { archived: false },
              texts.unarchived,
            )
          : setter(
              texts.archive,
              <Archive aria-hidden="true" />,
              { archived: true },
              texts.archivedNow,
            )}
        {settings.unread
          ? setter(
              texts.markRead,
              <MessageSquareDot aria-hidden="true" />,
              { unread: false },
              texts.markedRead,
            )
          : !isSelf &&
            setter(
              texts.markUnread,
              <MessageSquareDot aria-hidden="true" />,
              { unread: true },
              texts.markedUnread,
            )}
        {isSelf && (canImport || person.lastSeq > person.clearedSeq) && (
          <>
            <Menu.Separator className="my-1.5 h-px bg-line" />
            {importing}
            {person.lastSeq > person.clearedSeq && clearing}
          </>
        )}
        {!isSelf && (
          <>
            <Menu.Separator className="my-1.5 h-px bg-line" />
            {muted
              ? setter(
                  texts.unmute,
                  <Bell aria-hidden="true" />,
                  { mutedUntil: null },
                  texts.unmuted,
                )
              : muteChoices(texts, new Date()).map(({ label, mutedUntil }) =>
                  setter(label, <BellOff aria-hidden="true" />, { mutedUntil }, texts.mutedNow),
                )}
            <Menu.Separator className="my-1.5 h-px bg-line" />
            {importing}
            {person.lastSeq > person.clearedSeq && clearing}
            {person.blocked
              ? item(texts.unblock, <Ban aria-hidden="true" />, () => void unblock())
              : item(texts.block, <Ban aria-hidden="true" />, () => setDialog('block'), true)}
            {item(texts.report, <Flag aria-hidden="true" />, () => setDialog('report'), true)}
          </>
        )}
      </MenuPanel>
      {dialog === 'block' && (
        <BlockDialog name={person.fullName} onBlock={options.block} onClose={closeDialog} />
      )}
      {dialog === 'clear' && (
        <ClearDialog
          name={isSelf ? null : person.fullName}
          onClear={options.clear}
          onClose={closeDialog}
        />
      )}
      {dialog === 'import' && ImportDialog && (
        <ImportDialog person={person} isSelf={isSelf} onClose={closeDialog} />
      )}
      {dialog === 'report' && (
        <ReportDialog
          name={person.fullName}
          onReport={(reason) => options.report({ reason })}
          onClose={closeDialog}
        />
      )}
      <OptionsNotice
        notice={notice}
        onGone={() => {
          setNotice(null);
          onDone?.();
        }}
      />
    </>
  );
}
