'use client';

import Smile from 'lucide-react/icons/smile';
import { type ReactNode, type RefObject, useCallback, useRef, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { hasTwoPanes } from '@/components/navigation/pane-layout';
import { IconButton } from '@/components/ui/icon-button';
import { useBackToClose } from '@/components/ui/use-back-to-close';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadPanel = () => {
  // Loads the data at the same time, so that it is often there at the click. The panel handles
  // failures.
  import('@/components/emoji/catalogue/load-catalogue')
    .then((module) => module.loadCatalogue())
    .catch(() => undefined);
  return import('@/components/emoji/emoji-panel').then((module) => module.EmojiPanel);
};

interface EmojiPanelOptions {
  /** Where the emoji go. */
  field: RefObject<HTMLTextAreaElement | null>;
  /** What may be used while the panel stays open. */
  surroundings: RefObject<HTMLElement | null>;
}

/** The button that opens the emoji, and the emoji, which are fetched when first wanted. */
export function useEmojiPanel(options: EmojiPanelOptions): {
  button: ReactNode;
  panel: ReactNode;
  isOpen: boolean;
} {
  const words = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const Panel = useOnDemand(isOpen || isNear, loadPanel);
  const opener = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setIsOpen(false), []);
  // On a phone it lies in the keyboard's place, which Back closes; elsewhere it floats beside the text.
  useBackToClose(isOpen && !hasTwoPanes(), close);
  return {
    button: (
      <IconButton
        ref={opener}
        label={words.composer.emoji}
        tip="above-end"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => setIsNear(true)}
        onFocus={() => setIsNear(true)}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Smile className="size-5" aria-hidden="true" />
      </IconButton>
    ),
    panel: Panel && isOpen && <Panel {...options} opener={opener} onClose={close} />,
    isOpen,
  };
}
