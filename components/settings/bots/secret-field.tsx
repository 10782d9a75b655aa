'use client';

import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useId, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { CONTROL_CLASS } from '@/components/ui/field';
import { copyText } from '@/lib/client/platform/copy-text';

interface SecretFieldProps {
  label: string;
  value: string;
  copyLabel: string;
}

/** A secret that is shown this once, to copy. */
export function SecretField({ label, value, copyLabel }: SecretFieldProps) {
  const words = useAllMessages().bots;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<'copied' | 'selected' | null>(null);
  const copy = async () => {
    const isCopied = await copyText(value);
    if (!isCopied) field.current?.select();
    setResult(isCopied ? 'copied' : 'selected');
  };
  const isCopied = result === 'copied';
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          dir="ltr"
          spellCheck={false}
          value={value}
          onFocus={(event) => event.target.select()}
          className={`${CONTROL_CLASS} min-w-48 flex-1 font-mono`}
        />
        <Button variant="secondary" onClick={() => void copy()}>
          <Icon className="size-4" aria-hidden="true" />
          <span>{isCopied ? words.copied : copyLabel}</span>
        </Button>
      </div>
      <p role="status" className={isCopied ? 'sr-only' : 'text-sm text-muted empty:hidden'}>
        {result && words[result]}
      </p>
    </div>
  );
}
