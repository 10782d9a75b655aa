'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { loadPasskeyClient } from '@/components/passkeys/load-passkey-client';
import { passkeyName } from '@/components/profile/account/passkey-name';
import { ProofField } from '@/components/profile/account/proof-field';
import { TaskFrame } from '@/components/profile/account/task-frame';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { useProof } from '@/components/profile/account/use-proof';
import { TextField } from '@/components/ui/text-field';
import { accountClient } from '@/lib/client/transport/account-client';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';

export type PasskeyTask = { kind: 'add' } | { kind: 'rename' | 'remove'; passkey: PasskeyDto };

interface TaskProps {
  /** After it is done; what is said then, if anything. */
  onDone: (sentence?: string) => Promise<void>;
  onCancel: () => void;
}

function AddForm({ onDone, onCancel }: TaskProps) {
  const words = useAllMessages();
  const proof = useProof();
  const account = useAccountForm(async (data) => {
    const given = await proof.proofOf(data);
    await (await loadPasskeyClient()).add(given);
    await onDone(words.passkeys.added);
    return undefined;
  });
  return (
    <TaskFrame account={account} onCancel={onCancel} submitLabel={words.passkeys.add}>
      {proof.hasPassword && <p className="text-muted">{words.passkeys.addHint}</p>}
      <ProofField id="add-passkey-password" proof={proof} error={account.error} />
    </TaskFrame>
  );
}

function RenameForm({ passkey, onDone, onCancel }: TaskProps & { passkey: PasskeyDto }) {
  const words = useAllMessages();
  const account = useAccountForm(async (data) => {
    await accountClient.renamePasskey(passkey._id, textOf(data, 'name'));
    await onDone();
    return undefined;
  });
  return (
    <TaskFrame account={account} onCancel={onCancel} submitLabel={words.common.save}>
      <TextField
        id="passkey-name"
        name="name"
        label={words.passkeys.name}
        hint={words.passkeys.nameHint}
        dir="auto"
        autoComplete="off"
        defaultValue={passkey.name}
        error={translateProblem(words, account.error?.problems.name)}
        answer={account.error}
      />
    </TaskFrame>
  );
}

function RemoveForm({ passkey, onDone, onCancel }: TaskProps & { passkey: PasskeyDto }) {
  const words = useAllMessages();
  const name = passkeyName(words, passkey);
  const proof = useProof();
  const account = useAccountForm(async (data) => {
    await accountClient.removePasskey(passkey._id, await proof.proofOf(data));
    await onDone();
    return undefined;
  });
  return (
    <TaskFrame account={account} onCancel={onCancel} submitLabel={words.passkeys.remove} isDanger>
      <p className="text-muted">{words.passkeys.removeHint(name)}</p>
      <ProofField id="remove-passkey-password" proof={proof} error={account.error} />
    </TaskFrame>
  );
}

/** What the dialog holds: one of the things to do with a passkey. */
export function PasskeyTaskForm({ task, ...rest }: TaskProps & { task: PasskeyTask }) {
  if (task.kind === 'add') return <AddForm {...rest} />;
  if (task.kind === 'rename') return <RenameForm passkey={task.passkey} {...rest} />;
  return <RemoveForm passkey={task.passkey} {...rest} />;
}
