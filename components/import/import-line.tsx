'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { importExtent, importSentence } from '@/components/import/import-sentence';
import { type ImportAct, useImport, useImportActs } from '@/components/import/use-import';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { Spinner } from '@/components/ui/spinner';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

/** Above the composer, while a history from elsewhere waits for an answer. */
export function ImportLine({ person }: { person: PersonRow }) {
  const { found, mutate } = useImport(person);
  const { pending, failure, run } = useImportActs(mutate);
  if (!found) return null;
  return (
    <ImportLineView
      found={found}
      name={person.fullName}
      pending={pending}
      failure={failure}
      onAct={(act) => void run(act, found._id)}
    />
  );
}

interface ImportLineViewProps {
  found: ImportDto;
  name: string;
  pending: ImportAct | null;
  failure: string | null;
  onAct: (act: ImportAct) => void;
}

export function ImportLineView({ found, name, pending, failure, onAct }: ImportLineViewProps) {
  const words = useAllMessages();
  const { imports: texts } = words;
  const zone = useZone();
  const id = useId();
  const line = useRef<HTMLElement>(null);
  const { state, isMine } = found;
  const isAsked = state === 'proposed' && !isMine;
  const extent = isAsked && importExtent(words, found, zone);
  // The button that was pressed goes with the state.
  const hasActed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state has other buttons
  useEffect(() => {
    if (hasActed.current && document.activeElement === document.body) line.current?.focus();
    hasActed.current = false;
  }, [state]);
  const act = (which: ImportAct) => {
    hasActed.current = true;
    onAct(which);
  };
  const removing = (label: string): ReactNode => (
    <Button variant="secondary" isPending={pending === 'remove'} onClick={() => act('remove')}>
      {label}
    </Button>
  );
  return (
    <section
      ref={line}
      tabIndex={-1}
      aria-labelledby={id}
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-t p-4 text-center text-muted outline-none"
    >
      <div role="status" className="flex w-full flex-col gap-1 text-pretty">
        <p className="flex items-center justify-center gap-2 text-ink">
          {state === 'accepted' && <Spinner className="size-4 shrink-0" />}
          <span id={id}>{importSentence(words, found, name)}</span>
        </p>
        {extent && <p>{extent}</p>}
        {isAsked && <p>{texts.asksHint}</p>}
      </div>
      {isAsked && (
        <>
          <Button isPending={pending === 'accept'} onClick={() => act('accept')}>
            {texts.accept}
          </Button>
          {removing(texts.decline)}
        </>
      )}
      {isMine && state === 'proposed' && removing(texts.withdraw)}
      {isMine && state === 'declined' && removing(texts.putAway)}
      <p role="alert" className="w-full text-danger empty:hidden">
        {failure}
      </p>
    </section>
  );
}
