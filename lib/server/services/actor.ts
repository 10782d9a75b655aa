import type { Hides } from '@/models/user';

/** Who is asking. Made from a verified token with a living session, never from a payload. */
export interface Actor {
  userId: string;
  sid: string;
  /** A program that speaks by a key: what is for people alone is refused. */
  isBot?: boolean;
  /** What they keep to themselves, where it was read with the session; else it is asked for. */
  hides?: Hides;
}

/** Where a request without an actor comes from. */
export interface RequestOrigin {
  /** For rate limits. */
  address: string;
  /** In words people know: "Firefox on Linux". */
  device: string;
  /** What its browser was given when it last signed in, see `makeKnownDevice`. */
  knownDevice?: string | null;
}
