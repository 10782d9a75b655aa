'use client';

import { useCallback, useRef, useState } from 'react';
import { hasTwoPanes } from '@/components/navigation/pane-layout';
import { useBackToClose } from '@/components/ui/use-back-to-close';

/**
 * A button and the menu it opens, whose items are loaded once the button is pointed at or focused:
 * `buttonProps` belong to the button. On a phone Back closes the menu.
 */
export function useMenuButton() {
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // Pressing beside an open menu closes it before the click arrives, which must not open it again.
  const wasOpen = useRef(false);
  const close = useCallback(() => setIsOpen(false), []);
  useBackToClose(isOpen && !hasTwoPanes(), close);
  const buttonProps = {
    ref: button,
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen,
    onPointerEnter: () => setIsNear(true),
    onFocus: () => setIsNear(true),
    onPointerDown: () => {
      wasOpen.current = isOpen;
    },
    onClick: () => {
      setIsOpen(!wasOpen.current);
      wasOpen.current = false;
    },
  } as const;
  return {
    buttonProps,
    isWanted: isOpen || isNear,
    menu: { isOpen, onOpenChange: setIsOpen, opener: button },
  };
}
