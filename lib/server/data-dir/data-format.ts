import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeDir } from '@/lib/server/data-dir/make-dir';
import { isMissingFile } from '@/lib/server/errors';
import { productVersion } from '@/lib/server/version';

/**
 * How a data folder is laid out: which files lie where, and what their names mean. To be raised by whoever
 * changes that so that an older Parley would read it wrongly. What is in the database counts on its own.
 */
const FORMAT = 1;
const NAME = 'format.json';

const noted = z.object({ format: z.int().min(1), version: z.string() });

/** A data folder that a newer Parley has written, or that cannot be read. */
export class DataFormatError extends Error {
  override readonly name = 'DataFormatError';
}

const formatFile = (dataDir: string) => path.join(/* turbopackIgnore: true */ dataDir, NAME);

/** What the folder says of itself; null where it says nothing, as those of format 1 may. */
function readFormat(dataDir: string): z.infer<typeof noted> | null {
  const file = formatFile(dataDir);
  try {
    return noted.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (isMissingFile(error)) return null;
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataFormatError(`DATA_DIR (${dataDir}) cannot be used: ${reason}`);
    }
    throw new DataFormatError(
      `${file} is damaged: put the one of a backup in its place, or {"format":${FORMAT},"version":"${productVersion()}"}`,
    );
  }
}

/** Throws DataFormatError where a data folder is of a newer format than this Parley reads. Writes nothing. */
export function requireKnownFormat(dataDir: string): void {
  const found = readFormat(dataDir);
  if (!found || found.format <= FORMAT) return;
  throw new DataFormatError(
    `${dataDir} has format ${found.format}, made by Parley ${found.version}; this Parley, ${productVersion()}, reads up to ${FORMAT}: use Parley ${found.version} or newer, or restore a backup from before into an empty folder`,
  );
}

/** Writes into a data folder which format it has, once. */
export function noteFormat(dataDir: string): void {
  if (readFormat(dataDir)) return;
  makeDir(dataDir);
  const file = formatFile(dataDir);
  const text = `${JSON.stringify({ format: FORMAT, version: productVersion() })}\n`;
  // Renamed into place: a process that dies while writing leaves no half of it. No secret, as other files are.
  writeFileSync(`${file}.partial`, text, { mode: 0o644 });
  renameSync(`${file}.partial`, file);
}
