'use client';

import { useMemo } from 'react';
import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { ProviderLink } from '@/components/auth/provider-link';
import { SecondFactorField } from '@/components/auth/second-factor-field';
import { SessionEnded } from '@/components/auth/session-ended';
import { TextLink } from '@/components/auth/text-link';
import { useAuthForm } from '@/components/auth/use-auth-form';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { PasskeyLogIn } from '@/components/passkeys/passkey-log-in';
import { Button } from '@/components/ui/button';
import { OrLine } from '@/components/ui/or-line';
import { PasswordField } from '@/components/ui/password-field';
import { logInAction } from '@/lib/server/auth/actions';
import { accountPages } from '@/lib/shared/accounts/account-urls';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';
import type { FormState } from '@/lib/shared/form-state';
import { NEXT_PARAMETER, pages, pageWithNext } from '@/lib/shared/urls';

const PREFIX = 'login';

interface LogInFormProps {
  /** One of our own paths, to go on to. */
  next: string;
  /** Whether newcomers are shown the way to an account. */
  isSignUpOffered: boolean;
  hasPasswords: boolean;
  /** Why there are no passkeys at this address; null where there are. */
  passkeyObstacle: PasskeyObstacle | null;
  /** The name of the provider one can sign in with, if there is one. */
  provider: string | null;
  /** Why the provider's people were not let in, when they were just sent back here. */
  refusal: FormState['failure'] | null;
}

/** The ways to sign in, after which one goes on to `next`. */
export function LogInForm(props: LogInFormProps) {
  const { next, isSignUpOffered, hasPasswords, passkeyObstacle, provider, refusal } = props;
  const words = useAllMessages();
  const labels = {
    email: words.auth.email,
    password: words.auth.password,
    code: words.secondFactor.code,
  };
  const { state: answered, isPending, isKept, attempt, form } = useAuthForm(logInAction);
  const state = useMemo<FormState>(
    () => (answered.failure || !refusal ? answered : { ...answered, failure: refusal }),
    [answered, refusal],
  );
  const reason = state.failure?.reason;
  const isSecondStep = reason === 'second_factor_needed' || reason === 'second_factor_wrong';
  return (
    <AuthCard
      title={words.auth.logInTitle}
      hint={words.auth.logInHint}
      {...(isSignUpOffered &&
        hasPasswords && {
          otherWay: {
            question: words.auth.noAccount,
            answer: words.auth.signUp,
            href: pageWithNext(pages.signUp, next),
          },
        })}
    >
      {!state.failure && <SessionEnded />}
      {!hasPasswords && state.failure && (
        <div className="mb-5">
          <FormSummary state={state} labels={{}} idPrefix={PREFIX} />
        </div>
      )}
      {hasPasswords && (
        <form {...form} noValidate className="flex flex-col gap-5">
          <input type="hidden" name={NEXT_PARAMETER} value={next} />
          {reason !== 'second_factor_needed' && (
            <FormSummary state={state} labels={labels} idPrefix={PREFIX} />
          )}
          {/* Kept in the second step, which sends them again; seen where the password was not kept. */}
          <div hidden={isSecondStep && isKept} className="flex flex-col gap-5 [&[hidden]]:hidden">
            <EmailField
              idPrefix={PREFIX}
              autoComplete={passkeyObstacle ? 'username' : 'username webauthn'}
              state={state}
            />
            <PasswordField
              id="login-password"
              name="password"
              label={words.auth.password}
              autoComplete="current-password"
              required
              error={translateProblem(words, state.problems?.password)}
              answer={state}
            />
          </div>
          {isSecondStep ? (
            <SecondFactorField id="login-code" state={state} />
          ) : (
            <TextLink href={accountPages.forgot}>{words.auth.forgot}</TextLink>
          )}
          <Button type="submit" isPending={isPending}>
            {isPending ? words.auth.loggingIn : words.auth.logIn}
          </Button>
        </form>
      )}
      {!passkeyObstacle && !isSecondStep && (
        <>
          <OrLine>{words.auth.or}</OrLine>
          <PasskeyLogIn next={next} isPending={isPending} attempt={attempt} />
        </>
      )}
      {passkeyObstacle && hasPasswords && !isSecondStep && (
        <p className="mt-5 text-center text-sm text-pretty text-muted">
          {words.failed.reasons[passkeyObstacle]}
        </p>
      )}
      {provider && !isSecondStep && (
        <ProviderLink provider={provider} next={next} isOtherWay={hasPasswords} />
      )}
    </AuthCard>
  );
}
