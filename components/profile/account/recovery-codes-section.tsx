'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CodesShown } from '@/components/profile/account/codes-shown';
import { ProofField } from '@/components/profile/account/proof-field';
import { useAccountForm } from '@/components/profile/account/use-account-form';
import { useProof } from '@/components/profile/account/use-proof';
import { FormResult } from '@/components/profile/form-result';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { accountClient } from '@/lib/client/transport/account-client';
import { accountApi } from '@/lib/shared/accounts/account-urls';

/** Makes codes that set a new password where no mail comes; they are shown once. */
export function RecoveryCodesSection() {
  const words = useAllMessages();
  const { data: left, mutate } = useSWR(accountApi.recoveryCodes, () =>
    accountClient.recoveryCodesLeft(),
  );
  const proof = useProof();
  const [codes, setCodes] = useState<string[] | null>(null);
  const { form, error, success, isPending } = useAccountForm(async (data) => {
    const made = await accountClient.makeRecoveryCodes(await proof.proofOf(data));
    setCodes(made);
    await mutate(made.length, { revalidate: false });
    return undefined;
  });

  return (
    <Section id="recovery-codes" title={words.recovery.title} hint={words.recovery.hint}>
      {/* Its line is there before it is known, so that nothing moves. */}
      <p className="min-h-6 text-muted">{left !== undefined && words.recovery.left(left)}</p>
      <CodesShown codes={codes} hint={words.recovery.shownOnce} />
      <form {...form} className="flex flex-col gap-5">
        <ProofField id="recovery-password" proof={proof} error={error} />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="secondary" isPending={isPending}>
            {words.recovery.make}
          </Button>
          <FormResult success={success} error={error} />
        </div>
      </form>
    </Section>
  );
}
