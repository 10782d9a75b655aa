import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoSignUp } from '@/components/auth/no-sign-up';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { getMessages } from '@/components/i18n/server-messages';
import { ForgetLastPerson } from '@/components/offline/forget-last-person';
import { getPageOptions } from '@/lib/server/auth/page-options';
import { findPageActor } from '@/lib/server/auth/session';
import { findInvitation, openInvitation } from '@/lib/server/services/invitations/accept';
import { pages, pageWithNext } from '@/lib/shared/urls';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  // The token in the address is for whoever was given it.
  return { title: words.pageTitle(words.auth.signUp), robots: 'noindex' };
}

/** Where an invitation link leads: to an account, or with one to whoever sent it. */
export default async function JoinPage({ params }: PageProps<'/join/[token]'>) {
  const { token } = await params;
  const actor = await findPageActor();
  if (actor) {
    const makerId = await openInvitation(actor, token);
    redirect(makerId && makerId !== actor.userId ? pages.conversation(makerId) : pages.chat);
  }
  const { needsSetup, signup, passwords, passkeys, oidc } = await getPageOptions();
  if (needsSetup) redirect(pages.signUp);
  // There the first visit makes the account.
  if (!passwords) redirect(pageWithNext(pages.logIn, pages.join(token)));
  const invitation = await findInvitation(token);
  const isForm = invitation !== null || signup === 'open';
  return (
    <>
      <ForgetLastPerson />
      {isForm ? (
        <SignUpForm
          next={pages.join(token)}
          isFirst={false}
          hasPasskeys={passkeys}
          provider={oidc}
          invitation={invitation && { token, from: invitation.maker.fullName }}
          isInvitationOver={!invitation}
        />
      ) : (
        <NoSignUp
          next={pages.chat}
          why={signup === 'closed' ? 'sign_up_closed' : 'invitation_over'}
        />
      )}
    </>
  );
}
