import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/*
 * LMDB maps its file into memory and does not check it: a damaged page crashes the process with a
 * segmentation fault, or makes every page below it unreachable. So the tree of pages is read here,
 * without LMDB, before LMDB opens the file.
 *
 * The layout is that of LMDB's data version 2 (lmdb 3.x), in the byte order of the machine that
 * wrote it: every page begins with 24 bytes (number, transaction, flags, ends of the free space).
 */
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const HEADER_BYTES = 24;
const BRANCH = 0x01;
const LEAF = 0x02;
const OVERFLOW = 0x04;
const META = 0x08;
/** A value that is stored on pages of its own. */
const BIG_DATA = 0x01;
/** In place of the root of an empty tree. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const TREE_DEPTH_MAX = 32;
/** Another process may write while pages are read, so the check is repeated this often. */
const ATTEMPTS = 5;
const DAMAGES_MAX = 20;

interface Tree {
  name: string;
  depth: number;
  entries: bigint;
  root: bigint;
}

interface Meta {
  pageSize: number;
  lastPage: number;
  transaction: bigint;
  trees: Tree[];
}

export interface PageReport {
  /** What is wrong, in words for whoever runs the server; nothing when the file is sound. */
  damage: string[];
  pages: number;
  /** False when `maxPages` ended the walk; the upper part of the trees has been seen. */
  complete: boolean;
}

/** A page and the keys it may hold: from `low` to before `high`. */
interface Place {
  page: number;
  low?: Buffer;
  high?: Buffer;
}

class Damage extends Error {}

function parseMeta(bytes: Buffer, number: number): Meta {
  if (bytes.length < 168) throw new Damage('the file ends within its first pages');
  const flags = bytes.readUInt16LE(18);
  if (bytes.readUInt32LE(24) !== MAGIC || !(flags & META)) {
    throw new Damage(`page ${number} is not the head of a database`);
  }
  const version = bytes.readUInt32LE(28) & 0xffff;
  if (version !== DATA_VERSION) throw new Damage(`the file has the unknown layout ${version}`);
  const pageSize = bytes.readUInt32LE(48);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) {
    throw new Damage(`page ${number} gives an impossible page size, ${pageSize}`);
  }
  const tree = (name: string, at: number): Tree => ({
    name,
    depth: bytes.readUInt16LE(at + 6),
    entries: bytes.readBigUInt64LE(at + 32),
    root: bytes.readBigUInt64LE(at + 40),
  });
  return {
    pageSize,
    trees: [tree('list of free pages', 48), tree('data', 96)],
    lastPage: Number(bytes.readBigUInt64LE(144)),
    transaction: bytes.readBigUInt64LE(152),
  };
}

class PageReader {
  readonly #file: number;
  pageSize = 4096;

  constructor(file: number) {
    this.#file = file;
  }

