'use client';

import { ENTER_CHOICES, enterChoice } from '@/components/conversation/composer/enter-key';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Section } from '@/components/ui/section';
import { SegmentedChoice } from '@/components/ui/segmented-choice';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';

/** Settings for writing in this browser. */
export function WritingSection() {
  const words = useAllMessages();
  const chosen = useStoredValue(enterChoice, 'automatic');
  return (
    <Section id="writing" title={words.writing.title}>
      <div className="flex flex-col gap-2">
        <SegmentedChoice
          label={words.writing.enterSends}
          showLabel
          name="enter"
          options={ENTER_CHOICES}
          names={words.writing.choices}
          value={chosen}
          onChoose={enterChoice.set}
        />
        <p className="text-muted">{words.writing.hints[chosen]}</p>
      </div>
    </Section>
  );
}
