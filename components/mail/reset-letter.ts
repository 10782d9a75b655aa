import { linkLetter } from '@/components/mail/link-letter';
import { accountPages, resetUrl } from '@/lib/shared/accounts/account-urls';

/** Writes the mail with the link to a new password; see `linkLetter`. */
export const resetLetter = (base: string | null) =>
  linkLetter(base, (mail) => ({
    subject: mail.resetSubject,
    withLink: mail.resetLink,
    withCode: mail.resetCode,
    button: mail.resetButton,
    notYou: mail.resetNotYou,
    page: accountPages.reset,
    pathOf: resetUrl,
  }));