  read(page: number, bytes: Buffer = Buffer.allocUnsafe(this.pageSize)): Buffer {
    let filled = 0;
    while (filled < bytes.length) {
      const at = page * this.pageSize + filled;
      const count = readSync(this.#file, bytes, filled, bytes.length - filled, at);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  /** The newer of the two heads, which transactions write in turn. */
  meta(): Meta {
    const first = parseMeta(this.read(0, Buffer.alloc(512)), 0);
    this.pageSize = first.pageSize;
    const second = parseMeta(this.read(1, Buffer.alloc(512)), 1);
    if (second.pageSize !== first.pageSize) throw new Damage('the two heads differ in page size');
    return second.transaction > first.transaction ? second : first;
  }
}

/** Walks all pages of one state of the file. */
class Walk {
  readonly damage: string[] = [];
  readonly #reader: PageReader;
  readonly #meta: Meta;
  readonly #maxPages: number;
  readonly #seen = new Set<number>();
  /** Reused for each leaf: unlike a branch, nothing of a leaf is kept after its check. */
  readonly #leafBytes: Buffer;
  complete = true;

  constructor(reader: PageReader, meta: Meta, maxPages: number) {
    this.#reader = reader;
    this.#meta = meta;
    this.#maxPages = maxPages;
    this.#leafBytes = Buffer.alloc(meta.pageSize);
  }

  get pages(): number {
    return this.#seen.size;
  }

  run(): void {
    for (const tree of this.#meta.trees) {
      if (tree.root === NO_PAGE) continue;
      if (tree.depth === 0 || tree.depth > TREE_DEPTH_MAX) {
        this.#note(`the ${tree.name} has an impossible depth, ${tree.depth}`);
      } else this.#walkTree(tree);
    }
  }

  #note(text: string): void {
    if (this.damage.length < DAMAGES_MAX) this.damage.push(text);
  }

  #walkTree(tree: Tree): void {
    // Level by level, so that a walk that is cut short has seen the pages most others hang on.
    let level: Place[] = [{ page: Number(tree.root) }];
    let entries = 0n;
    const before = this.damage.length;
    for (let depth = 1; depth <= tree.depth; depth++) {
      const isLeaf = depth === tree.depth;
      const below: Place[] = [];
      for (const place of level) {
        if (this.#seen.size >= this.#maxPages && isLeaf) {
          this.complete = false;
          return;
        }
        try {
          if (isLeaf) {
            const bytes = this.#page(place.page, LEAF, this.#leafBytes);
            entries += BigInt(this.#leaf(place, bytes, tree));
          } else {
            const bytes = this.#page(place.page, BRANCH);
            for (const child of this.#children(place, bytes, tree)) below.push(child);
          }
        } catch (error) {
          if (!(error instanceof Damage)) throw error;
          this.#note(`${error.message} (in the ${tree.name})`);
        }
      }
      level = below;
    }
    if (this.damage.length === before && entries !== tree.entries) {
      this.#note(`the ${tree.name} has ${entries} entries where its head says ${tree.entries}`);
    }
  }

  /** A page by its number, its header checked; read into a buffer if one is given. */
  #page(page: number, kind: number, into?: Buffer): Buffer {
    const { lastPage, pageSize } = this.#meta;
    if (!Number.isSafeInteger(page) || page < 2 || page > lastPage) {
      throw new Damage(`a page ${page} is referred to, the last is ${lastPage}`);
    }
    if (this.#seen.has(page)) throw new Damage(`page ${page} is used twice`);
    this.#seen.add(page);
    const bytes = this.#reader.read(page, into);
    if (bytes.length < pageSize) throw new Damage(`the file ends before page ${page}`);
    if (bytes.readBigUInt64LE(0) !== BigInt(page) || (bytes.readUInt16LE(18) & 0x0f) !== kind) {
      throw new Damage(`page ${page} is overwritten or lost`);
    }
    return bytes;
  }

  /** Where the entries of a page begin. */
  #offsets(page: number, bytes: Buffer): number[] {
    const lower = bytes.readUInt16LE(20);
    const upper = bytes.readUInt16LE(22);
    const space = bytes.length - HEADER_BYTES;
    if (lower % 2 !== 0 || lower > upper || upper > space) {
      throw new Damage(`page ${page} gives impossible bounds`);
    }
    const offsets: number[] = [];
    for (let at = 0; at < lower; at += 2) {
      const offset = bytes.readUInt16LE(HEADER_BYTES + at) + HEADER_BYTES;
      if (offset < upper + HEADER_BYTES || offset + 8 > bytes.length) {
        throw new Damage(`page ${page} has an entry outside of it`);
      }
      offsets.push(offset);
    }
    return offsets;
  }

  #key(page: number, bytes: Buffer, offset: number): Buffer {
    const length = bytes.readUInt16LE(offset + 6);
    if (offset + 8 + length > bytes.length) throw new Damage(`page ${page} has a cut key`);
    return bytes.subarray(offset + 8, offset + 8 + length);
  }

  /** The keys of the free list are numbers of the machine, which bytes do not order. */
  #requireOrder({ page, low, high }: Place, keys: Buffer[], tree: Tree): void {
    if (tree.name !== 'data') return;
    let before = low;
    for (const [i, key] of keys.entries()) {
      const order = before ? Buffer.compare(before, key) : -1;
      // The first key of a page may be the one it is found by.
      if (order > 0 || (order === 0 && !(i === 0 && before === low))) {
        throw new Damage(`page ${page} has keys out of order`);
      }
      before = key;
    }
    if (before && high && Buffer.compare(before, high) >= 0) {
      throw new Damage(`page ${page} has keys that belong elsewhere`);
    }
  }

