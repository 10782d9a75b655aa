'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openConversation } from '@/components/navigation/navigation';
import { PersonPicker } from '@/components/people/person-picker';

const SHOWN = 8;

/** The people one may go to, and how. */
export function SwitcherList({ onDone }: { onDone: () => void }) {
  const words = useAllMessages();
  const open = (userId: string) => {
    onDone();
    openConversation(userId);
  };
  return (
    <>
      <PersonPicker
        label={words.switcher.title}
        placeholder={words.switcher.placeholder}
        count={SHOWN}
        onChoose={open}
      />
      <p className="border-t border-line px-5 py-2.5 text-meta text-muted">{words.switcher.hint}</p>
    </>
  );
}
