import { type AllWords, allEnglish } from '@/components/i18n/all-english';
import { prepareImage } from '@/lib/client/drafts/prepare-image';
import { formatBytes } from '@/lib/client/platform/locale';
import { hasStorageRoom } from '@/lib/client/platform/storage-room';

interface AcceptFilesInput {
  /** null is English. */
  otherLanguage: AllWords | null;
  /** The most that the server takes of one. */
  fileMaxBytes: number;
  /** For numbers. */
  locale: string;
  /** What is wrong with a file, as soon as it is known. */
  onProblem: (problem: string) => void;
}

interface Accepted {
  files: File[];
  /** Those among them that go as they are: no pictures, or none that can be shown as such. */
  asFiles: ReadonlySet<File>;
  /** What others among them were made smaller of. */
  originals: ReadonlyMap<File, File>;
  notices: string[];
}

/** Those of the files that can be sent, ready for it, and what is to be said about them. */
export async function acceptFiles(
  chosen: readonly File[],
  { otherLanguage, fileMaxBytes, locale, onProblem }: AcceptFilesInput,
): Promise<Accepted> {
  const { composer } = otherLanguage ?? allEnglish;
  const files: File[] = [];
  const asFiles = new Set<File>();
  const originals = new Map<File, File>();
  const notices: string[] = [];
  for (const file of chosen) {
    const prepared = await prepareImage(file);
    if ('file' in prepared) {
      files.push(prepared.file);
      if (prepared.file !== file) originals.set(prepared.file, file);
      if (prepared.isStilled) notices.push(composer.stilled(file.name));
    } else if (prepared.refusal === 'damaged') {
      onProblem(composer.refused(file.name, composer.unreadable));
    } else if (file.size > fileMaxBytes) {
      const why = composer.fileTooLarge(formatBytes(fileMaxBytes, locale));
      onProblem(composer.refused(file.name, why));
    } else {
      files.push(file);
      asFiles.add(file);
    }
  }
  const bytes = [...files, ...originals.values()].reduce((sum, { size }) => sum + size, 0);
  if (!(await hasStorageRoom(bytes))) notices.push(composer.noRoom);
  return { files, asFiles, originals, notices };
}

export const sayTooMany = (max: number, otherLanguage: AllWords | null): string =>
  (otherLanguage ?? allEnglish).composer.tooMany(max);
