'use client';

import { Button } from '@/components/ui/button';

interface LoadFailedProps {
  /** What could not be loaded. */
  children: string;
  retryLabel: string;
  onRetry: () => void;
}

/** In place of what could not be loaded, with another try. */
export function LoadFailed({ children, retryLabel, onRetry }: LoadFailedProps) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 text-muted">
      <span>{children}</span>
      <Button variant="secondary" onClick={onRetry}>
        {retryLabel}
      </Button>
    </div>
  );
}
