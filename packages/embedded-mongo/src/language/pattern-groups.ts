import { failure, notSupported } from '../bson/mongo-error';

export type GroupKind =
  | 'group'
  | 'lookahead'
  | 'lookbehind'
  | 'negative lookahead'
  | 'negative lookbehind';

interface Group {
  kind: GroupKind;
  parent: Group | undefined;
  /** The alternative of the parent that it stands in. */
  branch: number;
  /** Of a group that captures. */
  number?: number;
  closed: boolean;
  /** How often it may be repeated, as its quantifier says. */
  min: number;
  max: number;
  /** How many characters each alternative takes; NaN where that varies. */
  lengths: number[];
  /** Length of the last item, which a following quantifier repeats. */
  last: { length: number; group?: Group };
}

const newGroup = (kind: GroupKind, parent: Group | undefined): Group => ({
  kind,
  parent,
  branch: parent ? parent.lengths.length - 1 : 0,
  closed: false,
  min: 1,
  max: 1,
  lengths: [0],
  last: { length: 0 },
});

/** The common length, or NaN when they differ. */
function commonLength(lengths: number[]): number {
  const [first = 0] = lengths;
  return lengths.every((length) => length === first) ? first : Number.NaN;
}

/**
 * The groups of a pattern, for three differences between PCRE and JavaScript: a back-reference to a
 * group that matched nothing, captures of an earlier repetition (JavaScript clears them), and
 * look-behinds, which have a fixed length in PCRE.
 */
export class PatternGroups {
  #current = newGroup('group', undefined);
  readonly #captures: Group[] = [];
  readonly #names = new Map<string, number>();

  /** Groups that capture and have begun so far. */
  get count(): number {
    return this.#captures.length;
  }

  open(kind: GroupKind, capture?: { name?: string | undefined }): void {
    const group = newGroup(kind, this.#current);
    if (capture) {
      group.number = this.#captures.push(group);
      if (capture.name !== undefined) this.#names.set(capture.name, group.number);
    }
    this.#current = group;
  }

  /** Adds an item that matches so many characters; NaN when that varies. */
  item(length: number, group?: Group): void {
    const current = this.#current;
    this.#settle();
    current.last = { length, ...(group && { group }) };
  }

  #settle(): void {
    const { lengths, last } = this.#current;
    lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + last.length;
    this.#current.last = { length: 0 };
  }

  alternative(): void {
    this.#settle();
    this.#current.lengths.push(0);
  }

  quantifier(min: number, max: number): void {
    const { last } = this.#current;
    if (last.group) {
      last.group.min = min;
      last.group.max = max;
    }
    last.length = min === max ? last.length * min : Number.NaN;
  }

  /** Ends the innermost group. @throws MongoError 51091 for a look-behind of no fixed length. */
  close(): void {
    const group = this.#current;
    const { parent } = group;
    // A closing bracket without an opening one: RegExp throws for it.
    if (!parent) return;
    this.#settle();
    group.closed = true;
    this.#current = parent;
    if (group.kind === 'group') {
      this.item(commonLength(group.lengths), group);
      return;
    }
    if (group.kind.endsWith('lookbehind') && group.lengths.some(Number.isNaN)) {
      throw failure(
        51091,
        'Regular expression is invalid: lookbehind assertion is not fixed length',
      );
    }
    this.item(0, group);
  }

  /** The number of a named group. @throws MongoError 51091 when there is none. */
  named(name: string): number {
    const number = this.#names.get(name);
    if (number === undefined) throw missingGroup();
    return number;
  }

  /**
   * A back-reference. When its group has matched nothing, PCRE fails and JavaScript matches the
   * empty string, so a reference is allowed only where its group must have matched before.
   */
  reference(number: number): void {
    const group = this.#captures[number - 1];
    if (!group) throw missingGroup();
    if (!group.closed || this.#isIn('lookbehind') || !this.#hasSurelyMatched(group)) {
      throw notSupported(
        `The regular expression construct \`\\${number}\`, where the group may have taken no part,`,
      );
    }
    this.item(Number.NaN);
  }

  #isIn(kind: 'lookbehind'): boolean {
    for (let at: Group | undefined = this.#current; at; at = at.parent) {
      if (at.kind.endsWith(kind)) return true;
    }
    return false;
  }

  #hasSurelyMatched(group: Group): boolean {
    for (let at = group; ; ) {
      if (at.kind !== 'group' && at.kind !== 'lookahead') return false;
      if (at.min === 0) return false;
      const { parent } = at;
      if (!parent) return true;
      // An open group contains the reference as well: it must be in the same alternative.
      if (!parent.closed) return at.branch === parent.lengths.length - 1;
      if (parent.lengths.length > 1) return false;
      at = parent;
    }
  }

  /** Whether a repetition may leave out a group that an earlier one captured. */
  get forgets(): boolean {
    return this.#captures.some((group) => {
      let isOptional = false;
      for (let at: Group | undefined = group; at; at = at.parent) {
        if (isOptional && at.max > 1) return true;
        if (at.min === 0 || (at.parent && at.parent.lengths.length > 1)) isOptional = true;
        if (at.parent && at.parent.max > 1 && isOptional) return true;
      }
      return false;
    });
  }
}

function missingGroup(): Error {
  return failure(51091, 'Regular expression is invalid: reference to non-existent subpattern');
}
