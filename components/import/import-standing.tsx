'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { importExtent, importSentence } from '@/components/import/import-sentence';
import { StepTitle } from '@/components/import/steps/step-title';
import type { ImportAct } from '@/components/import/use-import';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { Spinner } from '@/components/ui/spinner';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

interface ImportStandingProps {
  found: ImportDto;
  /** Of the other person; null for one's own notes. */
  name: string | null;
  pending: ImportAct | null;
  failure: string | null;
  onAct: (act: ImportAct) => void;
  /** Begins another one in its place. */
  onAnew: () => void;
}

/** The history that is there, or is to be, and what can be done with it. */
export function ImportStanding(props: ImportStandingProps) {
  const { found, name, pending, failure, onAct, onAnew } = props;
  const words = useAllMessages();
  const { imports: texts } = words;
  const zone = useZone();
  const [isConfirming, setIsConfirming] = useState(false);
  const { state, isMine } = found;
  const isMoving = state === 'accepted' || state === 'removing';
  const isAsked = state === 'proposed' && !isMine;
  const removing = (label: string, variant: 'secondary' | 'ghost' | 'danger' = 'secondary') => (
    <Button variant={variant} isPending={pending === 'remove'} onClick={() => onAct('remove')}>
      {label}
    </Button>
  );
  return (
    <>
      {/* Another state has other buttons: the title takes the focus anew. */}
      <StepTitle key={`${state} ${isConfirming}`}>
        {importSentence(words, found, name ?? '')}
      </StepTitle>
      <div role="status" className="flex flex-col gap-1 text-muted">
        {isMoving ? (
          <Spinner className="size-6" />
        ) : (
          <p className="empty:hidden">{importExtent(words, found, zone)}</p>
        )}
        {isAsked && <p>{texts.asksHint}</p>}
      </div>
      {state === 'done' && isConfirming && (
        <p>{name === null ? texts.removeNotesHint : texts.removeHint(name)}</p>
      )}
      <p role="alert" className="text-danger empty:hidden">
        {failure}
      </p>
      <div className="flex flex-col gap-2 empty:hidden">
        {isAsked && (
          <Button isPending={pending === 'accept'} onClick={() => onAct('accept')}>
            {texts.accept}
          </Button>
        )}
        {isAsked && removing(texts.decline)}
        {isMine && state === 'proposed' && removing(texts.withdraw)}
        {isMine && state === 'draft' && <Button onClick={onAnew}>{texts.beginAnew}</Button>}
        {isMine && state === 'draft' && removing(texts.throwAway)}
        {isMine && state === 'declined' && <Button onClick={onAnew}>{texts.tryAnother}</Button>}
        {isMine && state === 'declined' && removing(texts.putAway)}
        {state === 'done' && !isConfirming && (
          <Button variant="danger" onClick={() => setIsConfirming(true)}>
            {name === null ? texts.removeNotes : texts.remove}
          </Button>
        )}
        {state === 'done' && isConfirming && removing(texts.removeNow, 'danger')}
        {state === 'done' && isConfirming && (
          <Button variant="ghost" onClick={() => setIsConfirming(false)}>
            {words.common.cancel}
          </Button>
        )}
      </div>
    </>
  );
}
