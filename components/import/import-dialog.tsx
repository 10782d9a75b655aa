'use client';

import { type ReactNode, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ImportStanding } from '@/components/import/import-standing';
import { ImportWizard } from '@/components/import/import-wizard';
import { StepTitle } from '@/components/import/steps/step-title';
import { useHandIn } from '@/components/import/use-hand-in';
import { useImport, useImportActs } from '@/components/import/use-import';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { LoadFailed } from '@/components/ui/load-failed';
import { Spinner } from '@/components/ui/spinner';
import { useBackToClose } from '@/components/ui/use-back-to-close';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

/** Whether a history that was there when the dialog opened has been taken out since. */
function useIsRemoved(found: ImportDto | null | undefined): boolean {
  const [last, setLast] = useState(found);
  const [isRemoved, setIsRemoved] = useState(false);
  if (found !== last) {
    setLast(found);
    setIsRemoved(found === null && (last?.state === 'removing' || last?.state === 'done'));
  }
  return isRemoved;
}

interface ImportDialogProps {
  person: PersonRow;
  /** The conversation is one's own notes. */
  isSelf: boolean;
  onClose: () => void;
}

/** Brings the history of another messenger into a conversation, or takes it out again. */
export function ImportDialog({ person, isSelf, onClose }: ImportDialogProps) {
  const words = useAllMessages();
  const { imports: texts } = words;
  const { found, hasFailed, mutate } = useImport(person);
  const acts = useImportActs(mutate);
  const [isAnew, setIsAnew] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const handIn = useHandIn(person._id, async () => {
    await mutate();
    setIsAnew(false);
    setIsLeaving(false);
  });
  const isHandingIn = handIn.state !== null;
  const isRemoved = useIsRemoved(found);
  const stop = async () => {
    await handIn.stop();
    // What is kept of it must not speak of the draft that is gone.
    await mutate().catch(() => undefined);
  };
  const askToLeave = () => setIsLeaving(true);
  useBackToClose(isHandingIn && !isLeaving, askToLeave);
  /** Closed while it asks whether to stop, it goes on. */
  const close = () => {
    if (isHandingIn) setIsLeaving(!isLeaving);
    else onClose();
  };

  const content = (): ReactNode => {
    if (hasFailed) {
      return (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {texts.loadFailed}
        </LoadFailed>
      );
    }
    if (found === undefined) return <Spinner className="size-6 self-center text-muted" />;
    if (isRemoved) {
      return (
        <>
          <StepTitle>{texts.removed}</StepTitle>
          <Button onClick={onClose}>{words.common.close}</Button>
        </>
      );
    }
    if (found && !isAnew) {
      return (
        <ImportStanding
          found={found}
          name={isSelf ? null : person.fullName}
          pending={acts.pending}
          failure={acts.failure}
          onAct={(act) => void acts.run(act, found._id).then((left) => left === null && onClose())}
          onAnew={() => setIsAnew(true)}
        />
      );
    }
    if (person.clearedSeq > 0) return <p>{words.failed.reasons.import_cleared}</p>;
    // The draft that is being handed in is found as well.
    const start: typeof handIn.start = (plan) => {
      setIsAnew(true);
      return handIn.start(plan);
    };
    return <ImportWizard person={person} isSelf={isSelf} handIn={{ ...handIn, start, stop }} />;
  };

  return (
    <DialogFrame isOpen onClose={close} title={texts.title} kind="card" showTitle>
      {isLeaving && isHandingIn && (
        <div className="flex flex-col gap-4 p-5">
          <StepTitle>{texts.leaveTitle}</StepTitle>
          <p>{texts.leaveHint}</p>
          <div className="flex flex-col gap-2">
            <Button
              variant="danger"
              isPending={handIn.isStopping}
              onClick={() => void stop().then(onClose)}
            >
              {texts.leave}
            </Button>
            <Button variant="ghost" onClick={() => setIsLeaving(false)}>
              {texts.stayHere}
            </Button>
          </div>
        </div>
      )}
      <div hidden={isLeaving && isHandingIn} className="flex flex-col gap-4 p-5 [&[hidden]]:hidden">
        {content()}
      </div>
    </DialogFrame>
  );
}
