'use client';

import { useEffect, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { loadPasskeyClient, submitCredential } from '@/components/passkeys/load-passkey-client';
import { PasskeyButton } from '@/components/passkeys/passkey-button';
import { hasPasskeyAutofill } from '@/lib/client/platform/passkey-autofill';
import { logInWithPasskeyAction } from '@/lib/server/auth/actions';
import type { FormState } from '@/lib/shared/form-state';
import { PASSKEY_CHALLENGE_MINUTES } from '@/lib/shared/limits';
import { NEXT_PARAMETER } from '@/lib/shared/urls';

/** A little before the server forgets what it asked for. */
const AUTOFILL_MS = (PASSKEY_CHALLENGE_MINUTES - 1) * 60_000;

interface PasskeyLogInProps {
  /** One of our own paths, to go on to. */
  next: string;
  isPending: boolean;
  /** Runs an attempt of the form's, whose answer it shows. */
  attempt: (run: () => Promise<FormState>) => void;
}

function submit(credential: string, next: string): Promise<FormState> {
  const data = new FormData();
  data.set('credential', credential);
  data.set(NEXT_PARAMETER, next);
  return logInWithPasskeyAction({}, data);
}

/**
 * Waits for a passkey chosen from the list that the browser shows at the e-mail field. A browser has room
 * for one wait at a time: while `isPaused` it is free for the button.
 */
function useAutofill(isPaused: boolean, onChosen: (credential: object) => void): void {
  const [round, setRound] = useState(0);
  const latest = useRef(onChosen);
  useEffect(() => {
    latest.current = onChosen;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round waits anew.
  useEffect(() => {
    if (isPaused) return;
    let isCurrent = true;
    const again = setTimeout(() => setRound((last) => last + 1), AUTOFILL_MS);
    const wait = async () => {
      if (!(await hasPasskeyAutofill()) || !isCurrent) return;
      const client = await loadPasskeyClient();
      if (!isCurrent) return;
      const credential = await client.toLogIn({ isAutofill: true });
      if (isCurrent) latest.current(credential);
    };
    // Not chosen, or not to be had: the button stays.
    wait().catch(() => undefined);
    return () => {
      isCurrent = false;
      clearTimeout(again);
    };
  }, [isPaused, round]);
}

/** The way in by a passkey: by its button, or from the list that the browser shows at the e-mail field. */
export function PasskeyLogIn({ next, isPending, attempt }: PasskeyLogInProps) {
  const words = useAllMessages();
  const [isAsking, setIsAsking] = useState(false);
  useAutofill(isPending, (credential) => attempt(() => submit(JSON.stringify(credential), next)));
  const onClick = () => {
    setIsAsking(true);
    attempt(() =>
      submitCredential(
        (client) => client.toLogIn({ isAutofill: false }),
        (credential) => submit(credential, next),
      ),
    );
  };
  return (
    <PasskeyButton
      label={words.passkeys.logIn}
      isPending={isPending}
      isAsking={isAsking}
      onClick={onClick}
    />
  );
}
