export interface Hit {
  record: number;
  bytes?: Buffer;
  key?: Buffer;
}

/**
 * Records in plan order; `more` when none was found yet and the turn may end. `release`, called when
 * a turn ends, drops what was read ahead.
 */
export interface Source {
  next(): Hit | 'more' | undefined;
  release(): void;
}

/** Read-ahead starts small, for queries that want a few rows, and doubles. */
export const FIRST_CHUNK = 16;

export const LAST_CHUNK = 512;
