'use client';

import { useEffect, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { Press } from '@/components/voice/press';
import { useVoice } from '@/components/voice/voice-provider';

const loadPanel = () =>
  import('@/components/voice/voice-panel').then((module) => module.VoicePanel);

/** What is recorded for somebody, in place of the text field; its code is loaded when that begins. */
export function useVoicePanel(userId: string, onClosed: () => void) {
  const [begun, setBegun] = useState<{ press: Press | null } | null>(null);
  const [said, setSaid] = useState('');
  const { unsent, watchUnsent } = useVoice();
  const isUnsent = unsent.has(userId);
  // Sent or discarded in another tab, it is not to be sent here.
  useEffect(() => watchUnsent(userId, () => setBegun(null)), [watchUnsent, userId]);
  const isWanted = begun !== null || isUnsent;
  const Loaded = useOnDemand(isWanted, loadPanel);
  return {
    /** null while there is nothing to be shown. */
    Panel: isWanted ? Loaded : null,
    press: begun?.press ?? null,
    /** What became of it, for screen readers. */
    said,
    record: (press: Press | null) => {
      setSaid('');
      setBegun({ press });
    },
    close: (outcome: string) => {
      setBegun(null);
      setSaid(outcome);
      onClosed();
    },
  };
}
