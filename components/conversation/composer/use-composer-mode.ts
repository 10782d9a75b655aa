'use client';

import { useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useDraft } from '@/lib/client/hooks/conversation/use-draft';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface Edited {
  item: ConversationItem;
  text: string;
}

/** As far back as one's last message is looked for. */
const LOOKED_BACK_COUNT = 200;

/**
 * What is written: a new message, an answer to another, or another text for one of one's own. What is
 * answered is kept with the draft; while something is edited the draft waits.
 */
export function useComposerMode(userId: string) {
  const client = useChatClient();
  const { draft, setDraft } = useDraft(userId);
  // Beside the draft, so that it is found again after a reload and goes with it at sign-out.
  const answered = useDraft(`${userId}:reply`);
  // So is the link that is to have no preview.
  const unpreviewed = useDraft(`${userId}:without-preview`);
  const [edited, setEdited] = useState<Edited | null>(null);
  const seq = Number(answered.draft);
  const found = useClientValue(client, () =>
    answered.draft === '' ? undefined : client.views.rows(userId).between(seq, seq)[0],
  );
  const reply = found && !found.deleted ? found : null;

  const setReply = (item: ConversationItem | null) =>
    answered.setDraft(item?.seq == null ? '' : String(item.seq));
  const edit = (item: ConversationItem, text = item.text) => setEdited({ item, text });
  const stopEditing = () => setEdited(null);
  const setText = (text: string) => {
    if (edited) setEdited({ ...edited, text });
    else setDraft(text);
    // A text begun anew is asked about anew.
    if (!edited && text === '') unpreviewed.setDraft('');
  };
  /** One's own last message whose text can be changed; null without one. */
  const findLastOwn = () => {
    const rows = client.views.rows(userId);
    const recent = rows.between(rows.lastSeq - LOOKED_BACK_COUNT, rows.lastSeq);
    return recent.findLast(({ status, text, deleted }) => status && text && !deleted) ?? null;
  };

  return {
    text: edited ? edited.text : draft,
    setText,
    draft,
    setDraft,
    reply: edited ? null : reply,
    setReply,
    /** The link that is to have no preview; "" for none. */
    unpreviewed: unpreviewed.draft,
    setUnpreviewed: unpreviewed.setDraft,
    edited: edited?.item ?? null,
    edit,
    stopEditing,
    findLastOwn,
  };
}
