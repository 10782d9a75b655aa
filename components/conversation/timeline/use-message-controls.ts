'use client';

import { type SyntheticEvent, useRef, useState } from 'react';
import type { Selection } from '@/components/conversation/selection/selection';
import { useOnDemand } from '@/components/ui/use-on-demand';

const load = () =>
  import('@/components/conversation/actions/message-controls').then(
    (module) => module.MessageControls,
  );

/** What would scroll, or open the browser's menu, although it means messages. */
const KEPT = /^(Arrow(Up|Down)|Home|End|contextmenu)$/;

/**
 * What can be done with the messages, fetched with the first pointer, finger or focus that comes to
 * them. What is pressed before it is there is kept for it.
 */
export function useMessageControls() {
  const [isNear, setIsNear] = useState(false);
  const Controls = useOnDemand(isNear, load);
  const early = useRef<Event | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const onNear = ({ nativeEvent: event, target }: SyntheticEvent) => {
    setIsNear(true);
    if (Controls || early.current?.defaultPrevented) return;
    const what = event instanceof KeyboardEvent ? event.key : event.type;
    const isLink = target instanceof Element && target.closest('a');
    if (KEPT.test(what) && !isLink && !('shiftKey' in event && event.shiftKey)) {
      event.preventDefault();
    }
    early.current = event;
  };
  const handlers = {
    onPointerMove: onNear,
    onTouchStart: onNear,
    onTouchMove: onNear,
    onTouchEnd: onNear,
    onFocus: onNear,
    onKeyDown: onNear,
    onContextMenu: onNear,
  };
  return { Controls, early, handlers, selection, setSelection };
}
