'use client';

import { ConversationLink } from '@/components/navigation/conversation-link';
import { NOTICE_ACTION_CLASS, NoticeBubble } from '@/components/ui/notice-bubble';

const SHOWN_MS = 6_000;

export interface Notice {
  text: string;
  link?: { userId: string; label: string };
}

interface NoticeLineProps {
  notice: Notice | null;
  onGone: () => void;
}

/** Says for a moment what has been done, above where one writes. */
export function NoticeLine({ notice, onGone }: NoticeLineProps) {
  return (
    <NoticeBubble
      notice={notice}
      shownMs={SHOWN_MS}
      onGone={onGone}
      className="absolute bottom-4 z-20"
    >
      {({ text, link }) => (
        <>
          <span>{text}</span>
          {link && (
            <ConversationLink userId={link.userId} className={NOTICE_ACTION_CLASS}>
              {link.label}
            </ConversationLink>
          )}
        </>
      )}
    </NoticeBubble>
  );
}
