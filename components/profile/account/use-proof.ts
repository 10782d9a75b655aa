'use client';

import { useRef } from 'react';
import useSWR from 'swr';
import { useServerFacts } from '@/components/invitation/server-facts';
import { loadPasskeyClient } from '@/components/passkeys/load-passkey-client';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { accountClient } from '@/lib/client/transport/account-client';
import { accountApi } from '@/lib/shared/accounts/account-urls';
import type { ProofInput } from '@/lib/shared/accounts/credential-schemas';

/** One's own passkeys, for every part of the page that asks. */
export const usePasskeys = () => useSWR(accountApi.passkeys, () => accountClient.passkeys());

/**
 * How somebody shows again who they are, before what matters: by the password of the form, or by a passkey
 * when its button sent the form or there is no password. `proofOf` asks for it.
 */
export function useProof() {
  const { providerOnly = false } = useMe();
  const { passkeyObstacle } = useServerFacts();
  const { data: passkeys } = usePasskeys();
  const isByPasskey = useRef(false);
  const hasPasskeys = !passkeyObstacle && (passkeys?.length ?? 0) > 0;

  const proofOf = async (data: FormData): Promise<ProofInput> => {
    const isAsked = isByPasskey.current || (providerOnly && hasPasskeys);
    isByPasskey.current = false;
    if (isAsked) {
      const credential = await (await loadPasskeyClient()).toConfirm();
      return { passkey: { ...credential, type: 'public-key' } };
    }
    return providerOnly ? {} : { password: String(data.get('password') ?? '') };
  };
  /** Sends the form of a button, with a passkey as the proof. */
  const sendByPasskey = (form: HTMLFormElement | null) => {
    isByPasskey.current = true;
    form?.requestSubmit();
  };
  return { proofOf, hasPassword: !providerOnly, hasPasskeys, sendByPasskey };
}

export type ProofSource = ReturnType<typeof useProof>;