  #children(place: Place, bytes: Buffer, tree: Tree): Place[] {
    const { page, low, high } = place;
    const offsets = this.#offsets(page, bytes);
    if (offsets.length < 2) throw new Damage(`page ${page} has too few entries`);
    // The first entry stands for all keys below the second and has none of its own.
    const keys = offsets.map((offset) => this.#key(page, bytes, offset));
    this.#requireOrder(place, keys.slice(1), tree);
    return offsets.map((offset, i) => {
      const child = bytes.readUInt32LE(offset) + bytes.readUInt16LE(offset + 4) * 2 ** 32;
      const from = i === 0 ? low : keys[i];
      const to = keys[i + 1] ?? high;
      return { page: child, ...(from && { low: from }), ...(to && { high: to }) };
    });
  }

  /** Checks a leaf and the long values that hang on it; returns how many entries it has. */
  #leaf(place: Place, bytes: Buffer, tree: Tree): number {
    const { page } = place;
    const offsets = this.#offsets(page, bytes);
    const keys = offsets.map((offset) => this.#key(page, bytes, offset));
    this.#requireOrder(place, keys, tree);
    for (const [i, offset] of offsets.entries()) {
      const size = bytes.readUInt32LE(offset);
      const data = offset + 8 + (keys[i]?.length ?? 0);
      if (bytes.readUInt16LE(offset + 4) & BIG_DATA) this.#long(page, bytes, data, size);
      else if (data + size > bytes.length) throw new Damage(`page ${page} has a cut value`);
    }
    return offsets.length;
  }

  #long(page: number, bytes: Buffer, at: number, size: number): void {
    if (at + 24 > bytes.length) throw new Damage(`page ${page} has a cut value`);
    const first = Number(bytes.readBigUInt64LE(at));
    const head = this.#page(first, OVERFLOW);
    const { lastPage, pageSize } = this.#meta;
    const count = head.readUInt32LE(20);
    const needed = Math.floor((HEADER_BYTES - 1 + size) / pageSize) + 1;
    if (count < needed || first + count - 1 > lastPage) {
      throw new Damage(`page ${first} holds less than its value`);
    }
    const end = this.#reader.read(first + needed - 1);
    const used = (HEADER_BYTES + size) % pageSize || pageSize;
    if (end.length < used) throw new Damage(`the file ends within the value on page ${first}`);
  }
}

function attempt(reader: PageReader, maxPages: number): PageReport & { moved: boolean } {
  const meta = reader.meta();
  const walk = new Walk(reader, meta, maxPages);
  walk.run();
  return {
    damage: walk.damage,
    pages: walk.pages,
    complete: walk.complete,
    // Pages of a state that is no longer the newest may have been used again meanwhile.
    moved: walk.damage.length > 0 && reader.meta().transaction !== meta.transaction,
  };
}

/**
 * Checks the pages of a database file without opening it in LMDB: both heads, every page of the
 * trees (up to `maxPages`), and that the file is long enough. Contents of values are not looked at.
 * Safe beside processes that write. A file that does not exist is sound; an empty one is not.
 */
export function checkPages(file: string, maxPages = Number.POSITIVE_INFINITY): PageReport {
  if (!existsSync(file)) return { damage: [], pages: 0, complete: true };
  const handle = openSync(file, 'r');
  try {
    if (fstatSync(handle).size === 0) {
      return { damage: ['the file is empty (0 bytes)'], pages: 0, complete: true };
    }
    const reader = new PageReader(handle);
    for (let count = 1; ; count++) {
      const { moved, ...report } = attempt(reader, maxPages);
      if (!moved) return report;
      // Others keep writing, so the damage seen may be pages in use again; they have the file open.
      if (count === ATTEMPTS) return { damage: [], pages: report.pages, complete: false };
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    return { damage: [error.message], pages: 0, complete: true };
  } finally {
    closeSync(handle);
  }
}
