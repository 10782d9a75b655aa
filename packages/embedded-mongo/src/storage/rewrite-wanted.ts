import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The file that says so. */
export const wantedFile = (dir: string) => path.join(dir, 'rewrite-wanted');

/**
 * Notes that the file is to be written anew when it is next opened: what was deleted or replaced stays
 * in its unused parts until then. Idempotent.
 */
export function requestRewrite(dir: string): void {
  writeFileSync(wantedFile(dir), '', { mode: 0o600 });
}

export const isRewriteWanted = (dir: string): boolean => existsSync(wantedFile(dir));
