'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { DeleteDialog } from '@/components/conversation/actions/delete-dialog';
import { HoverBar } from '@/components/conversation/actions/hover-bar';
import { MessageMenu } from '@/components/conversation/actions/message-menu';
import { MessageSheet } from '@/components/conversation/actions/message-sheet';
import { messageAt } from '@/components/conversation/actions/messages-in';
import { type Notice, NoticeLine } from '@/components/conversation/actions/notice-line';
import { useMessageEvents } from '@/components/conversation/actions/use-message-events';
import { canReact, type MessageAct } from '@/components/conversation/actions/what-can-be-done';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { copiedLines } from '@/components/conversation/selection/copied-lines';
import { SelectBox } from '@/components/conversation/selection/select-box';
import type { Selection } from '@/components/conversation/selection/selection';
import { SelectionBar } from '@/components/conversation/selection/selection-bar';
import {
  SELECTED_MAX_COUNT,
  toggleSelected,
} from '@/components/conversation/selection/toggle-selected';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useZone } from '@/components/ui/clock';
import { formatTime } from '@/components/ui/dates';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { copyText } from '@/lib/client/platform/copy-text';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { messageUrl } from '@/lib/shared/urls';

const loadPicker = () =>
  import('@/components/conversation/actions/reaction-picker').then(
    (module) => module.ReactionPicker,
  );
const loadForward = () =>
  import('@/components/conversation/actions/forward-dialog').then((module) => module.ForwardDialog);
const loadReport = () =>
  import('@/components/conversation/actions/report-message').then((module) => module.ReportMessage);

export interface MessageControlsProps {
  view: RefObject<HTMLElement | null>;
  early: RefObject<Event | null>;
  /** The messages that stand on the page. */
  items: readonly ConversationItem[];
  rows: ConversationRows;
  person: PersonRow;
  actions: MessageActions;
  onSelection: (selection: Selection | null) => void;
}

/** A message, and its row on the page, to which the focus goes back. */
interface Chosen {
  item: ConversationItem;
  row: HTMLElement;
  /** null where a finger rested on it. */
  at: { x: number; y: number } | null;
}

