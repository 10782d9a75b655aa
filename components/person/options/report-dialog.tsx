'use client';

import { useId, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { CONTROL_CLASS, Field } from '@/components/ui/field';
import { REPORT_MAX_CHARACTERS } from '@/lib/shared/limits';

interface ReportDialogProps {
  name: string;
  onReport: (reason: string) => Promise<void>;
  onClose: () => void;
}

/** Asks why, and says who will read it. */
export function ReportDialog({ name, onReport, onClose }: ReportDialogProps) {
  const words = useAllMessages();
  const { settings: texts } = words;
  const id = useId();
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'asking' | 'empty' | 'sending' | 'refused' | 'sent'>('asking');
  const report = async () => {
    if (!reason.trim()) {
      setState('empty');
      return;
    }
    setState('sending');
    try {
      await onReport(reason);
      setState('sent');
    } catch {
      setState('refused');
    }
  };
  return (
    <DialogFrame isOpen onClose={onClose} title={texts.reportTitle(name)} kind="card" showTitle>
      {state === 'sent' ? (
        <div className="flex flex-col gap-4 p-5">
          <p role="status">{texts.reported}</p>
          <Button onClick={onClose}>{words.common.close}</Button>
        </div>
      ) : (
        <form
          className="flex flex-col gap-4 p-5"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void report();
          }}
        >
          <p>{texts.reportHint}</p>
          <Field
            id={id}
            label={texts.reason}
            error={state === 'empty' ? texts.reasonMissing : undefined}
          >
            <textarea
              id={id}
              value={reason}
              rows={4}
              maxLength={REPORT_MAX_CHARACTERS}
              aria-invalid={state === 'empty' ? true : undefined}
              onChange={(event) => setReason(event.target.value)}
              className={CONTROL_CLASS}
            />
          </Field>
          <p role="alert" className="text-danger empty:hidden">
            {state === 'refused' && texts.refused}
          </p>
          <div className="flex flex-col gap-2">
            <Button type="submit" variant="danger" isPending={state === 'sending'}>
              {texts.sendReport}
            </Button>
            <Button variant="ghost" onClick={onClose}>
              {words.common.cancel}
            </Button>
          </div>
        </form>
      )}
    </DialogFrame>
  );
}
