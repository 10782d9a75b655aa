'use client';

import Plus from 'lucide-react/icons/plus';
import * as Menu from 'radix-ui/dropdown-menu';
import { type KeyboardEvent, useRef } from 'react';
import { ActIcon } from '@/components/conversation/actions/act-icon';
import {
  canReact,
  type MessageAct,
  QUICK_REACTIONS,
  whatCanBeDone,
} from '@/components/conversation/actions/what-can-be-done';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { hasTwoPanes } from '@/components/navigation/pane-layout';
import { classNames } from '@/components/ui/class-names';
import { useBackToClose } from '@/components/ui/use-back-to-close';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

export interface MessageMenuProps {
  item: ConversationItem;
  /** One's own reaction to it. */
  chosen: string | null;
  /** Where it opens, in pixels of the window. */
  at: { x: number; y: number };
  onAct: (act: MessageAct) => void;
  onReact: (emoji: string | null) => void;
  onMore: () => void;
  /** Closed, without anything chosen or with it; the focus is to go back. */
  onClose: () => void;
}

const ITEM_CLASS =
  'flex min-h-9 cursor-default items-center gap-3 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11';
const REACTION_CLASS =
  'flex size-9 cursor-default items-center justify-center rounded-full text-xl leading-none outline-none select-none data-highlighted:bg-hover data-highlighted:ring-2 data-highlighted:ring-accent';

/** The menu of a message where there is a pointer or a keyboard. */
export function MessageMenu(props: MessageMenuProps) {
  const { item, chosen, at, onAct, onReact, onMore, onClose } = props;
  const words = useAllMessages();
  useBackToClose(!hasTwoPanes(), onClose);
  const row = useRef<HTMLDivElement>(null);
  const acts = whatCanBeDone(item);
  /** It is closed by what was chosen; by itself it would give the focus back as well. */
  const choose = (action: () => void) => (event: Event) => {
    event.preventDefault();
    action();
  };

  /** In the row of reactions left and right go from one to the next, up and down leave it. */
  const onRowKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const places = [...(row.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const index = event.target instanceof HTMLElement ? places.indexOf(event.target) : -1;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const steps: Record<string, number> = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
    const step = steps[event.key];
    const next =
      step === undefined
        ? event.key === 'ArrowDown' && row.current?.parentElement?.querySelector('[data-act]')
        : places[(index + step + places.length) % places.length];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };

  return (
    <Menu.Root open onOpenChange={(isOpen) => !isOpen && onClose()} modal={false}>
      <Menu.Trigger asChild>
        <span
          aria-hidden="true"
          style={{ left: at.x, top: at.y }}
          className="pointer-events-none fixed"
        />
      </Menu.Trigger>
      <Menu.Content
        align="start"
        sideOffset={2}
        collisionPadding={8}
        aria-label={words.actions.menu}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="z-50 min-w-52 animate-pop-in rounded-card bg-raised p-1.5 shadow-raised ring-1 ring-line"
      >
        {canReact(item) && (
          <Menu.Group
            ref={row}
            aria-label={words.actions.react}
            onKeyDown={onRowKeyDown}
            className="mb-1.5 flex gap-0.5 border-b border-line pb-1.5"
          >
            {QUICK_REACTIONS.map((emoji) => (
              <Menu.CheckboxItem
                key={emoji}
                checked={emoji === chosen}
                aria-label={words.actions.reactWith(emoji)}
                textValue={emoji}
                onSelect={choose(() => onReact(emoji === chosen ? null : emoji))}
                className={classNames(REACTION_CLASS, emoji === chosen && 'bg-accent-soft')}
              >
                {emoji}
              </Menu.CheckboxItem>
            ))}
            <Menu.Item
              aria-label={words.actions.more}
              onSelect={choose(onMore)}
              className={`${REACTION_CLASS} text-muted`}
            >
              <Plus className="size-5" aria-hidden="true" />
            </Menu.Item>
          </Menu.Group>
        )}
        {acts.map((act) => (
          <Menu.Item
            key={act}
            data-act={act}
            onSelect={choose(() => onAct(act))}
            className={classNames(ITEM_CLASS, act === 'delete' && 'text-danger')}
          >
            <ActIcon act={act} />
            <span>{words.actions[act]}</span>
          </Menu.Item>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
}
