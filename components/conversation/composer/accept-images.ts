import { type AllWords, allEnglish } from '@/components/i18n/all-english';
import { prepareImage } from '@/lib/client/drafts/prepare-image';

interface AcceptImagesInput {
  /** null is English. */
  otherLanguage: AllWords | null;
  /** What is wrong with a file, as soon as it is known. */
  onProblem: (problem: string) => void;
}

/** Those of the files that can be sent, ready for it, and what is to be said about them. */
export async function acceptImages(
  files: readonly File[],
  { otherLanguage, onProblem }: AcceptImagesInput,
): Promise<{ accepted: File[]; notices: string[] }> {
  const { composer, pictures } = otherLanguage ?? allEnglish;
  const accepted: File[] = [];
  const notices: string[] = [];
  for (const file of files) {
    const prepared = await prepareImage(file);
    if ('refusal' in prepared) {
      onProblem(composer.refused(file.name, pictures.refused[prepared.refusal]));
      continue;
    }
    accepted.push(prepared.file);
    if (prepared.isStilled) notices.push(composer.stilled(file.name));
  }
  return { accepted, notices };
}

export const sayTooMany = (max: number, otherLanguage: AllWords | null): string =>
  (otherLanguage ?? allEnglish).composer.tooMany(max);
