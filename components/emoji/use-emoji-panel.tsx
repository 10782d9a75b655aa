'use client';

import Smile from 'lucide-react/icons/smile';
import { type ReactNode, type RefObject, useCallback, useRef, useState } from 'react';
import type { EmojiPick } from '@/components/emoji/emoji-picker';
import { IconButton } from '@/components/ui/icon-button';
import { insertText } from '@/components/ui/insert-text';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useWords } from '@/components/words/words-provider';

const loadPanel = () =>
  import('@/components/emoji/emoji-panel').then((module) => module.EmojiPanel);

interface EmojiPanelParts {
  button: ReactNode;
  panel: ReactNode;
  isOpen: boolean;
  /** Without moving the focus. */
  close: () => void;
  /** Closes and returns the focus to the button. */
  leave: () => void;
}

interface EmojiPanelOptions {
  field: RefObject<HTMLTextAreaElement | null>;
  /** What may be used while the panel stays open. */
  surroundings: RefObject<HTMLElement | null>;
}

/** The button that opens the emoji, and the emoji, which are fetched when first wanted. */
export function useEmojiPanel({ field, surroundings }: EmojiPanelOptions): EmojiPanelParts {
  const words = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const Panel = useOnDemand(isOpen || isNear, loadPanel);
  const button = useRef<HTMLButtonElement>(null);
  const near = () => setIsNear(true);
  const close = useCallback(() => setIsOpen(false), []);
  const leave = () => {
    setIsOpen(false);
    button.current?.focus();
  };

  const onPick = ({ symbol, keepsOpen, by }: EmojiPick) => {
    const area = field.current;
    if (!area) return;
    // On touch the focus would bring the keyboard up, in the place of the emoji.
    const isWritingOn = by === 'pointer' && matchMedia('(pointer: fine)').matches;
    if (isWritingOn || !keepsOpen) area.focus({ preventScroll: true });
    insertText(area, symbol);
    if (!keepsOpen) close();
  };

  return {
    button: (
      <IconButton
        ref={button}
        label={words.emoji.open}
        tip="above-end"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={near}
        onFocus={near}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Smile className="size-5" aria-hidden="true" />
      </IconButton>
    ),
    panel: Panel && isOpen && <Panel surroundings={surroundings} onPick={onPick} onClose={close} />,
    isOpen,
    close,
    leave,
  };
}
