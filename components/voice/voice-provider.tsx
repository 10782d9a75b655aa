'use client';

import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';
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
}

const VoiceContext = createContext<Voice | null>(null);

/** One player for all conversations, so that it goes on while one looks at another. */
export function VoiceProvider({ children }: { children: ReactNode }) {
  const [player, setPlayer] = useState<VoicePlayer | null>(null);
  const [unsent, setUnsent] = useState<ReadonlyMap<string, VoiceNote>>(new Map());
  const open = useCallback(
    (create: () => VoicePlayer) => setPlayer((held) => held ?? create()),
    [],
  );
  const keepUnsent = useCallback((userId: string, note: VoiceNote | null) => {
    setUnsent((held) => {
      const next = new Map(held);
      if (note) next.set(userId, note);
      else next.delete(userId);
      return next;
    });
  }, []);
  const Bar = useOnDemand(player !== null, loadBar);
  const voice = useMemo(
    () => ({ player, open, unsent, keepUnsent }),
    [player, open, unsent, keepUnsent],
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
};

/** The player and what waits to be sent; outside of the signed-in screens there is neither. */
export const useVoice = (): Voice => use(VoiceContext) ?? NOTHING;
