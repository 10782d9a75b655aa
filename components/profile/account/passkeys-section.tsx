'use client';

import { useState } from 'react';
import type { AllWords } from '@/components/i18n/all-english';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useServerFacts } from '@/components/invitation/server-facts';
import { type PasskeyTask, PasskeyTaskForm } from '@/components/profile/account/passkey-forms';
import { passkeyName } from '@/components/profile/account/passkey-name';
import { PasskeyRow } from '@/components/profile/account/passkey-row';
import { usePasskeys } from '@/components/profile/account/use-proof';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { Section } from '@/components/ui/section';

function titleOf(words: AllWords, task: PasskeyTask): string {
  if (task.kind === 'add') return words.passkeys.add;
  const name = passkeyName(words, task.passkey);
  return task.kind === 'rename' ? words.passkeys.renameOf(name) : words.passkeys.removeOf(name);
}

/** One's own passkeys: to add, to name and to remove; or why there are none at this address. */
export function PasskeysSection() {
  const words = useAllMessages();
  const { passkeyObstacle } = useServerFacts();
  const { data: passkeys, error, mutate } = usePasskeys();
  const [task, setTask] = useState<PasskeyTask | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const begin = (next: PasskeyTask) => {
    setSaid(null);
    setTask(next);
    setIsOpen(true);
  };
  const onDone = async (sentence?: string) => {
    await mutate();
    setIsOpen(false);
    setSaid(sentence ?? null);
  };

  return (
    <Section id="passkeys" title={words.passkeys.heading} hint={words.passkeys.hint}>
      {passkeyObstacle && <p className="text-muted">{words.failed.reasons[passkeyObstacle]}</p>}
      {error && !passkeys && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.passkeys.loadFailed}
        </LoadFailed>
      )}
      {passkeys?.length === 0 && !passkeyObstacle && (
        <p className="text-muted">{words.passkeys.none}</p>
      )}
      {passkeys && passkeys.length > 0 && (
        <>
          <ul className="-my-2 flex flex-col divide-y divide-line">
            {passkeys.map((passkey) => (
              <PasskeyRow
                key={passkey._id}
                passkey={passkey}
                onRename={() => begin({ kind: 'rename', passkey })}
                onRemove={() => begin({ kind: 'remove', passkey })}
              />
            ))}
          </ul>
          <p className="text-sm text-muted">{words.passkeys.codesHint}</p>
        </>
      )}
      <div className="flex flex-wrap items-center gap-4">
        {!passkeyObstacle && (
          <Button variant="secondary" onClick={() => begin({ kind: 'add' })}>
            {words.passkeys.add}
          </Button>
        )}
        <p role="status" className="font-medium text-success empty:hidden">
          {said}
        </p>
      </div>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={task ? titleOf(words, task) : ''}
        kind="card"
        showTitle
      >
        {task && <PasskeyTaskForm task={task} onDone={onDone} onCancel={() => setIsOpen(false)} />}
      </Dialog>
    </Section>
  );
}
