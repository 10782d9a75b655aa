import { alertsOf, type PersonRow } from '@/lib/client/selectors/person-row';

/** Where the server put a person, and with whom they share it. */
interface Place {
  rank: number;
  /** The rank of the first of those of the same name, between whom nothing else decides. */
  group: number;
}

/**
 * People in the order of the screen: pinned ones first, newest activity first, then those without a conversation as the
 * server put them, of the same name the online ones first. Keeps itself sorted row by row.
 */
export class PeopleOrder {
  #places: ReadonlyMap<string, Place> = new Map();
  #shown = new Map<string, PersonRow>();
  #rows: readonly PersonRow[] = [];

  /** Another array whenever anything in it changed. */
  get rows(): readonly PersonRow[] {
    return this.#rows;
  }

  has(userId: string): boolean {
    return this.#places.has(userId);
  }

  /** Begins anew. `listed` is the order of the server. */
  reset(rows: readonly PersonRow[], listed: readonly string[]): void {
    this.#shown = new Map(rows.map((row) => [row._id, row]));
    this.#places = placesOf(listed, this.#shown);
    const sorted = rows.toSorted(this.#compare);
    const isSame =
      sorted.length === this.#rows.length && sorted.every((row, i) => row === this.#rows[i]);
    if (!isSame) this.#rows = sorted;
  }

  /**
   * Puts newer rows in place of those shown. Returns by how many the number of unseen messages
   * grew.
   */
  replace(rows: readonly PersonRow[]): number {
    const next = this.#rows.slice();
    let unseen = 0;
    let hasChanged = false;
    for (const row of rows) {
      const held = this.#shown.get(row._id);
      if (held === row) continue;
      hasChanged = true;
      unseen += alertsOf(row) - (held ? alertsOf(held) : 0);
      this.#move(next, held, row);
      this.#shown.set(row._id, row);
    }
    if (hasChanged) this.#rows = next;
    return unseen;
  }

  #move(rows: PersonRow[], held: PersonRow | undefined, row: PersonRow): void {
    if (held) {
      const from = this.#find(rows, held);
      const before = rows[from - 1];
      const after = rows[from + 1];
      const staysAfter = !before || this.#compare(before, row) < 0;
      const staysBefore = !after || this.#compare(row, after) < 0;
      if (staysAfter && staysBefore) {
        rows[from] = row;
        return;
      }
      rows.splice(from, 1);
    }
    rows.splice(this.#find(rows, row), 0, row);
  }

  /** Where the row is, or would be. */
  #find(rows: readonly PersonRow[], row: PersonRow): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = rows[middle];
      if (other && this.#compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  readonly #compare = (a: PersonRow, b: PersonRow): number => {
    const pinned = Number(b.settings.pinned) - Number(a.settings.pinned);
    if (pinned !== 0) return pinned;
    const activity = compareActivity(a, b);
    if (activity !== 0) return activity;
    const left = this.#places.get(a._id);
    const right = this.#places.get(b._id);
    if (!left || !right) return 0;
    if (activityOf(a) !== '') return left.rank - right.rank;
    return (
      left.group - right.group || Number(b.online) - Number(a.online) || left.rank - right.rank
    );
  };
}

/** When something was last said, by either; what is on its way counts from when it was written. */
export function activityOf({ lastMessage, outgoing }: PersonRow): string {
  const stored = lastMessage?.createdAt ?? '';
  return outgoing && outgoing.createdAt > stored ? outgoing.createdAt : stored;
}

/** The newest first; those without a conversation last, and alike. */
function compareActivity(a: PersonRow, b: PersonRow): number {
  const left = activityOf(a);
  const right = activityOf(b);
  if (left === right) return 0;
  return left < right ? 1 : -1;
}

function placesOf(
  listed: readonly string[],
  rows: ReadonlyMap<string, PersonRow>,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  let name: string | null = null;
  let group = 0;
  for (const [rank, userId] of listed.entries()) {
    const row = rows.get(userId);
    const own = row && activityOf(row) === '' ? row.fullName : null;
    if (own === null || own !== name) group = rank;
    name = own;
    places.set(userId, { rank, group });
  }
  return places;
}
