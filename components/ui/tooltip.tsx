'use client';

import * as Radix from 'radix-ui/tooltip';
import type { ReactNode } from 'react';

/** Shows the name of an icon to those who point at it; others hear the button's own label. */
export function Tooltip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            aria-hidden="true"
            className="z-50 animate-fade-in rounded-lg bg-ink px-2 py-1 text-meta font-medium text-surface"
          >
            {label}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
