'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ImportLine } from '@/components/import/import-line';
import { BlockDialog } from '@/components/person/options/block-dialog';
import { BlockedLine } from '@/components/person/options/blocked-line';
import { Button } from '@/components/ui/button';
import { useRequest } from '@/lib/client/hooks/conversation/use-request';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** Says what waits between its reader and a person: a block, a request, or a history from elsewhere. */
export function PersonLine({ person }: { person: PersonRow }) {
  if (person.blocked) return <BlockedLine person={person} />;
  if (person.settings.request) return <RequestLine person={person} />;
  return <ImportLine person={person} />;
}

/** Above the composer, while somebody its reader does not know waits to be answered. */
function RequestLine({ person }: { person: PersonRow }) {
  const { requests: texts, settings } = useAllMessages();
  const { accept, remove, block } = useRequest(person._id);
  const [pending, setPending] = useState<'accept' | 'remove' | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  const [isBlocking, setIsBlocking] = useState(false);
  const run = async (kind: 'accept' | 'remove', work: () => Promise<void>) => {
    setPending(kind);
    setIsRefused(false);
    try {
      await work();
    } catch {
      setIsRefused(true);
    }
    setPending(null);
  };
  return (
    <section
      aria-label={texts.title}
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-t p-4 text-center text-muted"
    >
      <p className="w-full">{texts.hint(person.fullName)}</p>
      <Button isPending={pending === 'accept'} onClick={() => void run('accept', accept)}>
        {texts.accept}
      </Button>
      <Button
        variant="secondary"
        isPending={pending === 'remove'}
        onClick={() => void run('remove', remove)}
      >
        {texts.remove}
      </Button>
      <Button variant="danger" onClick={() => setIsBlocking(true)}>
        {settings.block}
      </Button>
      <p role="alert" className="w-full text-danger empty:hidden">
        {isRefused && settings.refused}
      </p>
      {isBlocking && (
        <BlockDialog name={person.fullName} onBlock={block} onClose={() => setIsBlocking(false)} />
      )}
    </section>
  );
}
