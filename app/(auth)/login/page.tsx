import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { LogInForm } from '@/components/auth/log-in-form';
import { getMessages } from '@/components/i18n/server-messages';
import { ForgetLastPerson } from '@/components/offline/forget-last-person';
import { requireSignedOut } from '@/lib/server/auth/session';
import { getAuthOptions } from '@/lib/server/services/accounts/setup';
import { pages, pageWithNext } from '@/lib/shared/urls';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.logIn) };
}

export default async function LogInPage({ searchParams }: PageProps<'/login'>) {
  const next = await requireSignedOut(searchParams);
  // Nobody has an account to sign in to.
  if ((await getAuthOptions()).needsSetup) redirect(pageWithNext(pages.signUp, next));
  return (
    <>
      <ForgetLastPerson />
      <LogInForm next={next} />
    </>
  );
}
