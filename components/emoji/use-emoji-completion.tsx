'use client';

import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useId,
  useRef,
  useState,
} from 'react';
import type { EmojiSuggestionsHandle } from '@/components/emoji/emoji-suggestions';
import { findShortcode, type Shortcode } from '@/components/emoji/find-shortcode';
import { insertText } from '@/components/ui/insert-text';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadSuggestions = () =>
  import('@/components/emoji/emoji-suggestions').then((module) => module.EmojiSuggestions);

interface EmojiCompletion {
  /** The list, for a place above the field. */
  list: ReactNode;
  /** For the field, while the list is there. */
  aria: { 'aria-controls'?: string; 'aria-activedescendant'?: string };
  /** To be asked first; whether the key was meant for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  /** The text or the caret has changed, or the field has lost the focus. */
  onCaret: () => void;
}

/** Offers emoji for ":name" while it is typed. Nothing of it is fetched before the first one. */
export function useEmojiCompletion(field: RefObject<HTMLTextAreaElement | null>): EmojiCompletion {
  const id = useId();
  const [shortcode, setShortcode] = useState<Shortcode | null>(null);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const handle = useRef<EmojiSuggestionsHandle>(null);
  const Suggestions = useOnDemand(shortcode !== null, loadSuggestions);

  const onCaret = useCallback(() => {
    const area = field.current;
    const isTyping = area !== null && document.activeElement === area;
    const isCaret = isTyping && area.selectionStart === area.selectionEnd;
    const next = isCaret ? findShortcode(area.value, area.selectionEnd) : null;
    setShortcode((held) =>
      held?.start === next?.start && held?.query === next?.query ? held : next,
    );
    if (!next) setDismissedAt(null);
  }, [field]);

  const isWanted = shortcode && shortcode.start !== dismissedAt;
  return {
    list: Suggestions && isWanted && (
      <Suggestions
        id={id}
        query={shortcode.query}
        handle={handle}
        onPick={(symbol) => {
          if (field.current) insertText(field.current, symbol, shortcode);
        }}
        onDismiss={() => setDismissedAt(shortcode.start)}
        onActive={setActiveId}
      />
    ),
    aria: activeId ? { 'aria-controls': id, 'aria-activedescendant': activeId } : {},
    onKeyDown: (event) => {
      if (!handle.current?.onKeyDown(event)) return false;
      event.preventDefault();
      return true;
    },
    onCaret,
  };
}
