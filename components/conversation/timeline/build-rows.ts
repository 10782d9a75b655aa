import type { Clock } from '@/components/ui/clock';
import { dayKey } from '@/components/ui/dates';
import type { ConversationItem } from '@/lib/client/types';

export interface MessageRow {
  item: ConversationItem;
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
  zone: Pick<Clock, 'locale' | 'timeZone'>;
  firstUnseenSeq: number | null;
}

/**
 * The conversation by day, and within a day by group. A day's key is its date, so that older
 * messages of the same day join it instead of building it anew.
 */
export function buildDays({ items, before, zone, firstUnseenSeq }: BuildDaysInput): Day[] {
  const days: Day[] = [];
  const used = new Map<string, number>();
  const dateBefore = before ? dayKey(before.createdAt, zone) : '';
  let date = '';
  let previous: MessageRow | undefined;
  for (const item of items) {
    const itemDate = dayKey(item.createdAt, zone);
    let day = days.at(-1);
    if (!day || itemDate !== date) {
      date = itemDate;
      // Clocks differ: a pending message of "yesterday" may follow one of today.
      const repeat = used.get(itemDate) ?? 0;
      used.set(itemDate, repeat + 1);
      day = {
        key: repeat ? `${itemDate}-${repeat}` : itemDate,
        iso: item.createdAt,
        isContinued: days.length === 0 && itemDate === dateBefore,
        rows: [],
      };
      days.push(day);
      previous = undefined;
    }
    const above = previous?.item ?? (day.isContinued ? before : null);
    const isFirstUnseen = firstUnseenSeq !== null && item.seq === firstUnseenSeq;
    const isFirst = !above || isFirstUnseen || !isSameGroup(above, item);
    if (previous && !isFirst) previous.isLast = false;
    previous = { item, isFirst, isLast: true, isFirstUnseen };
    day.rows.push(previous);
  }
  return days;
}

function isSameGroup(a: ConversationItem, b: ConversationItem): boolean {
  return (
    a.senderId === b.senderId &&
    Date.parse(b.createdAt) - Date.parse(a.createdAt) < GROUP_GAP_MS &&
    // What went wrong stands alone, with its reason below it.
    a.status !== 'failed'
  );
}
