'use client';

import ArrowLeft from 'lucide-react/icons/arrow-left';
import Link from 'next/link';
import { useEffect } from 'react';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { followPageHistory, isBehind } from '@/components/ui/page-history';

/** Back to where one came from, if that is a page under `href`; else there. */
export function BackLink({ href, label }: { href: string; label: string }) {
  useEffect(followPageHistory, []);
  return (
    <Link
      href={href}
      aria-label={label}
      onNavigate={(event) => {
        if (!isBehind(href)) return;
        event.preventDefault();
        window.history.back();
      }}
      className={`${ICON_BUTTON_CLASS} -ms-3`}
    >
      <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
    </Link>
  );
}
