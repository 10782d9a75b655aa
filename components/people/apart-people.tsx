'use client';

import MessageSquareDot from 'lucide-react/icons/message-square-dot';
import { useEffect } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { type ApartKind, useApartPeople } from '@/lib/client/hooks/people/use-apart-people';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';

interface ApartPeopleProps {
  /** Which of them are shown; null while the list of all others is. */
  kind: ApartKind | null;
  onChange: (view: PeopleSearchView) => void;
  onOpen: (kind: ApartKind) => void;
}

/** Loads the archived conversations, or the requests, for the list that shows them, or leads to the latter. */
export function ApartPeople({ kind, onChange, onOpen }: ApartPeopleProps) {
  if (kind) return <Runner key={kind} kind={kind} onChange={onChange} />;
  return <RequestsEntry onOpen={() => onOpen('request')} />;
}

function Runner({ kind, onChange }: { kind: ApartKind; onChange: ApartPeopleProps['onChange'] }) {
  const words = useAllMessages();
  const view = useApartPeople(kind);
  useEffect(() => onChange(view), [onChange, view]);
  if (view.people.length > 0 || view.isLoading || view.error) return null;
  return <p className="p-6 text-center text-muted">{words.requests.nothing[kind]}</p>;
}

/** Above the list, while somebody waits to be answered. */
function RequestsEntry({ onOpen }: { onOpen: () => void }) {
  const words = useAllMessages();
  const { people } = useApartPeople('request');
  if (people.length === 0) return null;
  return (
    <div className="px-2 pb-2">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-11 w-full items-center gap-3 rounded-control px-2.5 py-2 text-start text-accent transition-colors hover:bg-hover focus-visible:-outline-offset-2"
      >
        <MessageSquareDot className="size-5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 font-medium">{words.requests.waiting(people.length)}</span>
      </button>
    </div>
  );
}
