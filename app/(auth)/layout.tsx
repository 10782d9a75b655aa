import type { ReactNode } from 'react';
import { getMessages } from '@/components/i18n/server-messages';
import { Logo } from '@/components/ui/logo';

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const words = await getMessages();
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 pt-safe pb-safe sm:justify-center">
      <main className="flex w-full max-w-md flex-col gap-8 py-8 sm:py-12">
        <div className="flex items-center justify-center gap-3">
          <Logo />
          <span className="text-heading font-semibold tracking-tight">{words.product}</span>
        </div>
        {children}
        <p className="text-center text-sm text-muted">{words.tagline}</p>
      </main>
    </div>
  );
}
