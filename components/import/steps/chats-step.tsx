'use client';

import { useId, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ChoiceList } from '@/components/import/steps/choice-list';
import { StepButtons } from '@/components/import/steps/step-buttons';
import { StepTitle } from '@/components/import/steps/step-title';
import { TextField } from '@/components/ui/text-field';
import { fold } from '@/lib/shared/text';

/** More are looked for by name. */
const LISTED_COUNT = 8;

interface ChatsStepProps {
  chats: readonly { key: string; title: string; count: number }[];
  /** Of the person whose chat is meant. */
  name: string;
  isReading: boolean;
  failure: string | null;
  onChoose: (keys: readonly string[]) => void;
  onBack: () => void;
}

/** Asks which of the chats of an export is meant; those with that person's name are chosen already. */
export function ChatsStep(props: ChatsStepProps) {
  const { chats, name, isReading, failure, onChoose, onBack } = props;
  const words = useAllMessages();
  const { imports: texts } = words;
  const id = useId();
  const [chosen, setChosen] = useState<string[]>(() =>
    chats.filter(({ title }) => fold(title) === fold(name)).map(({ key }) => key),
  );
  const [query, setQuery] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const shown = chats
    .filter(({ key, title }) => chosen.includes(key) || fold(title).includes(fold(query)))
    .toSorted(({ key: one }, { key: other }) => +chosen.includes(other) - +chosen.includes(one));
  return (
    <>
      <StepTitle>{texts.chatsTitle}</StepTitle>
      <p className="text-muted">{texts.chatsHint}</p>
      {chats.length > LISTED_COUNT && (
        <TextField
          id={id}
          type="search"
          label={texts.filterChats}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      <div className="max-h-80 overflow-y-auto p-px">
        <ChoiceList
          label={texts.chatsTitle}
          hideLabel
          isMultiple
          choices={shown.map(({ key, title, count }) => ({
            key,
            name: title || '?',
            note: words.export.messages(count),
          }))}
          chosen={chosen}
          onChoose={(keys) => {
            setChosen(keys);
            setIsMissing(false);
          }}
        />
        {shown.length === 0 && <p className="text-muted">{texts.noChat}</p>}
      </div>
      <p role="alert" className="text-danger empty:hidden">
        {isMissing ? texts.whoMissing : failure}
      </p>
      <StepButtons
        isPending={isReading}
        onNext={() => (chosen.length > 0 ? onChoose(chosen) : setIsMissing(true))}
        onBack={onBack}
      />
    </>
  );
}
