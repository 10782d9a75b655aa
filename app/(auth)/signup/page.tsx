import type { Metadata } from 'next';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { getMessages } from '@/components/i18n/server-messages';
import { ForgetLastPerson } from '@/components/offline/forget-last-person';
import { requireSignedOut } from '@/lib/server/auth/session';
import { getAuthOptions } from '@/lib/server/services/accounts/setup';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.signUp) };
}

export default async function SignUpPage({ searchParams }: PageProps<'/signup'>) {
  const next = await requireSignedOut(searchParams);
  const { needsSetup } = await getAuthOptions();
  return (
    <>
      <ForgetLastPerson />
      <SignUpForm next={next} isFirst={needsSetup} />
    </>
  );
}
