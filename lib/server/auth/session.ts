import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { authenticate } from '@/lib/server/auth/authenticate';
import { connectDatabase } from '@/lib/server/db';
import { getOwnUser } from '@/lib/server/services/account';
import type { Actor } from '@/lib/server/services/actor';
import type { OwnUserDto } from '@/lib/shared/dto';
import { pages } from '@/lib/shared/urls';

/** The actor behind the page request, or null. Asked once per request, however many parts ask. */
export const findPageActor = cache(async (): Promise<Actor | null> => {
  await connectDatabase();
  return authenticate(await headers());
});

/** The signed-in actor and their account; anybody else is sent to the sign-in page. */
export const requireSession = cache(async (): Promise<{ actor: Actor; user: OwnUserDto }> => {
  const actor = await findPageActor();
  if (!actor) redirect(pages.logIn);
  return { actor, user: await getOwnUser(actor) };
});
