'use client';

import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { draftVoiceKey, hasDraftVoice } from '@/lib/client/drafts/draft-voice-marks';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { VoiceNote } from '@/lib/client/voice/voice-note';
import type { VoicePlayer } from '@/lib/client/voice/voice-player';

const loadBar = () => import('@/components/voice/voice-bar').then((module) => module.VoiceBar);

interface Voice {
  /** null until the first voice note is on the screen: its code comes with that. */
  player: VoicePlayer | null;
  /** Makes it, once. */
  open: (create: () => VoicePlayer) => void;
  /** What was recorded for somebody and neither sent nor discarded, by their id. */
  unsent: ReadonlyMap<string, VoiceNote>;
  keepUnsent: (userId: string, note: VoiceNote | null) => void;
  /**
   * Looks for what an earlier page left for somebody, and hears what other tabs do with it: `onGone`, they
   * have sent or discarded it. Returns an unsubscribe function.
   */
  watchUnsent: (userId: string, onGone: () => void) => () => void;
}

const VoiceContext = createContext<Voice | null>(null);

const loadDrafts = () => import('@/lib/client/drafts/draft-voice');

/** One player for all conversations, so that it goes on while one looks at another. */
export function VoiceProvider({ children }: { children: ReactNode }) {
  const ownerId = useMe()._id;
  const [player, setPlayer] = useState<VoicePlayer | null>(null);
  const [unsent, setUnsent] = useState<ReadonlyMap<string, VoiceNote>>(new Map());
  const open = useCallback(
    (create: () => VoicePlayer) => setPlayer((held) => held ?? create()),
    [],
  );
  /** For whom this page has stored any, or is about to. */
  const stored = useRef(new Set<string>());
  const hold = useCallback((userId: string, note: VoiceNote | null) => {
    setUnsent((held) => {
      if (!note && !held.has(userId)) return held;
      const next = new Map(held);
      if (note) next.set(userId, note);
      else next.delete(userId);
      return next;
    });
  }, []);
  const keepUnsent = useCallback(
    (userId: string, note: VoiceNote | null) => {
      hold(userId, note);
      if (note) stored.current.add(userId);
      else if (!stored.current.has(userId) && !hasDraftVoice(ownerId, userId)) return;
      // Where its code does not come it is lost with the page.
      loadDrafts().then(
        ({ storeDraftVoice }) => storeDraftVoice(ownerId, userId, note),
        () => undefined,
      );
    },
    [hold, ownerId],
  );
  const watchUnsent = useCallback(
    (userId: string, onGone: () => void) => {
      let isWatching = true;
      const read = async () => {
        const { readDraftVoice } = await loadDrafts();
        const note = await readDraftVoice(ownerId, userId);
        if (isWatching && note) hold(userId, note);
      };
      if (hasDraftVoice(ownerId, userId)) read().catch(() => undefined);
      const onStorage = ({ key, newValue }: StorageEvent) => {
        if (key !== draftVoiceKey(ownerId, userId)) return;
        if (newValue !== null) {
          read().catch(() => undefined);
          return;
        }
        hold(userId, null);
        onGone();
      };
      window.addEventListener('storage', onStorage);
      return () => {
        isWatching = false;
        window.removeEventListener('storage', onStorage);
      };
    },
    [hold, ownerId],
  );
  const Bar = useOnDemand(player !== null, loadBar);
  const voice = useMemo(
    () => ({ player, open, unsent, keepUnsent, watchUnsent }),
    [player, open, unsent, keepUnsent, watchUnsent],
  );
  return (
    <VoiceContext value={voice}>
      {children}
      {Bar && player && <Bar player={player} />}
    </VoiceContext>
  );
}

const NOTHING: Voice = {
  player: null,
  open: () => undefined,
  unsent: new Map(),
  keepUnsent: () => undefined,
  watchUnsent: () => () => undefined,
};

/** The player and what waits to be sent; outside of the signed-in screens there is neither. */
export const useVoice = (): Voice => use(VoiceContext) ?? NOTHING;
