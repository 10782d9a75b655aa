import type { ReactNode } from 'react';
import { TextLink } from '@/components/auth/text-link';

export interface AuthCardProps {
  title: string;
  hint: string;
  /** The form, where there is one. */
  children?: ReactNode;
  /** A link to the other form, where one can be used. */
  otherWay?: { question?: string; answer: string; href: string };
}

export function AuthCard({ title, hint, children, otherWay }: AuthCardProps) {
  return (
    <section className="rounded-card bg-surface p-6 shadow-card ring-1 ring-line sm:p-8">
      <div className="flex flex-col gap-1">
        <h1 className="text-heading font-semibold tracking-tight">{title}</h1>
        <p className="text-muted text-pretty">{hint}</p>
      </div>
      {children && <div className="mt-6">{children}</div>}
      {otherWay && (
        <p className="mt-6 text-center text-muted">
          {otherWay.question && <span>{`${otherWay.question} `}</span>}
          <TextLink href={otherWay.href}>{otherWay.answer}</TextLink>
        </p>
      )}
    </section>
  );
}
