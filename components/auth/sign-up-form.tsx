'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { ProviderLink } from '@/components/auth/provider-link';
import { useAuthForm } from '@/components/auth/use-auth-form';
import type { AllWords } from '@/components/i18n/all-english';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { PasskeySignUp } from '@/components/passkeys/passkey-sign-up';
import { Button } from '@/components/ui/button';
import { OrLine } from '@/components/ui/or-line';
import { PasswordField } from '@/components/ui/password-field';
import { TextAreaField, TextField } from '@/components/ui/text-field';
import { signUpAction } from '@/lib/server/auth/actions';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';
import { NEXT_PARAMETER, pages, pageWithNext } from '@/lib/shared/urls';

interface SignUpFormProps {
  /** One of our own paths, to go on to. */
  next: string;
  /** Nobody has an account here yet: this one will be the administrator. */
  isFirst: boolean;
  /** Whether an account can be made with a passkey alone, at this address. */
  hasPasskeys: boolean;
  /** The name of the provider one can sign in with instead, if there is one. */
  provider: string | null;
  /** The invitation that led here, and whose it is. */
  invitation?: { token: string; from: string } | null;
  /** The link that led here lets nobody in any more; an account can be made without it. */
  isInvitationOver?: boolean;
}

function introOf(words: AllWords, props: SignUpFormProps): { title: string; hint: string } {
  const { isFirst, invitation, isInvitationOver } = props;
  if (isFirst) return { title: words.firstRun.title, hint: words.firstRun.hint };
  const { auth } = words;
  if (invitation) return { title: auth.invitedTitle(invitation.from), hint: auth.invitedHint };
  return {
    title: auth.signUpTitle,
    hint: isInvitationOver ? auth.invitationOverHint : auth.signUpHint,
  };
}

export function SignUpForm(props: SignUpFormProps) {
  const { next, isFirst, hasPasskeys, provider, invitation = null } = props;
  const words = useAllMessages();
  const labels = {
    fullName: words.auth.fullName,
    email: words.auth.email,
    password: words.auth.password,
    bio: words.auth.bio,
  };
  const { state, isPending, attempt, form } = useAuthForm(signUpAction);
  return (
    <AuthCard
      {...introOf(words, props)}
      {...(!isFirst && {
        otherWay: {
          question: words.auth.haveAccount,
          answer: words.auth.logIn,
          href: pageWithNext(pages.logIn, next),
        },
      })}
    >
      <form {...form} noValidate className="flex flex-col gap-5">
        <input type="hidden" name={NEXT_PARAMETER} value={next} />
        {invitation && <input type="hidden" name="invitation" value={invitation.token} />}
        <FormSummary state={state} labels={labels} idPrefix="signup" />
        <TextField
          id="signup-fullName"
          name="fullName"
          label={words.auth.fullName}
          autoComplete="name"
          dir="auto"
          required
          defaultValue={state.values?.fullName}
          error={translateProblem(words, state.problems?.fullName)}
          answer={state}
        />
        <EmailField idPrefix="signup" autoComplete="email" state={state} />
        <PasswordField
          id="signup-password"
          name="password"
          label={words.auth.password}
          hint={words.auth.passwordHint(PASSWORD_MIN_CHARACTERS)}
          autoComplete="new-password"
          required
          error={translateProblem(words, state.problems?.password)}
          answer={state}
        />
        <TextAreaField
          id="signup-bio"
          name="bio"
          label={words.auth.bio}
          note={words.common.optional}
          rows={2}
          defaultValue={state.values?.bio}
          error={translateProblem(words, state.problems?.bio)}
          answer={state}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.signingUp : words.auth.signUp}
        </Button>
        {hasPasskeys && (
          <div>
            <OrLine>{words.auth.or}</OrLine>
            <PasskeySignUp isPending={isPending} attempt={attempt} />
          </div>
        )}
      </form>
      {provider && <ProviderLink provider={provider} next={next} isOtherWay />}
    </AuthCard>
  );
}
