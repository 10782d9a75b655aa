'use client';

import { useState } from 'react';
import { SecondFactorField } from '@/components/auth/second-factor-field';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProofField } from '@/components/profile/account/proof-field';
import { TaskFrame } from '@/components/profile/account/task-frame';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { useProof } from '@/components/profile/account/use-proof';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { accountClient } from '@/lib/client/transport/account-client';

const loadCode = () =>
  import('@/components/invitation/invitation-code').then((module) => module.InvitationCode);

interface SetUpProps {
  /** After it is on; with the recovery codes that were made for it, if any were. */
  onDone: (codes: string[] | null) => Promise<void>;
  onCancel: () => void;
}

interface Key {
  key: string;
  uri: string;
}

/** A key as people type it: in groups of four. */
const grouped = (key: string): string => key.match(/.{1,4}/g)?.join(' ') ?? key;

/** Two steps: who one is, for the key; then its first code. */
export function SetUpSecondFactor({ onDone, onCancel }: SetUpProps) {
  const [key, setKey] = useState<Key | null>(null);
  return key ? (
    <ConfirmForm made={key} onDone={onDone} onCancel={onCancel} />
  ) : (
    <BeginForm onMade={setKey} onCancel={onCancel} />
  );
}

function BeginForm({ onMade, onCancel }: { onMade: (key: Key) => void; onCancel: () => void }) {
  const words = useAllMessages();
  const proof = useProof();
  const account = useAccountForm(async (data) => {
    onMade(await accountClient.beginSecondFactor(await proof.proofOf(data)));
    return undefined;
  });
  return (
    <TaskFrame account={account} onCancel={onCancel} submitLabel={words.secondFactor.next}>
      <p className="text-muted">{words.passkeys.addHint}</p>
      <ProofField id="second-factor-password" proof={proof} error={account.error} />
    </TaskFrame>
  );
}

function ConfirmForm({ made, onDone, onCancel }: SetUpProps & { made: Key }) {
  const words = useAllMessages();
  const Code = useOnDemand(true, loadCode);
  const account = useAccountForm(async (data) => {
    await onDone(await accountClient.confirmSecondFactor(textOf(data, 'code')));
    return undefined;
  });
  return (
    <TaskFrame account={account} onCancel={onCancel} submitLabel={words.secondFactor.turnOn}>
      <p className="text-muted">{words.secondFactor.scan}</p>
      {/* Black on white in every theme: many cameras read no other. */}
      <div className="mx-auto aspect-square w-full max-w-56 rounded-card bg-white ring-1 ring-line">
        {Code && <Code text={made.uri} label={words.secondFactor.qr} />}
      </div>
      <div className="flex flex-col gap-1">
        <p className="text-sm text-muted">{words.secondFactor.byHand}</p>
        <p dir="ltr" className="font-mono text-sm [overflow-wrap:anywhere]">
          {grouped(made.key)}
        </p>
      </div>
      <SecondFactorField id="second-factor-code" state={account.error} isFirst />
    </TaskFrame>
  );
}

/** Turns it off, after one has shown who one is. */
export function RemoveSecondFactor(props: { onDone: () => Promise<void>; onCancel: () => void }) {
  const words = useAllMessages();
  const proof = useProof();
  const account = useAccountForm(async (data) => {
    await accountClient.removeSecondFactor(await proof.proofOf(data));
    await props.onDone();
    return undefined;
  });
  return (
    <TaskFrame
      account={account}
      onCancel={props.onCancel}
      submitLabel={words.secondFactor.turnOff}
      isDanger
    >
      <p className="text-muted">{words.secondFactor.turnOffHint}</p>
      <ProofField id="second-factor-off-password" proof={proof} error={account.error} />
    </TaskFrame>
  );
}
