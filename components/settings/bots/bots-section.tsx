'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { FormResult } from '@/components/profile/form-result';
import { type BotAct, BotRow } from '@/components/settings/bots/bot-row';
import { SecretField } from '@/components/settings/bots/secret-field';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';
import { botClient } from '@/lib/client/transport/bot-client';
import type { BotDto } from '@/lib/shared/bots/bot-schemas';
import { botUrls } from '@/lib/shared/bots/bot-urls';

/** What was just made, and is shown until something else is. */
interface Secrets {
  name: string;
  key?: string;
  webhook?: string;
}

/** One's own bots: to make, to give new secrets, which are shown once, and to delete. */
export function BotsSection() {
  const words = useAllMessages();
  const { data: bots, error: loadError, mutate } = useSWR(botUrls.bots, () => botClient.list());
  const [secrets, setSecrets] = useState<Secrets | null>(null);
  const [asked, setAsked] = useState<{ bot: BotDto; act: BotAct } | null>(null);
  const { form, error, success, isPending } = useAccountForm(async (data) => {
    setSecrets(null);
    const { bot, key, webhook } = await botClient.create(textOf(data, 'fullName'));
    setSecrets({ name: bot.fullName, key, webhook });
    await mutate();
    return undefined;
  });

  const perform = async ({ bot, act }: { bot: BotDto; act: BotAct }) => {
    setSecrets(null);
    if (act === 'remove') await botClient.remove(bot._id);
    else {
      const made =
        act === 'newKey'
          ? await botClient.renewKey(bot._id)
          : await botClient.renewWebhook(bot._id);
      setSecrets({ name: bot.fullName, ...made });
    }
    await mutate();
  };

  return (
    <Section id="bots" title={words.bots.title} hint={words.bots.hint}>
      {loadError && !bots && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.bots.loadFailed}
        </LoadFailed>
      )}
      {bots && bots.length > 0 && (
        <ul className="-my-2 flex flex-col divide-y divide-line">
          {bots.map((bot) => (
            <BotRow key={bot._id} bot={bot} onAct={(act) => setAsked({ bot, act })} />
          ))}
        </ul>
      )}
      <SecretsShown secrets={secrets} />
      <form {...form} className="flex flex-col gap-5">
        <TextField
          id="bot-name"
          name="fullName"
          label={words.bots.name}
          autoComplete="off"
          dir="auto"
          error={translateProblem(words, error?.problems.fullName)}
          answer={error}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="secondary" isPending={isPending}>
            {words.bots.create}
          </Button>
          <FormResult success={success} error={error} />
        </div>
      </form>
      {asked && (
        <ConfirmDialog
          title={words.bots[`${asked.act}Of`](asked.bot.fullName)}
          confirmLabel={words.bots[asked.act]}
          refused={words.bots.refused}
          onConfirm={() => perform(asked)}
          onClose={() => setAsked(null)}
        >
          <p className="text-muted text-pretty">{words.bots[`${asked.act}Hint`]}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

function SecretsShown({ secrets }: { secrets: Secrets | null }) {
  const words = useAllMessages().bots;
  return (
    <>
      <p role="status" className="text-pretty empty:hidden">
        {secrets && words.shownOnce(secrets.name)}
      </p>
      {secrets && (
        <div className="flex flex-col gap-4 rounded-control bg-accent-soft p-4">
          {secrets.key && (
            <SecretField
              key={secrets.key}
              label={words.key}
              value={secrets.key}
              copyLabel={words.copyKey}
            />
          )}
          {secrets.webhook && (
            <SecretField
              key={secrets.webhook}
              label={words.webhook}
              value={new URL(botUrls.incoming(secrets.webhook), location.origin).href}
              copyLabel={words.copyWebhook}
            />
          )}
        </div>
      )}
    </>
  );
}
