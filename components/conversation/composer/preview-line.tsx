'use client';

import Link from 'lucide-react/icons/link';
import { useMemo } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useDebounced } from '@/lib/client/hooks/use-debounced';
import { firstLink, hostOf } from '@/lib/shared/formatting/first-link';

interface PreviewLineProps {
  text: string;
  /** The link that is to have no preview; "" for none. */
  declined: string;
  onDecline: (link: string) => void;
}

/**
 * Says which link of the text will have a preview, with the choice to have none. Nothing is asked of
 * anybody meanwhile: the server looks at the page once the message is sent.
 */
export function PreviewLine({ text, declined, onDecline }: PreviewLineProps) {
  const words = useAllMessages();
  // An address is one from its first letters on.
  const read = useDebounced(text);
  const link = useMemo(() => firstLink(read), [read]);
  if (link === null) return null;
  const isDeclined = link === declined;
  const host = hostOf(link);
  return (
    <div className="flex items-center gap-2 ps-4 pe-1 pt-1 text-sm text-muted">
      <Link className="size-4 shrink-0" aria-hidden="true" />
      <p role="status" className="line-clamp-2 min-w-0 flex-1 [overflow-wrap:anywhere]">
        {isDeclined ? words.composer.noPreview(host) : words.composer.preview(host)}
      </p>
      <button
        type="button"
        onClick={() => onDecline(isDeclined ? '' : link)}
        className="inline-flex min-h-8 shrink-0 items-center rounded-lg px-2 font-medium text-accent hover:bg-hover pointer-coarse:min-h-11"
      >
        {isDeclined ? words.composer.withPreview : words.composer.withoutPreview}
      </button>
    </div>
  );
}
