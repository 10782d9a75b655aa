'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProofField } from '@/components/profile/account/proof-field';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { useProof } from '@/components/profile/account/use-proof';
import { FormResult } from '@/components/profile/form-result';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';
import { useFormDraft } from '@/lib/client/hooks/use-form-draft';
import { accountClient } from '@/lib/client/transport/account-client';

/** Changes one's own e-mail address, after the password. */
export function EmailForm() {
  const words = useAllMessages();
  const [draft, setDraft] = useFormDraft<string>('email');
  const proof = useProof();
  const { form, error, success, isPending } = useAccountForm(async (data) => {
    const email = textOf(data, 'email');
    const { confirm } = await accountClient.changeEmail({
      email,
      ...(await proof.proofOf(data)),
    });
    setDraft(null);
    return confirm ? words.profile.emailSent(email) : words.profile.emailChanged;
  });

  return (
    <Section id="email" title={words.profile.changeEmail} hint={words.profile.changeEmailHint}>
      <form {...form} className="flex flex-col gap-5">
        <TextField
          id="new-email"
          name="email"
          type="email"
          label={words.profile.newEmail}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="email"
          required
          value={draft ?? ''}
          onChange={({ target }) => setDraft(target.value || null)}
          error={translateProblem(words, error?.problems.email)}
          answer={error}
        />
        <ProofField id="email-password" proof={proof} error={error} />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="secondary" isPending={isPending}>
            {isPending ? words.common.saving : words.profile.changeEmail}
          </Button>
          <FormResult success={success} error={error} />
        </div>
      </form>
    </Section>
  );
}
