'use client';

import { type RefObject, useEffect } from 'react';
import { hasTouch } from '@/lib/client/platform/environment';

const load = () =>
  import('@/components/navigation/swipe-back').then((module) => module.listenForSwipeBack);

interface UseSwipeBackInput {
  panes: RefObject<HTMLElement | null>;
  pane: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onBack: () => void;
}

/** Lets a conversation be swiped away on a phone; the code is loaded only there. */
export function useSwipeBack({ panes, pane, isOpen, onBack }: UseSwipeBackInput): void {
  useEffect(() => {
    const [all, moved] = [panes.current, pane.current];
    if (!isOpen || !all || !moved || !hasTouch()) return;
    let stop: (() => void) | null = null;
    let isWanted = true;
    load().then(
      (listen) => {
        if (isWanted) stop = listen({ all, moved, onBack });
      },
      // If it cannot be loaded, the arrow still works.
      () => undefined,
    );
    return () => {
      isWanted = false;
      stop?.();
    };
  }, [panes, pane, isOpen, onBack]);
}
