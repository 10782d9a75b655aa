'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { pages, pageWithNext } from '@/lib/shared/urls';

interface NoSignUpProps {
  /** One of our own paths, to go on to after signing in. */
  next: string;
  why: 'sign_up_closed' | 'invitation_needed' | 'invitation_over';
}

/** In place of the sign-up form: why there is none, and the way to sign in. */
export function NoSignUp({ next, why }: NoSignUpProps) {
  const words = useAllMessages();
  const title = why === 'sign_up_closed' ? words.auth.closedTitle : words.auth.invitationTitle;
  return (
    <AuthCard
      title={title}
      hint={words.failed.reasons[why]}
      otherWay={{
        question: words.auth.haveAccount,
        answer: words.auth.logIn,
        href: pageWithNext(pages.logIn, next),
      }}
    />
  );
}
