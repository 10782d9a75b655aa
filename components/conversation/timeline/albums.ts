import { BLOCK_SIZE, type SeqSpan } from '@/components/conversation/timeline/scroll/scroll-window';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';
import * as shared from '@/lib/shared/album';

/** Whether a picture joins the one above it. */
export function joinsAlbum(above: ConversationItem | undefined, item: ConversationItem): boolean {
  return above !== undefined && shared.joinsAlbum(albumPart(above), albumPart(item));
}

const albumPart = (item: ConversationItem) => ({
  senderId: item.senderId,
  text: item.text,
  hasImage: item.image !== null && !item.message?.deletedAt,
  createdAt: item.createdAt,
});

/**
 * Whether an album ends here although more pictures follow: one that fills a whole block begins anew
 * with the next, so that where it begins can be told from the messages close by.
 */
export function isAlbumFull(firstSeq: number | null, item: ConversationItem): boolean {
  if (firstSeq === null || item.seq === null) return false;
  return isBlockStart(item.seq) && firstSeq <= item.seq - BLOCK_SIZE;
}

/** The span, moved so that no album is cut: an album belongs to the block in which it begins. */
export function withWholeAlbums(rows: ConversationRows, span: SeqSpan): SeqSpan {
  let { firstSeq, lastSeq } = span;
  while (firstSeq <= span.lastSeq && !beginsAnew(rows, firstSeq)) firstSeq++;
  while (lastSeq < rows.lastSeq && !beginsAnew(rows, lastSeq + 1)) lastSeq++;
  return { firstSeq, lastSeq };
}

function beginsAnew(rows: ConversationRows, seq: number): boolean {
  // One that is not shown cuts no album.
  const joins = (at: number) => {
    const [item] = rows.between(at, at);
    return !item || joinsAlbum(rows.above(at) ?? undefined, item);
  };
  if (seq <= rows.firstSeq || !joins(seq)) return true;
  if (!isBlockStart(seq) || seq - BLOCK_SIZE < rows.firstSeq) return false;
  for (let at = seq - BLOCK_SIZE + 1; at < seq; at++) if (!joins(at)) return false;
  return true;
}

const isBlockStart = (seq: number) => (seq - 1) % BLOCK_SIZE === 0;
