import { failFor } from '@/lib/server/errors';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';

/** Whom passkeys are made for and asked for by: a domain, and where its pages are. */
export interface RelyingParty {
  id: string;
  origins: string[];
}

/** Throws `forbidden`, saying why, where passkeys cannot be used. */
export function requireRelyingParty(party: RelyingParty | PasskeyObstacle): RelyingParty {
  if (typeof party === 'string') throw failFor('forbidden', party);
  return party;
}
