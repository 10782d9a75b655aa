'use client';

import { useState } from 'react';
import { ActResult } from '@/components/administration/act-result';
import { AdminList } from '@/components/administration/admin-list';
import { DeletePersonDialog } from '@/components/administration/delete-person-dialog';
import { PersonActions } from '@/components/administration/person-actions';
import { useAct } from '@/components/administration/use-act';
import { useAdminList } from '@/components/administration/use-admin-list';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { SharedLink } from '@/components/invitation/shared-link';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { Dialog } from '@/components/ui/dialog';
import { LocalTime } from '@/components/ui/local-time';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { useDebounced } from '@/lib/client/hooks/use-debounced';
import { adminClient } from '@/lib/client/transport/admin-client';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

/** Who has an account, and what an administrator does about it. */
export function AdminPeople() {
  const words = useAllMessages();
  const texts = words.administration;
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim());
  const list = useAdminList((query) => adminUrls.people({ q, ...query }), adminClient.people);
  const { act, said, pending } = useAct();
  const [leaving, setLeaving] = useState<AccountDto | null>(null);
  const [link, setLink] = useState<{ of: AccountDto; path: string; minutes: number } | null>(null);

  const change = (
    account: AccountDto,
    to: { disabled?: boolean; role?: AccountDto['role'] },
    done: string,
  ) =>
    void act(account._id, async () => {
      await adminClient.change(account._id, to);
      await list.refresh();
      return done;
    });
  const remove = (account: AccountDto) =>
    act(account._id, async () => {
      await adminClient.remove(account._id);
      await list.refresh();
      return texts.deleted(account.fullName);
    });

  return (
    <Section id="admin-people" title={texts.parts.people}>
      <TextField
        id="admin-search"
        type="search"
        label={texts.searchPeople}
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p role="status" className="text-muted empty:hidden">
        {list.total !== null && texts.total(list.total)}
      </p>
      <ActResult said={said} />
      <AdminList
        label={texts.parts.people}
        list={list}
        empty={texts.nobodyFound}
        render={(account) => (
          <PersonLine account={account}>
            <PersonActions
              account={account}
              isPending={pending === account._id}
              onChange={(to, done) => change(account, to, done)}
              onEndSessions={() =>
                void act(account._id, async () => {
                  const ended = await adminClient.endSessions(account._id);
                  await list.refresh();
                  return texts.sessionsEnded(ended);
                })
              }
              onResetLink={() =>
                void act(account._id, async () => {
                  setLink({ of: account, ...(await adminClient.makeResetLink(account._id)) });
                  return '';
                })
              }
              onDelete={() => setLeaving(account)}
            />
          </PersonLine>
        )}
      />
      <Dialog
        isOpen={link !== null}
        onClose={() => setLink(null)}
        title={texts.resetLink}
        kind="sheet"
        showTitle
      >
        {link && (
          <div className="flex flex-col gap-4 p-5">
            <p>{texts.linkHint(link.of.fullName, link.minutes)}</p>
            <SharedLink path={link.path} label={texts.link} codeLabel={texts.linkCode} />
          </div>
        )}
      </Dialog>
      {leaving && (
        <DeletePersonDialog
          account={leaving}
          onDelete={() => remove(leaving)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Section>
  );
}

/** Who somebody is, on up to four short lines. */
function PersonLine({ account, children }: { account: AccountDto; children: React.ReactNode }) {
  const texts = useAllMessages().administration;
  const zone = useZone();
  const isMe = useMe()._id === account._id;
  const { fullName, email, role, disabled, sessions, createdAt, lastSeenAt } = account;
  const badges = [
    isMe && texts.you,
    role === 'administrator' && texts.administrator,
    disabled && texts.disabled,
  ].filter((badge) => badge !== false);
  return (
    <div className="flex items-start gap-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-2">
          <span dir="auto" className="font-medium wrap-anywhere">
            {fullName}
          </span>
          {badges.map((badge) => (
            <span
              key={badge}
              className="rounded-full bg-accent-soft px-2 py-0.5 text-meta font-medium text-accent"
            >
              {badge}
            </span>
          ))}
        </p>
        <p dir="ltr" className="text-start text-meta wrap-anywhere text-muted">
          {email}
        </p>
        <p className="text-meta text-muted">
          <LocalTime iso={createdAt}>{texts.joined(formatFull(createdAt, zone))}</LocalTime>
        </p>
        <p className="text-meta text-muted">
          {lastSeenAt ? (
            <LocalTime iso={lastSeenAt}>
              {texts.lastSeen(formatFull(lastSeenAt, zone), sessions)}
            </LocalTime>
          ) : (
            texts.neverSeen(sessions)
          )}
        </p>
      </div>
      {children}
    </div>
  );
}
