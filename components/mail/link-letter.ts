import type { AllWords } from '@/components/i18n/all-english';
import { getLanguage, getMessages } from '@/components/i18n/server-messages';
import { writeLetter } from '@/components/mail/letter';
import { RESET_LINK_MINUTES } from '@/lib/shared/limits';

/** What a mail with a secret says, and where the secret is used. */
interface LinkMail {
  subject: string;
  /** The first words, above a link or above a code. */
  withLink: (fullName: string) => string;
  withCode: (fullName: string, page: string) => string;
  button: string;
  notYou: string;
  /** Where a code is entered. */
  page: string;
  /** The path of the link. */
  pathOf: (token: string) => string;
}

/**
 * Writes a mail with a link, in the language of the request; without a `base` that is sure to be ours, it
 * says which page to open and gives the code to enter there.
 */
export async function linkLetter(
  base: string | null,
  describe: (mail: AllWords['mail']) => LinkMail,
) {
  const [words, language] = [await getMessages(), await getLanguage()];
  const { subject, withLink, withCode, button, notYou, page, pathOf } = describe(words.mail);
  return ({ fullName, token }: { fullName: string; token: string }) =>
    writeLetter({
      words,
      language,
      subject,
      paragraphs: [
        base ? withLink(fullName) : withCode(fullName, page),
        words.mail.resetTime(RESET_LINK_MINUTES),
        notYou,
      ],
      ...(base ? { link: { href: base + pathOf(token), label: button } } : { code: token }),
    });
}
