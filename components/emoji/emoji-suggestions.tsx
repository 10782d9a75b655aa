'use client';

import type { Emoji } from '@/components/emoji/catalogue/emoji';
import { type Tone, withTone } from '@/components/emoji/catalogue/skin-tone';
import { useAllMessages } from '@/components/i18n/use-all-messages';

interface EmojiSuggestionsProps {
  /** Its options are named by this and their place: "id-0", "id-1". */
  id: string;
  emoji: readonly Emoji[];
  tone: Tone;
  activeIndex: number;
  onPoint: (index: number) => void;
  onPick: (index: number) => void;
}

/** A small list above the text field, which keeps the focus and moves in it. */
export function EmojiSuggestions(props: EmojiSuggestionsProps) {
  const { id, emoji, tone, activeIndex, onPoint, onPick } = props;
  const words = useAllMessages();
  return (
    <>
      <ul
        id={id}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of choices is what it is
        role="listbox"
        aria-label={words.emoji.suggestions}
        className="absolute start-2 bottom-full z-30 mb-2 w-72 max-w-[calc(100%-1rem)] animate-fade-in rounded-card bg-raised p-1 shadow-raised ring-1 ring-line sm:start-4"
      >
        {emoji.map((each, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field hears the keys
          <li
            key={each.symbol}
            id={`${id}-${index}`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of choices is what it is
            role="option"
            aria-selected={index === activeIndex}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => index !== activeIndex && onPoint(index)}
            onClick={() => onPick(index)}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 aria-selected:bg-accent-soft"
          >
            <span aria-hidden="true" className="text-2xl leading-none">
              {withTone(each, tone)}
            </span>
            <span className="min-w-0 truncate">{each.name}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {words.emoji.suggested(emoji.length)}
      </p>
    </>
  );
}
