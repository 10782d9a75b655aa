'use client';

import NotebookPen from 'lucide-react/icons/notebook-pen';
import { useCallback } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { PersonPicker } from '@/components/people/person-picker';
import { SharedContent } from '@/components/sharing/shared-content';
import { usePutInto } from '@/components/sharing/use-put-into';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { useKeptShare } from '@/lib/client/hooks/use-kept-share';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { forgetShare } from '@/lib/client/sharing/kept-shares';
import type { Brought } from '@/lib/shared/sharing/share-address';

const SHOWN_COUNT = 12;

interface ShareDialogProps {
  brought: Brought;
  onChoose: (userId: string) => void;
  onClose: () => void;
}

/** Asks for whom something is, shows what it is, and puts it into the draft of whoever is chosen. */
export function ShareDialog({ brought, onChoose, onClose }: ShareDialogProps) {
  const words = useAllMessages();
  const { _id: myId } = useMe();
  const { shareId, isTextLost, areFilesLost, start } = brought;
  const share = useKeptShare(shareId);
  const putInto = usePutInto();
  const isReading = share === 'reading';
  const kept = isReading ? null : share;
  const text = kept?.text ?? brought.text;
  const files = kept?.files ?? [];
  const hasContent = text !== '' || files.length > 0;
  const isNew = start === 'new' && !hasContent;

  // Oneself has a button of one's own.
  const isOffered = useCallback(
    ({ _id, blocked, deleted }: PersonRow) => _id !== myId && !blocked && !deleted,
    [myId],
  );
  const forget = () => {
    if (shareId) void forgetShare(shareId);
  };
  const choose = (userId: string) => {
    if (hasContent) putInto({ userId, text, files, isTextLost, onKept: forget });
    onChoose(userId);
  };
  const close = () => {
    if (!isReading) forget();
    onClose();
  };

  return (
    <DialogFrame
      isOpen
      onClose={close}
      title={isNew ? words.sharing.newMessage : words.sharing.title}
      kind="card"
      showTitle
    >
      {!isNew && (
        <SharedContent
          text={text}
          files={files}
          leftOut={kept?.leftOut ?? []}
          isTextLost={isTextLost}
          areFilesLost={areFilesLost}
          isReading={isReading}
          isGone={shareId !== null && share === null}
        />
      )}
      {(hasContent || isNew) && (
        <>
          <PersonPicker
            label={words.sharing.toWhom}
            placeholder={words.switcher.placeholder}
            count={SHOWN_COUNT}
            isOffered={isOffered}
            onChoose={choose}
          />
          <div className="flex shrink-0 flex-wrap items-center justify-end gap-3 border-t border-line p-3 max-sm:mt-auto">
            <p className="flex-1 basis-40 px-2 text-sm text-muted">
              {!isNew && words.sharing.hint}
            </p>
            <Button variant="secondary" onClick={() => choose(myId)}>
              <NotebookPen className="size-4" aria-hidden="true" />
              <span>{words.notes.title}</span>
            </Button>
          </div>
        </>
      )}
      {!hasContent && !isNew && !isReading && (
        <div className="flex justify-end p-3">
          <Button onClick={close}>{words.common.close}</Button>
        </div>
      )}
    </DialogFrame>
  );
}
