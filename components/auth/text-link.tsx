import Link from 'next/link';
import type { ReactNode } from 'react';

export const TEXT_LINK_CLASS =
  'inline-flex min-h-6 items-center self-start font-medium text-accent underline-offset-4 hover:underline';

/** A way to another page that stands by itself. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={TEXT_LINK_CLASS}>
      {children}
    </Link>
  );
}