/** What can be done with messages: menus, dialogs and keys. Stands right behind the timeline. */
export function MessageControls(props: MessageControlsProps) {
  const { view, early, items, rows, person, actions, onSelection } = props;
  const words = useAllMessages();
  const zone = useZone();
  const me = useMe();
  const end = useRef<HTMLSpanElement>(null);
  const [pointed, setPointed] = useState<HTMLElement | null>(null);
  const [menu, setMenu] = useState<Chosen | null>(null);
  const [picking, setPicking] = useState<Chosen | null>(null);
  const [deleting, setDeleting] = useState<readonly ConversationItem[] | null>(null);
  const [forwarding, setForwarding] = useState<readonly ConversationItem[] | null>(null);
  const [reporting, setReporting] = useState<Chosen | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<number> | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const Picker = useOnDemand(picking !== null, loadPicker);
  const Forward = useOnDemand(forwarding !== null, loadForward);
  const Report = useOnDemand(reporting !== null, loadReport);

  const isSelf = person._id === me._id;
  const find = (target: Element | null): ConversationItem | undefined => {
    const key =
      target?.closest<HTMLElement>('[data-tile]')?.dataset.tile ?? messageAt(target)?.dataset.key;
    return items.find((item) => item.key === key);
  };
  const chosen = [...(selected ?? [])].sort((a, b) => a - b);
  const selectedItems = () => chosen.flatMap((seq) => rows.between(seq, seq));

  const open = (target: Element, at: Chosen['at']) => {
    const item = find(target);
    const row = messageAt(target);
    if (!item || !row) return;
    if (at === null) document.getSelection()?.removeAllRanges();
    setMenu({ item, row, at });
  };
  const toggle = (target: Element) => {
    const row = messageAt(target);
    const first = Number(row?.dataset.seq);
    if (!row || !first) return;
    const last = Number(row.dataset.lastSeq ?? first);
    const seqs = rows.between(first, last).flatMap(({ seq }) => seq ?? []);
    setSelected((held) => toggleSelected(held ?? new Set(), seqs));
  };
  const leaveSelection = () => setSelected(null);

  useMessageEvents({
    view,
    end,
    early,
    isSelecting: selected !== null,
    toComposer: actions.toComposer,
    openMenu: open,
    pointAt: setPointed,
    canReply: (row) => {
      const item = find(row);
      return item !== undefined && canReact(item);
    },
    reply: (row) => {
      const item = find(row);
      if (item) actions.reply(item);
    },
    toggle,
    leaveSelection,
  });

  useEffect(() => {
    onSelection(
      selected && {
        seqs: selected,
        toggle: (seqs) => setSelected((held) => toggleSelected(held ?? new Set(), seqs)),
        Box: SelectBox,
      },
    );
  }, [selected, onSelection]);

  const copy = async (copied: readonly ConversationItem[]) => {
    const text = copiedLines({
      items: copied,
      nameOf: ({ status }) => (status === null ? person.fullName : me.fullName),
      timeOf: ({ createdAt }) => formatTime(createdAt, zone),
      words,
    });
    await putOnClipboard(text);
  };
  const putOnClipboard = async (text: string) => {
    const isCopied = await copyText(text);
    setNotice({ text: isCopied ? words.actions.copied : words.actions.copyFailed });
  };
  const doIt = (act: MessageAct, subject: Chosen) => {
    const { item, row } = subject;
    row.focus({ preventScroll: true });
    if (act === 'reply') actions.reply(item);
    else if (act === 'edit') actions.startEdit(item);
    else if (act === 'removePreview') actions.removePreview(item);
    else if (act === 'copy') void copy([item]);
    else if (act === 'link' && item.seq !== null)
      void putOnClipboard(location.origin + messageUrl(person._id, item.seq));
    else if (act === 'forward') setForwarding([item]);
    else if (act === 'select' && item.seq !== null) setSelected(new Set([item.seq]));
    else if (act === 'report') setReporting(subject);
    else if (act === 'delete') setDeleting([item]);
  };
  /** Once the menu is gone, which would take the focus back. */
  const afterMenu = (action: () => void) => {
    setMenu(null);
    setTimeout(action);
  };
  const closeMenu = () => {
    const row = menu?.row;
    afterMenu(() => row?.focus({ preventScroll: true }));
  };
  const react = ({ item, row }: Chosen, emoji: string | null) =>
    afterMenu(() => {
      row.focus({ preventScroll: true });
      actions.react(item, emoji);
    });

  const remove = (removed: readonly ConversationItem[], scope: 'everyone' | 'me') => {
    setDeleting(null);
    setSelected(null);
    for (const item of removed) actions.remove(item, scope);
    // The row that had the focus may be gone.
    setTimeout(() => {
      if (document.activeElement === document.body) view.current?.focus({ preventScroll: true });
    });
  };
  const forward = (sent: readonly ConversationItem[], people: readonly PersonRow[]) => {
    setForwarding(null);
    setSelected(null);
    for (const item of sent)
      actions.forward(
        item,
        people.map(({ _id }) => _id),
      );
    const [first] = people;
    if (!first) return;
    const name = first._id === me._id ? words.notes.title : first.fullName;
    setNotice({
      text: words.actions.forwardedTo(name, people.length - 1),
      link: { userId: first._id, label: words.actions.openConversation(name) },
    });
  };
  const menuProps = menu && {
    item: menu.item,
    chosen: menu.item.reactions.find(({ userId }) => userId === me._id)?.emoji ?? null,
    onAct: (act: MessageAct) => afterMenu(() => doIt(act, menu)),
    onReact: (emoji: string | null) => react(menu, emoji),
    onMore: () =>
      afterMenu(() => {
        menu.row.focus({ preventScroll: true });
        setPicking(menu);
      }),
    onClose: closeMenu,
  };
  const pointedItem = find(pointed);
  const actOnSelected = (act: 'copy' | 'forward' | 'delete') => {
    if (act === 'copy') void copy(selectedItems());
    else if (act === 'forward') setForwarding(selectedItems());
    else setDeleting(selectedItems());
  };

  return (
    <>
      <span ref={end} tabIndex={-1} />
      {pointed?.isConnected && pointedItem && !menu && selected === null && (
        <HoverBar
          row={pointed}
          item={pointedItem}
          onReply={() => actions.reply(pointedItem)}
          onReact={() => setPicking({ item: pointedItem, row: pointed, at: null })}
          onMenu={(at) => open(pointed, at)}
        />
      )}
      {menu?.at && menuProps && <MessageMenu {...menuProps} at={menu.at} />}
      {menu && !menu.at && menuProps && <MessageSheet {...menuProps} name={person.fullName} />}
      {Picker && picking && (
        <Picker
          onPick={(emoji) => {
            setPicking(null);
            actions.react(picking.item, emoji);
          }}
          onClose={() => setPicking(null)}
        />
      )}
      {deleting && (
        <DeleteDialog
          items={deleting}
          name={isSelf ? null : person.fullName}
          onDelete={(scope) => remove(deleting, scope)}
          onClose={() => setDeleting(null)}
        />
      )}
      {Forward && forwarding && (
        <Forward
          count={forwarding.length}
          onForward={(people) => forward(forwarding, people)}
          onClose={() => setForwarding(null)}
        />
      )}
      {Report && reporting && (
        <Report item={reporting.item} person={person} onClose={() => setReporting(null)} />
      )}
      {selected && (
        <SelectionBar
          count={selected.size}
          isFull={selected.size >= SELECTED_MAX_COUNT}
          maxCount={SELECTED_MAX_COUNT}
          canForward={selectedItems().every(({ deleted }) => !deleted)}
          onAct={actOnSelected}
          onClose={leaveSelection}
        />
      )}
      <NoticeLine notice={notice} onGone={() => setNotice(null)} />
    </>
  );
}
