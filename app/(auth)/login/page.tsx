import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { LogInForm } from '@/components/auth/log-in-form';
import { getMessages } from '@/components/i18n/server-messages';
import { ForgetLastPerson } from '@/components/offline/forget-last-person';
import { getPageOptions } from '@/lib/server/auth/page-options';
import { requireSignedOut } from '@/lib/server/auth/session';
import { REASON_MESSAGE } from '@/lib/shared/error-messages';
import type { FormState } from '@/lib/shared/form-state';
import { pages, pageWithNext, REFUSAL_PARAMETER } from '@/lib/shared/urls';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.logIn) };
}

/** Why the provider's people were not let in: by our own parameter, or next-auth's for all that fails on the way. */
function refusalIn(
  query: Record<string, string | string[] | undefined>,
): FormState['failure'] | null {
  const reason = query[REFUSAL_PARAMETER];
  if (typeof reason === 'string' && reason in REASON_MESSAGE) return { code: 'forbidden', reason };
  return query.error === undefined ? null : { code: 'forbidden', reason: 'provider_failed' };
}

export default async function LogInPage({ searchParams }: PageProps<'/login'>) {
  const next = await requireSignedOut(searchParams);
  const { needsSetup, signup, passwords, passkeyObstacle, oidc } = await getPageOptions();
  // Nobody has an account to sign in to.
  if (needsSetup && passwords) redirect(pageWithNext(pages.signUp, next));
  return (
    <>
      <ForgetLastPerson />
      <LogInForm
        next={next}
        isSignUpOffered={signup !== 'closed'}
        hasPasswords={passwords}
        passkeyObstacle={passkeyObstacle}
        provider={oidc}
        refusal={refusalIn(await searchParams)}
      />
    </>
  );
}
