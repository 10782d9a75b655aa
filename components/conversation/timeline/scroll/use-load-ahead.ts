'use client';

import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { ConversationView } from '@/lib/client/hooks/conversation/use-conversation';
import { PAGE_MAX_COUNT } from '@/lib/shared/limits';

/**
 * How many views of older messages are loaded above the reader: at the end, and once they scroll
 * back.
 */
const VIEWS_AT_END = 2;
const VIEWS_GOING_BACK = 8;
/** The same of newer ones below, where what is loaded does not reach the newest. */
const VIEWS_BELOW = 4;
/** Scrolling by momentum lasts about this long; an answer takes part of that time. */
const FLING_MS = 2_000;
/** A pause this long means that the momentum has ended. */
const STILL_MS = 200;
const PAGES_AT_ONCE = 4;
const ROW_GUESS = 56;

interface Motion {
  at: number;
  top: number;
  /** Pixels a millisecond, towards the beginning. */
  speed: number;
}

interface UseLoadAheadInput {
  scroller: RefObject<HTMLElement | null>;
  /** The empty stretch above the shown messages, and how high it should be: it may not be so yet. */
  above: RefObject<HTMLElement | null>;
  spaceBefore: number;
  conversation: ConversationView;
}

/**
 * Loads older messages before the reader comes to them; the faster they go, the further ahead. The same
 * with newer ones where what is loaded ends before them.
 */
export function useLoadAhead(input: UseLoadAheadInput): () => void {
  const { scroller, above, spaceBefore, conversation } = input;
  const motion = useRef<Motion>({ at: 0, top: 0, speed: 0 });
  const latest = useRef({ conversation, spaceBefore });

  const lookAhead = useCallback(() => {
    const view = scroller.current;
    const { hasBefore, isLoadingBefore, beforeError, loadBefore } = latest.current.conversation;
    const { hasAfter, isLoadingAfter, afterError, loadAfter } = latest.current.conversation;
    if (!view) return;
    const isNearEnd = -view.scrollTop < view.clientHeight * VIEWS_BELOW;
    if (hasAfter && isNearEnd && !isLoadingAfter && !afterError) void loadAfter();
    motion.current = nextMotion(motion.current, view.scrollTop, performance.now());
    // What failed is tried again when somebody asks for it, or the connection is back.
    if (!hasBefore || isLoadingBefore || beforeError) return;
    const views = view.scrollTop < -1 ? VIEWS_GOING_BACK : VIEWS_AT_END;
    const wanted = view.clientHeight * views + motion.current.speed * FLING_MS;
    // Loaded messages count at once, although the empty space is adjusted only when the reader
    // pauses.
    const room = latest.current.spaceBefore - (above.current?.offsetHeight ?? 0);
    const missing = wanted - (view.scrollHeight - view.clientHeight + view.scrollTop + room);
    if (missing <= 0) return;
    const pages = Math.ceil(missing / (PAGE_MAX_COUNT * ROW_GUESS));
    void loadBefore(Math.min(pages, PAGES_AT_ONCE));
  }, [scroller, above]);

  // What came in may not be enough.
  useEffect(() => {
    latest.current = { conversation, spaceBefore };
    lookAhead();
  }, [conversation, spaceBefore, lookAhead]);

  return lookAhead;
}

function nextMotion(held: Motion, top: number, at: number): Motion {
  const elapsed = at - held.at;
  if (elapsed > STILL_MS) return { at, top, speed: 0 };
  if (elapsed < 1) return held;
  return { at, top, speed: Math.max(0, (held.top - top) / elapsed) };
}
