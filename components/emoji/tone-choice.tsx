'use client';

import { chosenTone } from '@/components/emoji/catalogue/emoji-memory';
import { TONES, type Tone, withTone } from '@/components/emoji/catalogue/skin-tone';
import { useAllMessages } from '@/components/i18n/use-all-messages';

const HAND = { symbol: '✋', takesTone: true };

interface ToneChoiceProps {
  id: string;
  tone: Tone;
  isOpen: boolean;
  onToggle: () => void;
}

/** Shows the skin tone emoji are in, and opens the choice. */
export function ToneButton({ id, tone, isOpen, onToggle }: ToneChoiceProps) {
  const words = useAllMessages();
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      aria-label={`${words.emoji.tone}: ${words.emoji.tones[tone]}`}
      title={words.emoji.tone}
      onClick={onToggle}
      className="flex size-11 shrink-0 items-center justify-center rounded-full text-xl leading-none transition-colors hover:bg-hover aria-expanded:bg-hover"
    >
      {withTone(HAND, tone)}
    </button>
  );
}

/** The six skin tones. The choice shows in the grid at once and is remembered. */
export function ToneList({ id, tone }: Pick<ToneChoiceProps, 'id' | 'tone'>) {
  const words = useAllMessages();
  return (
    <fieldset id={id} className="mx-3 mb-1 flex animate-fade-in justify-between">
      <legend className="sr-only">{words.emoji.tone}</legend>
      {TONES.map((each) => (
        <label
          key={each}
          className="flex size-11 items-center justify-center rounded-control text-2xl leading-none hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={id}
            aria-label={words.emoji.tones[each]}
            checked={each === tone}
            onChange={() => chosenTone.set(each)}
            className="sr-only"
          />
          <span aria-hidden="true">{withTone(HAND, each)}</span>
        </label>
      ))}
    </fieldset>
  );
}
