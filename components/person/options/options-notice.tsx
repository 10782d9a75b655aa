'use client';

import { createPortal } from 'react-dom';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { NOTICE_ACTION_CLASS, NoticeBubble } from '@/components/ui/notice-bubble';

/** Long enough to think again. */
const SHOWN_MS = 8_000;

export interface OptionsNoticeText {
  text: string;
  undo?: () => void;
}

interface OptionsNoticeProps {
  notice: OptionsNoticeText | null;
  onGone: () => void;
}

/** Says for a moment what has been done, with a way back, or that it was refused. */
export function OptionsNotice({ notice, onGone }: OptionsNoticeProps) {
  const words = useAllMessages();
  if (typeof document === 'undefined') return null;
  return createPortal(
    <NoticeBubble
      notice={notice}
      shownMs={SHOWN_MS}
      onGone={onGone}
      className="fixed bottom-4 z-50 pb-safe"
    >
      {({ text, undo }) => (
        <>
          <span>{text}</span>
          {undo && (
            <button type="button" onClick={undo} className={NOTICE_ACTION_CLASS}>
              {words.settings.undo}
            </button>
          )}
        </>
      )}
    </NoticeBubble>,
    document.body,
  );
}
