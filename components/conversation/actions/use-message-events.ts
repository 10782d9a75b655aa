'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';
import { listenForLongPress } from '@/components/conversation/actions/long-press';
import { createMessageKeys } from '@/components/conversation/actions/message-keys';
import {
  isMeantForMenu,
  messageAt,
  messagesIn,
} from '@/components/conversation/actions/messages-in';
import { listenForSwipeReply } from '@/components/conversation/actions/swipe-reply';

interface MessageEventsInput {
  view: RefObject<HTMLElement | null>;
  /** Right behind the messages: where Tab goes on from. */
  end: RefObject<HTMLElement | null>;
  /** What happened before this was loaded, and was kept for it. */
  early: RefObject<Event | null>;
  isSelecting: boolean;
  toComposer: () => void;
  /** `at` is null where a finger rested. */
  openMenu: (target: Element, at: { x: number; y: number } | null) => void;
  /** With the mouse; null when it points at none. */
  pointAt: (row: HTMLElement | null) => void;
  canReply: (row: HTMLElement) => boolean;
  reply: (row: HTMLElement) => void;
  toggle: (target: Element) => void;
  leaveSelection: () => void;
}

/** What mouse, fingers and keys do in the timeline. */
export function useMessageEvents(input: MessageEventsInput): void {
  const { view, end, early } = input;
  const isSelecting = useEffectEvent(() => input.isSelecting);
  const toComposer = useEffectEvent(() => input.toComposer());
  const pointAt = useEffectEvent((row: HTMLElement | null) => input.pointAt(row));
  const canReply = useEffectEvent((row: HTMLElement) => !input.isSelecting && input.canReply(row));
  const reply = useEffectEvent((row: HTMLElement) => input.reply(row));
  const toggle = useEffectEvent((target: Element) => input.toggle(target));
  const leave = useEffectEvent(() => input.leaveSelection());
  const openMenu = useEffectEvent((target: Element, at: { x: number; y: number } | null) =>
    input.openMenu(target, at),
  );

  useEffect(() => {
    const element = view.current;
    if (!element || !end.current) return;
    let isTouch = false;
    const onPointer = ({ pointerType }: PointerEvent) => {
      isTouch = pointerType === 'touch';
    };
    const onOver = ({ pointerType, target }: PointerEvent) => {
      if (pointerType === 'mouse') pointAt(isSelecting() ? null : messageAt(target));
    };
    const onLeave = () => pointAt(null);
    const onContextMenu = (event: MouseEvent) => {
      if (!isMeantForMenu(event) || !(event.target instanceof Element)) return;
      event.preventDefault();
      // A finger that rests is told by its own clock.
      if (!isTouch && !isSelecting())
        openMenu(event.target, { x: event.clientX, y: event.clientY });
    };
    const onClick = (event: MouseEvent) => {
      const { target } = event;
      if (!isSelecting() || !(target instanceof Element) || target.closest('label')) return;
      if (!messageAt(target)) return;
      event.preventDefault();
      event.stopPropagation();
      toggle(target);
    };
    const keys = createMessageKeys({
      view: element,
      end: end.current,
      toComposer: () => (isSelecting() ? leave() : toComposer()),
      openMenu: (row) => (isSelecting() ? toggle(row) : openMenu(row, placeOf(row))),
    });
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isSelecting()) return;
      const row = messageAt(event.target);
      if (event.key === ' ' && row === event.target && row) {
        event.preventDefault();
        toggle(row);
      } else if (event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && row) {
        event.preventDefault();
        const rows = messagesIn(element);
        const next = rows[rows.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1)];
        next?.focus();
        if (next) toggle(next);
      }
    };
    element.addEventListener('pointerdown', onPointer);
    element.addEventListener('pointermove', onOver);
    element.addEventListener('pointerleave', onLeave);
    element.addEventListener('contextmenu', onContextMenu);
    element.addEventListener('click', onClick, { capture: true });
    element.addEventListener('keydown', onKeyDown);
    const event = early.current;
    early.current = null;
    const stops = [
      keys.start(),
      listenForLongPress({
        view: element,
        early: isTouchEvent(event) ? event : null,
        onLongPress: (target) => (isSelecting() ? toggle(target) : openMenu(target, null)),
      }),
      listenForSwipeReply({ view: element, canReply, onReply: reply }),
    ];
    if (event instanceof KeyboardEvent) keys.onEarly(event);
    else if (event instanceof PointerEvent && event.type === 'pointermove') onOver(event);
    else if (
      event instanceof MouseEvent &&
      event.defaultPrevented &&
      event.target instanceof Element
    ) {
      openMenu(event.target, { x: event.clientX, y: event.clientY });
    }
    return () => {
      element.removeEventListener('pointerdown', onPointer);
      element.removeEventListener('pointermove', onOver);
      element.removeEventListener('pointerleave', onLeave);
      element.removeEventListener('contextmenu', onContextMenu);
      element.removeEventListener('click', onClick, { capture: true });
      element.removeEventListener('keydown', onKeyDown);
      for (const stop of stops) stop();
    };
  }, [view, end, early]);
}

/** Browsers without a touch screen may not know the class. */
const isTouchEvent = (event: Event | null): event is TouchEvent => event?.type === 'touchstart';

/** Where the menu of a message opens by key: at its lower corner, as far as that is in view. */
function placeOf(row: HTMLElement): { x: number; y: number } {
  const box = (row.querySelector('[data-bubble]') ?? row).getBoundingClientRect();
  const x = getComputedStyle(row).direction === 'rtl' ? box.right : box.left;
  return { x, y: Math.min(box.bottom, window.innerHeight - 8) };
}
