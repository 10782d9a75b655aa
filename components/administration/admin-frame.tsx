'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { BackLink } from '@/components/ui/back-link';
import { adminPages } from '@/lib/shared/accounts/admin-urls';
import { pages } from '@/lib/shared/urls';

const PARTS = ['people', 'invitations', 'reports', 'server'] as const;

/** The administrators' page: its parts, and the one that is open. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const words = useAllMessages();
  const pathname = usePathname();
  const current = PARTS.find((name) => pathname === adminPages[name]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col gap-4 px-4 pt-safe pb-safe">
      <title>
        {words.pageTitle(
          current ? words.administration.parts[current] : words.administration.title,
        )}
      </title>
      <header className="flex h-16 items-center gap-1 pt-2">
        <BackLink href={pages.settings} label={words.settingsPage.back} />
        <h1 className="text-heading font-semibold tracking-tight">{words.administration.title}</h1>
      </header>
      <nav aria-label={words.administration.title}>
        <ul className="grid grid-cols-2 gap-1 rounded-control bg-sunken p-1 sm:grid-cols-4">
          {PARTS.map((name) => (
            <li key={name}>
              {/* In place of this one: the arrow then leads back to where the page was opened. */}
              <Link
                href={adminPages[name]}
                replace
                prefetch={false}
                aria-current={name === current ? 'page' : undefined}
                className="flex min-h-11 items-center justify-center rounded-lg px-2 text-center text-sm font-medium wrap-anywhere text-muted transition-colors hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink aria-[current=page]:shadow-sm"
              >
                {words.administration.parts[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-col gap-4 pb-12">{children}</div>
    </main>
  );
}
