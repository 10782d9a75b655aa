'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { DoneCard } from '@/components/auth/done-card';
import { FormSummary } from '@/components/auth/form-summary';
import { TextLink } from '@/components/auth/text-link';
import { TokenField } from '@/components/auth/token-field';
import { type FormAction, useAuthForm } from '@/components/auth/use-auth-form';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { pages } from '@/lib/shared/urls';

interface ConfirmEmailFormProps {
  action: FormAction;
  /** Of the link that was opened; null where it is to be entered, as a code. */
  token: string | null;
}

/** Takes a new e-mail address with the token that was sent there. */
export function ConfirmEmailForm({ action, token }: ConfirmEmailFormProps) {
  const words = useAllMessages();
  const { state, isPending, form } = useAuthForm(action);
  if (state.isDone) {
    return (
      <DoneCard title={words.auth.confirmEmailDoneTitle} hint={words.auth.confirmEmailDone}>
        <TextLink href={pages.chat}>{words.notFound.home}</TextLink>
      </DoneCard>
    );
  }
  const labels: Record<string, string> = token === null ? { token: words.auth.code } : {};
  return (
    <AuthCard title={words.auth.confirmEmailTitle} hint={words.auth.confirmEmailHint}>
      <form {...form} noValidate className="flex flex-col gap-5">
        <FormSummary state={state} labels={labels} idPrefix="confirm" />
        <TokenField idPrefix="confirm" token={token} state={state} />
        <Button type="submit" isPending={isPending}>
          {words.auth.confirmEmail}
        </Button>
      </form>
    </AuthCard>
  );
}
