'use client';

import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useOfferedPeople } from '@/components/people/use-offered-people';
import { PersonAvatar } from '@/components/person/person-avatar';
import { PersonName } from '@/components/person/person-name';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import type { PersonRow } from '@/lib/client/selectors/person-row';

const SHOWN_COUNT = 12;
const CHOSEN_MAX_COUNT = 10;

interface ForwardDialogProps {
  /** How many messages are to be sent on. */
  count: number;
  onForward: (people: readonly PersonRow[]) => void;
  onClose: () => void;
}

/** Chooses the people to whom messages are sent on. */
export function ForwardDialog({ count, onForward, onClose }: ForwardDialogProps) {
  const words = useAllMessages();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<readonly PersonRow[]>([]);
  const query = q.trim();
  const { people: offered, isLoading } = useOfferedPeople(query, SHOWN_COUNT);
  const isChosen = ({ _id }: PersonRow) => chosen.some((each) => each._id === _id);
  // Who was chosen stays in sight, whatever is searched for next.
  const people = [...chosen, ...offered.filter((person) => !isChosen(person))];
  const toggle = (person: PersonRow) =>
    setChosen((held) =>
      isChosen(person) ? held.filter(({ _id }) => _id !== person._id) : [...held, person],
    );
  const isFull = chosen.length >= CHOSEN_MAX_COUNT;
  return (
    <DialogFrame
      isOpen
      onClose={onClose}
      title={words.actions.forwardTitle(count)}
      kind="card"
      showTitle
    >
      <div className="flex items-center gap-3 border-b border-line px-5">
        <Search className="size-5 shrink-0 text-muted" aria-hidden="true" />
        <input
          type="search"
          aria-label={words.people.search}
          autoComplete="off"
          dir={q ? 'auto' : undefined}
          value={q}
          placeholder={words.people.search}
          onChange={(event) => setQ(event.target.value)}
          className="min-h-12 w-full bg-transparent text-base outline-none"
        />
      </div>
      <ul aria-label={words.people.heading} className="min-h-0 flex-1 overflow-y-auto p-2">
        {people.map((person) => (
          <li key={person._id}>
            <label className="flex min-h-12 cursor-default items-center gap-3 rounded-control px-3 py-1.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="checkbox"
                checked={isChosen(person)}
                disabled={isFull && !isChosen(person)}
                onChange={() => toggle(person)}
                className="size-5 shrink-0 accent-accent-solid outline-none"
              />
              <PersonAvatar person={person} size="small" />
              <PersonName person={person} />
            </label>
          </li>
        ))}
      </ul>
      {people.length === 0 && (
        <p className="px-5 pb-5 text-muted">
          {isLoading ? words.people.searching : words.people.noResults(query)}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-3 border-t border-line p-3">
        <p role="status" className="flex-1 px-2 text-sm text-muted">
          {isFull && words.actions.forwardMax(CHOSEN_MAX_COUNT)}
        </p>
        <Button disabled={chosen.length === 0} onClick={() => onForward(chosen)}>
          {words.actions.forward}
        </Button>
      </div>
    </DialogFrame>
  );
}
