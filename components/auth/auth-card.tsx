import Link from 'next/link';
import type { ReactNode } from 'react';

interface AuthCardProps {
  title: string;
  hint: string;
  children: ReactNode;
  /** A link to the other form, where one can be used. */
  otherWay?: { question: string; answer: string; href: string };
}

export function AuthCard({ title, hint, children, otherWay }: AuthCardProps) {
  return (
    <section className="rounded-card bg-surface p-6 shadow-card ring-1 ring-line sm:p-8">
      <div className="mb-6 flex flex-col gap-1">
        <h1 className="text-heading font-semibold tracking-tight">{title}</h1>
        <p className="text-muted text-pretty">{hint}</p>
      </div>
      {children}
      {otherWay && (
        <p className="mt-6 text-center text-muted">
          <span>{otherWay.question}</span>{' '}
          <Link
            href={otherWay.href}
            className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-4 hover:underline"
          >
            {otherWay.answer}
          </Link>
        </p>
      )}
    </section>
  );
}
