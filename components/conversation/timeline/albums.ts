import { BLOCK_SIZE, type SeqSpan } from '@/components/conversation/timeline/scroll/scroll-window';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';

/** Pictures that follow one another within this time stand together: sent at once, they upload in turn. */
const ALBUM_GAP_MS = 2 * 60 * 1000;

/**
 * Whether a picture joins the one above it. One with a caption begins a new album, as the caption
 * stands below its picture.
 */
export function joinsAlbum(above: ConversationItem | undefined, item: ConversationItem): boolean {
  return (
    above !== undefined &&
    isPicture(above) &&
    isPicture(item) &&
    item.text === '' &&
    above.senderId === item.senderId &&
    Math.abs(Date.parse(item.createdAt) - Date.parse(above.createdAt)) < ALBUM_GAP_MS
  );
}

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
  const joins = (at: number) => {
    const [above, item] = rows.between(at - 1, at);
    return item !== undefined && joinsAlbum(above, item);
  };
  if (seq <= rows.firstSeq || !joins(seq)) return true;
  if (!isBlockStart(seq) || seq - BLOCK_SIZE < rows.firstSeq) return false;
  for (let at = seq - BLOCK_SIZE + 1; at < seq; at++) if (!joins(at)) return false;
  return true;
}

const isBlockStart = (seq: number) => (seq - 1) % BLOCK_SIZE === 0;

const isPicture = ({ image, message }: ConversationItem) => image !== null && !message?.deletedAt;
