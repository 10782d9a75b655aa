import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoSignUp } from '@/components/auth/no-sign-up';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { getMessages } from '@/components/i18n/server-messages';
import { ForgetLastPerson } from '@/components/offline/forget-last-person';
import { getPageOptions } from '@/lib/server/auth/page-options';
import { requireSignedOut } from '@/lib/server/auth/session';
import { pages, pageWithNext } from '@/lib/shared/urls';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.signUp) };
}

export default async function SignUpPage({ searchParams }: PageProps<'/signup'>) {
  const next = await requireSignedOut(searchParams);
  const { needsSetup, signup, passwords, passkeys, oidc } = await getPageOptions();
  // There the first visit makes the account.
  if (!passwords) redirect(pageWithNext(pages.logIn, next));
  return (
    <>
      <ForgetLastPerson />
      {signup === 'open' || needsSetup ? (
        <SignUpForm next={next} isFirst={needsSetup} hasPasskeys={passkeys} provider={oidc} />
      ) : (
        <NoSignUp next={next} why={signup === 'closed' ? 'sign_up_closed' : 'invitation_needed'} />
      )}
    </>
  );
}
