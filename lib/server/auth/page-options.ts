import { headers } from 'next/headers';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { getAuthOptions } from '@/lib/server/services/accounts/setup';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';
import type { AuthOptionsDto } from '@/lib/shared/dto';

/** Why there are no passkeys at the address of the page that is answered; null where there are. */
export async function findPasskeyObstacle(): Promise<PasskeyObstacle | null> {
  const party = findRelyingParty(await headers());
  return typeof party === 'string' ? party : null;
}

/** How one can sign in and up at the address of the page that is answered. */
export async function getPageOptions(): Promise<
  AuthOptionsDto & { passkeyObstacle: PasskeyObstacle | null }
> {
  const passkeyObstacle = await findPasskeyObstacle();
  return { ...(await getAuthOptions({ passkeys: passkeyObstacle === null })), passkeyObstacle };
}
