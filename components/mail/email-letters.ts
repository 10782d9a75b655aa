import { getLanguage, getMessages } from '@/components/i18n/server-messages';
import { writeLetter } from '@/components/mail/letter';
import { linkLetter } from '@/components/mail/link-letter';
import { accountPages, confirmEmailUrl } from '@/lib/shared/accounts/account-urls';

/** Writes the mail that confirms a new address, to that address; see `linkLetter`. */
export const emailLetter = (base: string | null) =>
  linkLetter(base, (mail) => ({
    subject: mail.emailSubject,
    withLink: mail.emailLink,
    withCode: mail.emailCode,
    button: mail.emailButton,
    notYou: mail.emailNotYou,
    page: accountPages.confirmEmail,
    pathOf: confirmEmailUrl,
  }));

/** Writes the mail to the old address, once the new one counts. */
export async function emailNotice() {
  const [words, language] = [await getMessages(), await getLanguage()];
  const { mail } = words;
  return ({ fullName, email }: { fullName: string; email: string }) =>
    writeLetter({
      words,
      language,
      subject: mail.movedSubject,
      paragraphs: [mail.moved(fullName, email), mail.movedNotYou],
    });
}
