'use client';

import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { type MouseEvent, useEffect, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { copyText } from '@/lib/client/platform/copy-text';

const SAID_FOR_MS = 4000;

/** Copies the code it stands beside. */
export function CopyCode({ code }: { code: string }) {
  const { codeBlock } = useAllMessages();
  const [result, setResult] = useState<'copied' | 'selected' | null>(null);
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(null), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    const shown = currentTarget.closest('div')?.querySelector('code');
    const isCopied = await copyText(code);
    if (!isCopied && shown) document.getSelection()?.selectAllChildren(shown);
    setResult(isCopied ? 'copied' : 'selected');
  };
  const Icon = result === 'copied' ? Check : Copy;
  return (
    <span data-aside className="contents">
      <button
        type="button"
        aria-label={codeBlock.copy}
        title={codeBlock.copy}
        onClick={copy}
        className="flex size-11 items-center justify-center rounded-lg focus-visible:outline-current focus-visible:-outline-offset-2"
      >
        <Icon className="size-4" aria-hidden="true" />
      </button>
      <span role="status" className="sr-only">
        {result && codeBlock[result]}
      </span>
    </span>
  );
}
