'use client';

import ArrowLeft from 'lucide-react/icons/arrow-left';
import Link from 'next/link';
import { useEffect } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { followPageHistory, isBehind } from '@/components/ui/page-history';
import { pages } from '@/lib/shared/urls';

/** Back to the conversation one came from, or to the list if that is not known. */
export function BackToChats() {
  const words = useAllMessages();
  useEffect(followPageHistory, []);
  return (
    <Link
      href={pages.chat}
      aria-label={words.profile.backToChats}
      onNavigate={(event) => {
        if (!isBehind(pages.chat)) return;
        event.preventDefault();
        window.history.back();
      }}
      className={`${ICON_BUTTON_CLASS} -ms-3`}
    >
      <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
    </Link>
  );
}
