'use client';

import { type FormEvent, useRef, useState } from 'react';
import { sessionMark } from '@/components/auth/session-mark';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProofField } from '@/components/profile/account/proof-field';
import { useProof } from '@/components/profile/account/use-proof';
import { DownloadData } from '@/components/profile/download-data';
import { FormResult } from '@/components/profile/form-result';
import { useFocusInvalid } from '@/components/profile/use-focus-invalid';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Section } from '@/components/ui/section';
import { useChatClient } from '@/lib/client/chat-provider';
import { dropFormDrafts } from '@/lib/client/drafts/form-drafts';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { createApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { pages } from '@/lib/shared/urls';

const api = createApiClient();
const loadUnsent = () => import('@/lib/client/offline/unsent').catch(() => null);

/** Deletes one's own account, after the password and after saying what goes and what stays. */
export function DeleteAccountSection() {
  const words = useAllMessages();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Section
      id="delete-account"
      title={words.profile.deleteAccount}
      hint={words.profile.deleteAccountHint}
    >
      <div className="flex">
        <Button variant="danger" onClick={() => setIsAsking(true)}>
          {words.profile.deleteAccount}
        </Button>
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={words.profile.deleteAccount}
        kind="sheet"
        showTitle
      >
        <DeleteForm onCancel={() => setIsAsking(false)} />
      </Dialog>
    </Section>
  );
}

function DeleteForm({ onCancel }: { onCancel: () => void }) {
  const words = useAllMessages();
  const client = useChatClient();
  const me = useMe();
  const proof = useProof();
  const [error, setError] = useState<ApiError | null>(null);
  const [isDeleting, setIsDeleting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, error);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setIsDeleting(true);
    setError(null);
    try {
      const given = await proof.proofOf(data);
      // The server ends every session with it; this tab leaves by itself.
      client.stop();
      await api.deleteAccount(given);
      (await loadUnsent())?.noteLeaving(me._id);
      sessionMark.clear();
      dropFormDrafts();
      window.location.assign(pages.logIn);
    } catch (thrown) {
      client.start();
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
      setIsDeleting(false);
    }
  };

  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      method="post"
      noValidate
      className="flex flex-col gap-5 p-5"
    >
      <p className="text-muted">{words.profile.deleteAccountWhat}</p>
      <div className="flex flex-col gap-3">
        <p>{words.data.beforeDeletion}</p>
        <DownloadData />
      </div>
      <ProofField id="delete-password" proof={proof} error={error} />
      <FormResult success={null} error={error} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button variant="secondary" onClick={onCancel}>
          {words.common.cancel}
        </Button>
        <Button type="submit" variant="danger" isPending={isDeleting}>
          {words.profile.deleteAccountConfirm}
        </Button>
      </div>
    </form>
  );
}
