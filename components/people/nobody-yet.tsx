'use client';

import Check from 'lucide-react/icons/check';
import Link2 from 'lucide-react/icons/link-2';
import { useState } from 'react';
import { useWords } from '@/components/i18n/words-provider';
import { Button } from '@/components/ui/button';
import { copyText } from '@/lib/client/platform/secure-context';
import { pages } from '@/lib/shared/urls';

/** An empty house is no dead end: here is the link that fills it. */
export function NobodyYet() {
  const words = useWords();
  const [result, setResult] = useState<'none' | 'copied' | string>('none');
  const copy = async () => {
    const url = new URL(pages.signUp, location.origin).href;
    // Where the browser refuses, the address is shown instead.
    setResult((await copyText(url)) ? 'copied' : words.people.copyFailed(url));
  };
  const isCopied = result === 'copied';
  const Icon = isCopied ? Check : Link2;
  return (
    <div className="flex flex-col items-center gap-4 px-6 py-10 text-center">
      <div className="flex flex-col gap-1">
        <p className="text-title font-semibold">{words.people.nobody}</p>
        <p className="text-muted text-balance">{words.people.nobodyHint}</p>
      </div>
      <Button variant="secondary" onClick={() => void copy()}>
        <Icon className="size-4" aria-hidden="true" />
        {isCopied ? words.people.copied : words.people.copyInvitation}
      </Button>
      <p role="status" className="text-muted select-all [overflow-wrap:anywhere]">
        {isCopied || result === 'none' ? '' : result}
      </p>
    </div>
  );
}
