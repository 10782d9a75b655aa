import {
  BlobReader,
  BlobWriter,
  type Entry,
  ERR_ENCRYPTED,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { type ArchiveFile, ImportFileError } from '@/lib/client/import/history-types';

/** Deflate packs no better than 1,032 to 1; what says more is no file but a trap. */
const RATIO_MAX = 1_040;
/** Longer than any message, picture or film that a chat app sends. */
const SIZE_MAX_BYTES = 8 * 1024 ** 3;
const PATH_MAX_CHARACTERS = 1_000;
const ENTRIES_MAX_COUNT = 1_000_000;

/** Made by operating systems beside what people put into an archive. */
const JUNK = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/;
const UNSAFE = /^\/|^[a-z]:|(?:^|\/)\.{1,2}(?:\/|$)|\/\//i;

const hasControl = (path: string): boolean => /\p{Cc}/u.test(path);

const isFileEntry = (entry: Entry): entry is FileEntry => !entry.directory;

/** The path of an entry as it is kept, or null for one that is not. */
function safePath(filename: string): string | null {
  const path = filename.replaceAll('\\', '/').normalize('NFC');
  const isKept =
    path !== '' &&
    path.length <= PATH_MAX_CHARACTERS &&
    !hasControl(path) &&
    !UNSAFE.test(path) &&
    !JUNK.test(path);
  return isKept ? path : null;
}

const isAbsurd = ({ uncompressedSize, compressedSize }: FileEntry): boolean =>
  uncompressedSize > SIZE_MAX_BYTES || uncompressedSize > (compressedSize + 64) * RATIO_MAX;

function toError(error: unknown): ImportFileError {
  if (error instanceof ImportFileError) return error;
  const isEncrypted = error instanceof Error && error.message === ERR_ENCRYPTED;
  return new ImportFileError(isEncrypted ? 'encrypted' : 'damaged', { cause: error });
}

function toArchiveFile(entry: FileEntry, path: string): ArchiveFile {
  return {
    path,
    size: entry.uncompressedSize,
    async blob() {
      try {
        return await entry.getData(new BlobWriter(), {
          checkSignature: true,
          checkOverlappingEntry: true,
        });
      } catch (error) {
        throw toError(error);
      }
    },
  };
}

/** Reads the list of a zip, and an entry's bytes when they are asked for. */
async function openZip(file: File): Promise<ArchiveFile[]> {
  const folder = file.name.normalize('NFC').replace(/\.zip$/i, '');
  // Workers would be scripts at addresses that the content security policy does not allow.
  const reader = new ZipReader(new BlobReader(file), {
    useWebWorkers: false,
    filenameValidation: 'tolerant',
  });
  const files = new Map<string, ArchiveFile>();
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (files.size > ENTRIES_MAX_COUNT) throw new ImportFileError('damaged');
      if (!isFileEntry(entry)) continue;
      if (entry.encrypted) throw new ImportFileError('encrypted');
      const path = safePath(entry.filename);
      if (path === null || files.has(path) || isAbsurd(entry)) continue;
      files.set(path, toArchiveFile(entry, `${folder}/${path}`));
    }
  } catch (error) {
    throw toError(error);
  }
  return [...files.values()];
}

async function isZip(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const signature = String.fromCharCode(...head);
  // The second is how an empty archive begins.
  return signature === 'PK\x03\x04' || signature === 'PK\x05\x06';
}

/** A chosen folder tells where in it a file lies; a file that was chosen by itself does not. */
const pathOf = (file: File): string => (file.webkitRelativePath || file.name).normalize('NFC');

/**
 * The files of an export: zips are opened, others taken as they are. Reads no more of a zip than its
 * list. Entries with absurd paths or sizes, second ones of a path, and what operating systems add are
 * left out. Throws ImportFileError: `not-a-zip`, `damaged`, `encrypted`.
 */
export async function openArchive(files: readonly File[]): Promise<ArchiveFile[]> {
  const opened: ArchiveFile[] = [];
  for (const file of files) {
    const path = pathOf(file);
    // A zip in a folder is something that was sent.
    const isLoose = !path.includes('/');
    const isNamedZip = /\.zip$/i.test(path);
    const mayBeZip = isLoose && (isNamedZip || !/\.\w{1,5}$/.test(path));
    if (mayBeZip && (await isZip(file))) opened.push(...(await openZip(file)));
    else if (isLoose && isNamedZip) throw new ImportFileError('not-a-zip');
    else if (!JUNK.test(path)) opened.push({ path, size: file.size, blob: async () => file });
  }
  return opened;
}
