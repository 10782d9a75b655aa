'use client';

import { useCallback, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { ProfileInput } from '@/lib/client/transport/api-client';

export interface ProfileActions {
  /** Throws an ApiError when the server refuses. */
  save(input: ProfileInput): Promise<void>;
  isSaving: boolean;
}

/** Changing one's own profile. */
export function useProfile(): ProfileActions {
  const client = useChatClient();
  const [isSaving, setIsSaving] = useState(false);
  const save = useCallback(
    async (input: ProfileInput) => {
      setIsSaving(true);
      try {
        await client.saveProfile(input);
      } finally {
        setIsSaving(false);
      }
    },
    [client],
  );
  return { save, isSaving };
}
