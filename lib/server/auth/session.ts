import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { authenticate } from '@/lib/server/auth/authenticate';
import { PATH_HEADER } from '@/lib/server/auth/path-header';
import { connectDatabase } from '@/lib/server/db';
import { nameMoment } from '@/lib/server/events/recent-events';
import { getOwnAccount } from '@/lib/server/services/accounts/account';
import type { Actor } from '@/lib/server/services/actor';
import type { OwnUserDto } from '@/lib/shared/dto';
import { NEXT_PARAMETER, nextPage, pages, pageWithNext } from '@/lib/shared/urls';

/** The actor behind the page request, or null. Asked once per request, however many parts ask. */
export const findPageActor = cache(async (): Promise<Actor | null> => {
  await connectDatabase();
  return authenticate(await headers());
});

export interface PageSession {
  actor: Actor;
  user: OwnUserDto;
  mayInvite: boolean;
  isAdministrator: boolean;
  /** From before anything of the page was read; see `listEventsSince`. */
  moment: string | null;
}

/** The signed-in actor and their account; anybody else signs in first, and comes back here. */
export const requireSession = cache(async (): Promise<PageSession> => {
  const moment = nameMoment();
  const actor = await findPageActor();
  if (!actor) redirect(pageWithNext(pages.logIn, (await headers()).get(PATH_HEADER)));
  return { actor, ...(await getOwnAccount(actor)), moment };
});

/**
 * For the pages of those without a session: who has one goes on to where they wanted to go. Returns
 * where that is, of the page's own parameters.
 */
export async function requireSignedOut(
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<string> {
  const next = nextPage((await searchParams)[NEXT_PARAMETER]);
  if (await findPageActor()) redirect(next);
  return next;
}
