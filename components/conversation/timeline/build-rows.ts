import { isAlbumFull, joinsAlbum } from '@/components/conversation/timeline/albums';
import type { Zone } from '@/components/ui/clock';
import { dayKey } from '@/components/ui/dates';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageRow {
  /** The first one, of an album. */
  item: ConversationItem;
  /** Pictures that stand together in one row, all of them; null for a single message. */
  album: ConversationItem[] | null;
  /** Whether it begins and ends a group of one person's messages. */
  isFirst: boolean;
  isLast: boolean;
  /** Whether the "new messages" divider stands above it. */
  isFirstUnseen: boolean;
}

export interface Day {
  key: string;
  iso: string;
  /** Whether it began above the rows given. */
  isContinued: boolean;
  rows: MessageRow[];
}

/** Messages of one person within this time stand together as one group. */
const GROUP_GAP_MS = 5 * 60 * 1000;

interface BuildDaysInput {
  items: readonly ConversationItem[];
  /** What stands above them without being among them. */
  before?: ConversationItem | null;
  zone: Zone;
  /** The reader's day, as a key: nothing was sent later than that. */
  today: string;
  /** When a message was sent, as far as its neighbours tell; as it says itself if it is not given. */
  whenOf?: ((item: ConversationItem) => string) | undefined;
  firstUnseenSeq: number | null;
}

const asItSays = ({ createdAt }: ConversationItem) => createdAt;

/**
 * The conversation by day, and within a day by group. A day's key is its date, so that older
 * messages of the same day join it instead of building it anew. Days only go forward: a message
 * that its clock puts on an earlier day, or on tomorrow, stays in the day before it.
 */
export function buildDays(input: BuildDaysInput): Day[] {
  const { items, before, zone, today, whenOf = asItSays, firstUnseenSeq } = input;
  const days: Day[] = [];
  const dateOf = (item: ConversationItem) => {
    const date = dayKey(whenOf(item), zone);
    return date > today ? today : date;
  };
  let date = before ? dateOf(before) : '';
  let previous: MessageRow | undefined;
  for (const item of items) {
    const itemDate = dateOf(item);
    const isNewDay = itemDate > date;
    if (isNewDay) date = itemDate;
    let day = days.at(-1);
    const lastItem = previous?.album?.at(-1) ?? previous?.item;
    const isFirstUnseen = firstUnseenSeq !== null && item.seq === firstUnseenSeq;
    if (day && previous && joinsAlbum(lastItem, item) && !isAlbumFull(previous.item.seq, item)) {
      previous.album = [...(previous.album ?? [previous.item]), item];
      if (isFirstUnseen) previous.isFirstUnseen = true;
      continue;
    }
    if (!day || isNewDay) {
      day = { key: date, iso: whenOf(item), isContinued: !isNewDay, rows: [] };
      days.push(day);
      previous = undefined;
    }
    const above = previous ? lastItem : day.isContinued ? before : null;
    const isFirst = !above || isFirstUnseen || !isSameGroup(above, item);
    if (previous && !isFirst) previous.isLast = false;
    previous = { item, album: null, isFirst, isLast: true, isFirstUnseen };
    day.rows.push(previous);
  }
  return days;
}

function isSameGroup(a: ConversationItem, b: ConversationItem): boolean {
  return (
    a.senderId === b.senderId &&
    Date.parse(b.createdAt) - Date.parse(a.createdAt) < GROUP_GAP_MS &&
    // A failed message is a group of its own, with the reason below it.
    a.status !== 'failed'
  );
}
