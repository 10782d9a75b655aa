import { cookies } from 'next/headers';
import { RedirectType, redirect } from 'next/navigation';
import { fromOwnPage, toRefusedForm } from '@/lib/server/auth/answer-form';
import { knownDeviceCookie } from '@/lib/server/auth/known-device-cookie';
import { signIn } from '@/lib/server/auth/next-auth';
import type { SignedIn } from '@/lib/server/services/accounts/account';
import type { RequestOrigin } from '@/lib/server/services/actor';
import type { FormState } from '@/lib/shared/form-state';
import { nextPage, pages } from '@/lib/shared/urls';

/** Runs a sign-in, keeps what was typed when it is refused, and goes on to `next` when it is not. */
export async function enter(
  { values, next }: { values: FormState['values']; next: string },
  attempt: (origin: RequestOrigin) => Promise<SignedIn & { invitedBy?: string | null }>,
): Promise<FormState> {
  let page = nextPage(next);
  try {
    const { token, knownDevice, invitedBy } = await fromOwnPage(attempt);
    // Whoever made an account by an invitation begins with the person it is from.
    const isJoining = page === pages.chat || page.startsWith(pages.join(''));
    if (invitedBy !== undefined && isJoining) {
      page = invitedBy === null ? pages.chat : pages.conversation(invitedBy);
    }
    await signIn('credentials', { token, redirect: false });
    (await cookies()).set(knownDeviceCookie(knownDevice));
  } catch (error) {
    return toRefusedForm(error, values);
  }
  // In place of the form, so that Back does not lead to it.
  redirect(page, RedirectType.replace);
}
