import type { ArchiveFile } from '@/lib/client/import/history-types';

/** Archives from macOS spell letters with marks in two signs. */
const normalized = (path: string) => path.normalize('NFC').replace(/^(?:\.\/)+/, '');

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Those that lie least deep: what a folder of an export holds was sent by somebody. */
export function shallowest(files: readonly ArchiveFile[]): ArchiveFile[] {
  const depths = files.map(({ path }) => path.split('/').length);
  const least = Math.min(...new Set(depths));
  return files.filter((_, index) => depths[index] === least);
}

/** Finds the files that messages name. */
export class FileIndex {
  readonly #byPath = new Map<string, ArchiveFile>();
  readonly #byName = new Map<string, ArchiveFile[]>();

  constructor(files: readonly ArchiveFile[]) {
    for (const file of files) {
      const path = normalized(file.path);
      const name = baseName(path);
      if (!this.#byPath.has(path)) this.#byPath.set(path, file);
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), file]);
    }
  }

  /** The file of that path, or of that name, within a folder; null without one. */
  findIn(folder: string, path: string): ArchiveFile | null {
    const root = normalized(folder) && `${normalized(folder)}/`;
    const wanted = normalized(path);
    const exact = this.#byPath.get(root + wanted);
    if (exact || wanted.includes('/')) return exact ?? null;
    const named = this.#byName.get(wanted) ?? [];
    return named.find((file) => normalized(file.path).startsWith(root)) ?? null;
  }

  /** The file whose path ends so, from whichever part of an export; null without one. */
  findEnding(path: string): ArchiveFile | null {
    const wanted = normalized(path);
    const named = this.#byName.get(baseName(wanted)) ?? [];
    return named.find((file) => `/${normalized(file.path)}`.endsWith(`/${wanted}`)) ?? null;
  }
}
