import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { readHistory } from '@/lib/client/import/history';
import {
  type ArchiveFile,
  type History,
  type HistoryChoices,
  ImportFileError,
} from '@/lib/client/import/history-types';

export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);

type Contents = Record<string, string | Uint8Array<ArrayBuffer> | object>;

function toBlob(content: Contents[string]): Blob {
  if (typeof content === 'string' || content instanceof Uint8Array) return new Blob([content]);
  return new Blob([JSON.stringify(content)]);
}

/** Files as they lie in a folder: texts, bytes, or what becomes JSON. */
export function folder(contents: Contents): ArchiveFile[] {
  return Object.entries(contents).map(([path, content]) => {
    const blob = toBlob(content);
    return { path, size: blob.size, blob: async () => blob };
  });
}

/** The same as a zip. */
export async function zip(
  name: string,
  contents: Contents,
  options: { password?: string; level?: number } = {},
): Promise<File> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [path, content] of Object.entries(contents)) {
    await writer.add(path, new BlobReader(toBlob(content)));
  }
  return new File([await writer.close()], name);
}

/** The history in these files; fails where something is to be asked first. */
export async function readOne(
  files: readonly ArchiveFile[],
  choices: Partial<HistoryChoices> = {},
  chat?: string,
): Promise<History> {
  const result = await readHistory(files, { zone: 'UTC', ...choices }, chat);
  if (result.kind !== 'history') throw new Error(`There is no history: ${JSON.stringify(result)}`);
  return result.history;
}

/** Why files are refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ImportFileError) return error.reason;
    throw error;
  }
  return 'nothing';
}

export const texts = ({ messages }: History): string[] => messages.map(({ text }) => text);

/** Who wrote what, and when in UTC. */
export const lines = ({ messages }: History): string[] =>
  messages.map(({ at, sender, text }) => `${new Date(at).toISOString()} ${sender}: ${text}`);
