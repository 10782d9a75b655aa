import type { ReactNode } from 'react';

interface NoticePageProps {
  title: string;
  hint: string;
  children: ReactNode;
}

/** A whole page with one message and a button. */
export function NoticePage({ title, hint, children }: NoticePageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 p-6 text-center">
      <div className="flex max-w-sm flex-col gap-2">
        <h1 className="text-heading font-semibold tracking-tight text-balance">{title}</h1>
        <p className="text-muted text-balance">{hint}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-3">{children}</div>
    </main>
  );
}
