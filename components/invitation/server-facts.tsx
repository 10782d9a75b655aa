'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';

/** What the server lets its people do, as the parts below need it. */
export interface ServerFacts {
  /** The addresses that it names for others; empty where the browser's own is the right one. */
  addresses: readonly string[];
  /** Whether anybody may make an account, or only whom the reader, or nobody, invites. */
  signUp: 'open' | 'invite' | 'closed';
  people: 'listed' | 'contacts';
  /** Whether the reader may invite others. */
  mayInvite: boolean;
  /** Messages older than so many days are removed; 0: none. */
  retentionDays: number;
  /** The most that one file may have. */
  fileMaxBytes: number;
  /** Whether the server looks at the page behind the first link of a message. */
  linkPreviews: boolean;
  /** Whether the reader administers the server. */
  isAdministrator: boolean;
  /** Why there are no passkeys at this address; null where there are. */
  passkeyObstacle: PasskeyObstacle | null;
}

const ServerFactsContext = createContext<ServerFacts>({
  addresses: [],
  signUp: 'open',
  people: 'listed',
  mayInvite: true,
  retentionDays: 0,
  fileMaxBytes: Number.POSITIVE_INFINITY,
  linkPreviews: false,
  isAdministrator: false,
  passkeyObstacle: null,
});

/** Tells the parts below what the server lets its people do. */
export function ServerFactsProvider(props: { facts: ServerFacts; children: ReactNode }) {
  return <ServerFactsContext value={props.facts}>{props.children}</ServerFactsContext>;
}

export const useServerFacts = (): ServerFacts => useContext(ServerFactsContext);
