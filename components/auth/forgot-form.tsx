'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { DoneCard } from '@/components/auth/done-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { TEXT_LINK_CLASS, TextLink } from '@/components/auth/text-link';
import { type FormAction, useAuthForm } from '@/components/auth/use-auth-form';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { accountPages } from '@/lib/shared/accounts/account-urls';
import { RESET_LINK_MINUTES } from '@/lib/shared/limits';
import { pages } from '@/lib/shared/urls';

/** Asks for a link to a new password, and says that it may be on its way. */
export function ForgotForm({ action }: { action: FormAction }) {
  const words = useAllMessages();
  const { state, isPending, form } = useAuthForm(action);
  const back = { answer: words.auth.backToLogIn, href: pages.logIn };
  if (state.isDone) {
    const sent = words.auth.forgotSent(state.values?.email ?? '', RESET_LINK_MINUTES);
    return (
      <DoneCard title={words.auth.forgotSentTitle} hint={sent} otherWay={back}>
        <p className="mb-3 text-muted">{words.auth.forgotNothing}</p>
        {/* Not a Link: the page is to begin anew. */}
        <a href={accountPages.forgot} className={TEXT_LINK_CLASS}>
          {words.auth.forgotAgain}
        </a>
      </DoneCard>
    );
  }
  return (
    <AuthCard title={words.auth.forgot} hint={words.auth.forgotHint} otherWay={back}>
      <form {...form} noValidate className="flex flex-col gap-5">
        <FormSummary state={state} labels={{ email: words.auth.email }} idPrefix="forgot" />
        <EmailField idPrefix="forgot" autoComplete="username" state={state} />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.sendingLink : words.auth.sendLink}
        </Button>
        <TextLink href={accountPages.reset}>{words.auth.haveCode}</TextLink>
      </form>
    </AuthCard>
  );
}

/** Where no mail is sent: says whom to ask. */
export function AskOperator() {
  const words = useAllMessages();
  return (
    <AuthCard
      title={words.auth.forgot}
      hint={words.auth.forgotOperator}
      otherWay={{ answer: words.auth.backToLogIn, href: pages.logIn }}
    >
      <TextLink href={accountPages.reset}>{words.auth.haveCode}</TextLink>
    </AuthCard>
  );
}
