'use client';

import { type FormEvent, useId, useRef, useState } from 'react';
import useSWR from 'swr';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { InvitationRow } from '@/components/invitation/invitation-row';
import { SharedLink } from '@/components/invitation/shared-link';
import { Button } from '@/components/ui/button';
import { CONTROL_CLASS } from '@/components/ui/field';
import { LoadFailed } from '@/components/ui/load-failed';
import { toApiError } from '@/lib/client/transport/envelope';
import { invitationApi } from '@/lib/client/transport/invitation-api';
import type { InvitationDto } from '@/lib/shared/dto';
import { apiUrls, pages } from '@/lib/shared/urls';

const USES = [1, 5, 25, 100] as const;
const DAYS = [1, 7, 30, 365] as const;

/** Makes invitation links, shows each once, and lists those that have not ended. */
export function OwnLinks() {
  const words = useAllMessages();
  const id = useId();
  const { data, error, mutate } = useSWR(apiUrls.invitations, () => invitationApi.list());
  const [uses, setUses] = useState<number>(1);
  const [days, setDays] = useState<number>(7);
  const [token, setToken] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const run = async (work: () => Promise<void>) => {
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure(translateError(words, toApiError(thrown)));
    }
    await mutate();
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setIsPending(true);
    await run(async () => setToken((await invitationApi.create({ uses, days })).token));
    setIsPending(false);
  };
  const revoke = (invitation: InvitationDto) =>
    run(() => invitationApi.revoke(invitation._id).then(() => setToken(null)));

  return (
    <div className="flex flex-col gap-5">
      <form onSubmit={(event) => void create(event)} className="flex flex-col gap-4">
        <p className="text-muted text-pretty">{words.invitation.personalHint}</p>
        <div className="grid grid-cols-2 gap-3">
          <Choice
            id={`${id}-uses`}
            label={words.invitation.forPeople}
            options={USES}
            nameOf={words.invitation.people}
            value={uses}
            onChoose={setUses}
          />
          <Choice
            id={`${id}-days`}
            label={words.invitation.validFor}
            options={DAYS}
            nameOf={words.invitation.days}
            value={days}
            onChoose={setDays}
          />
        </div>
        <Button type="submit" isPending={isPending}>
          {words.invitation.create}
        </Button>
      </form>
      <p role="alert" className="text-danger empty:hidden">
        {failure}
      </p>
      {token && (
        <div className="flex flex-col gap-3 rounded-card bg-accent-soft p-4">
          <p role="status" className="text-sm text-pretty">
            {words.invitation.shownOnce}
          </p>
          <SharedLink
            key={token}
            path={pages.join(token)}
            label={words.invitation.link}
            codeLabel={words.invitation.code}
          />
        </div>
      )}
      {error && !data && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.invitation.loadFailed}
        </LoadFailed>
      )}
      {data && data.length > 0 && <LinkList invitations={data} onRevoke={revoke} />}
    </div>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  options: readonly number[];
  nameOf: (n: number) => string;
  value: number;
  onChoose: (n: number) => void;
}

function Choice({ id, label, options, nameOf, value, onChoose }: ChoiceProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChoose(Number(event.target.value))}
        className={CONTROL_CLASS}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {nameOf(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface LinkListProps {
  invitations: readonly InvitationDto[];
  onRevoke: (invitation: InvitationDto) => Promise<void>;
}

function LinkList({ invitations, onRevoke }: LinkListProps) {
  const words = useAllMessages();
  const title = useRef<HTMLHeadingElement>(null);
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 ref={title} id={id} tabIndex={-1} className="font-medium">
        {words.invitation.own}
      </h3>
      <ul className="flex flex-col divide-y divide-line">
        {invitations.map((invitation) => (
          <LinkRow
            key={invitation._id}
            invitation={invitation}
            onRevoke={async () => {
              await onRevoke(invitation);
              // Its row, with the button that had the focus, is gone.
              title.current?.focus();
            }}
          />
        ))}
      </ul>
    </section>
  );
}

function LinkRow({
  invitation,
  onRevoke,
}: {
  invitation: InvitationDto;
  onRevoke: () => Promise<void>;
}) {
  const [isEnding, setIsEnding] = useState(false);
  return (
    <li className="flex min-h-15 flex-col justify-center py-2">
      <InvitationRow
        invitation={invitation}
        isPending={isEnding}
        onRevoke={() => {
          setIsEnding(true);
          void onRevoke().finally(() => setIsEnding(false));
        }}
      />
    </li>
  );
}
