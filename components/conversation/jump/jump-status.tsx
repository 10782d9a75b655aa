'use client';

import X from 'lucide-react/icons/x';
import { useEffect, useState } from 'react';
import { useJump } from '@/components/conversation/jump/use-jump';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatDay } from '@/components/ui/dates';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { useJumps } from '@/lib/client/hooks/conversation/use-jumps';
import type { Jump } from '@/lib/client/store/store';

/** An answer that comes sooner needs no words. */
const PATIENCE_MS = 300;

interface JumpStatusProps {
  userId: string;
  jump: Jump;
  /** When the message gone to was sent; null at the end. */
  landedAt: string | null;
}

/** Says that a place gone to is on its way, or why it cannot be shown; and to screen readers, that it is there. */
export function JumpStatus({ userId, jump, landedAt }: JumpStatusProps) {
  const words = useAllMessages();
  const clock = useClock();
  const { retry } = useJump(userId);
  const { dismiss } = useJumps(userId);
  const isSlow = useIsSlow(jump);
  const isWrong = jump.state === 'failed' || jump.state === 'missing';
  const why = jump.error === 'unavailable' ? words.jump.offline : words.jump.failed;
  return (
    <>
      <p role="status" className="sr-only">
        {jump.state === 'there' && landedAt && words.jump.landed(formatDay(landedAt, clock, words))}
        {isSlow && words.jump.loading}
      </p>
      {isSlow && (
        <p
          aria-hidden="true"
          data-jump-loading
          className="absolute inset-x-0 top-12 z-20 mx-auto flex w-fit items-center gap-2 rounded-full bg-raised px-4 py-2 text-sm text-muted shadow-raised ring-1 ring-line"
        >
          <Spinner className="size-4" />
          <span>{words.jump.loading}</span>
        </p>
      )}
      {isWrong && (
        <div
          role="alert"
          className="absolute inset-x-2 top-4 group-has-data-banner/panes:top-22 z-20 mx-auto flex w-fit flex-wrap items-center justify-center gap-x-2 rounded-card bg-raised py-1.5 ps-4 pe-1.5 shadow-raised ring-1 ring-line"
        >
          <span>{jump.state === 'missing' ? words.jump.missing : why}</span>
          {jump.state === 'failed' && (
            <Button variant="ghost" onClick={() => retry(jump.target)}>
              {words.common.retry}
            </Button>
          )}
          <IconButton label={words.common.close} tip="below-end" onClick={dismiss}>
            <X className="size-5" aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </>
  );
}

function useIsSlow({ state, number }: Jump): boolean {
  const [slow, setSlow] = useState(0);
  useEffect(() => {
    if (state !== 'loading') return;
    const timer = setTimeout(() => setSlow(number), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [state, number]);
  return state === 'loading' && slow === number;
}
