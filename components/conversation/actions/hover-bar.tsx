'use client';

import Ellipsis from 'lucide-react/icons/ellipsis';
import Reply from 'lucide-react/icons/reply';
import SmilePlus from 'lucide-react/icons/smile-plus';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { canReact } from '@/components/conversation/actions/what-can-be-done';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

const GAP_PX = 6;
const EDGE_PX = 4;

interface HoverBarProps {
  row: HTMLElement;
  item: ConversationItem;
  onReply: () => void;
  onReact: () => void;
  /** With the place below the button. */
  onMenu: (at: { x: number; y: number }) => void;
}

/** A few buttons beside the message that a mouse points at, on the side where there is more room. */
export function HoverBar({ row, item, onReply, onReact, onMenu }: HoverBarProps) {
  const words = useAllMessages();
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = row.querySelector('[data-bubble]')?.getBoundingClientRect();
    const own = bar.current;
    if (!box || !own) return;
    const frame = row.getBoundingClientRect();
    const isAfter = frame.right - box.right > box.left - frame.left;
    const wanted = isAfter ? box.right + GAP_PX : box.left - own.offsetWidth - GAP_PX;
    const left = Math.min(
      Math.max(wanted - frame.left, EDGE_PX),
      frame.width - own.offsetWidth - EDGE_PX,
    );
    own.style.left = `${left}px`;
    own.style.top = `${box.top - frame.top + (Math.min(box.height, 40) - own.offsetHeight) / 2}px`;
  });
  const isStored = canReact(item);
  return createPortal(
    <div
      ref={bar}
      data-hover-bar
      className="absolute z-10 flex rounded-full bg-raised shadow-raised ring-1 ring-line"
    >
      {isStored && (
        <BarButton label={words.actions.react} onPress={onReact}>
          <SmilePlus className="size-4" aria-hidden="true" />
        </BarButton>
      )}
      {isStored && (
        <BarButton label={words.actions.reply} onPress={onReply}>
          <Reply className="size-4 rtl:-scale-x-100" aria-hidden="true" />
        </BarButton>
      )}
      <BarButton label={words.actions.menu} onPress={onMenu}>
        <Ellipsis className="size-4" aria-hidden="true" />
      </BarButton>
    </div>,
    row,
  );
}

interface BarButtonProps {
  label: string;
  onPress: (at: { x: number; y: number }) => void;
  children: ReactNode;
}

function BarButton({ label, onPress, children }: BarButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onPress({ x: box.left, y: box.bottom });
      }}
      className="flex size-8 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink"
    >
      {children}
    </button>
  );
}
