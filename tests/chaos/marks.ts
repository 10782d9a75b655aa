import type { Watermarks } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import { type Ledger, markKey } from './ledger';

const KINDS = ['seen', 'delivered'] as const;

/** Looks at every change of a client for a receipt that moves back. Answers how to stop. */
export function watchMarks(store: ClientStore, ledger: Ledger, deviceName: string): () => void {
  let known = store.getChat().watermarks;
  return store.subscribe(() => {
    const { watermarks, me } = store.getChat();
    if (watermarks === known) return;
    for (const [conversationId, marks] of watermarks) {
      const before = known.get(conversationId);
      if (before === marks) continue;
      for (const kind of KINDS) compare({ conversationId, kind, before, marks });
    }
    for (const conversationId of known.keys()) {
      if (watermarks.has(conversationId)) continue;
      ledger.movedBack.push(`${deviceName} forgot the marks of ${conversationId}`);
    }
    known = watermarks;

    function compare(change: {
      conversationId: string;
      kind: 'seen' | 'delivered';
      before: Watermarks | undefined;
      marks: Watermarks;
    }): void {
      const { conversationId, kind, before, marks } = change;
      for (const [userId, seq] of Object.entries(before?.[kind] ?? {})) {
        const now = marks[kind][userId] ?? 0;
        if (now >= seq) continue;
        ledger.movedBack.push(`${deviceName}: ${kind} of ${userId} went from ${seq} to ${now}`);
      }
      for (const [userId, seq] of Object.entries(marks[kind])) {
        // One's own marks are shown before they are told to anybody; others' come from the server.
        if (userId !== me._id) ledger.noteMark(markKey({ conversationId, userId, kind }), seq);
      }
    }
  });
}
