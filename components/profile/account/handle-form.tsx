'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { FormResult } from '@/components/profile/form-result';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';
import { useChatClient } from '@/lib/client/chat-provider';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { accountClient } from '@/lib/client/transport/account-client';

/** Sets one's own handle; emptied it is taken away. */
export function HandleForm() {
  const words = useAllMessages();
  const client = useChatClient();
  const { handle = '' } = useMe();
  const { form, error, success, isPending } = useAccountForm(async (data) => {
    const wanted = textOf(data, 'handle').trim();
    const user = await accountClient.setHandle({ handle: wanted === '' ? null : wanted });
    client.store.dispatch({ type: 'user', user });
    return user.handle ? words.handle.set(user.handle) : words.handle.removed;
  });
  const problem = error?.problems.handle;
  return (
    <Section id="handle" title={words.handle.title} hint={words.handle.hint}>
      <form {...form} className="flex flex-col gap-5">
        <TextField
          // Another handle from another device begins the field anew.
          key={handle}
          id="handle-field"
          name="handle"
          label={words.handle.label}
          hint={words.handle.rules}
          defaultValue={handle}
          dir="ltr"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          error={
            problem?.reason === 'taken' ? words.handle.taken : translateProblem(words, problem)
          }
          answer={error}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="secondary" isPending={isPending}>
            {isPending ? words.common.saving : words.handle.save}
          </Button>
          <FormResult success={success} error={error} />
        </div>
      </form>
    </Section>
  );
}
