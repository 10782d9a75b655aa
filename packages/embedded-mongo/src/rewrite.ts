import { requestRewrite as noteWanted } from './storage/rewrite-wanted';

/**
 * Notes that the file of a folder is to be written anew when it is next started: what was deleted or
 * replaced stays in its unused parts until then. Idempotent.
 */
export function requestRewrite(dir: string): void {
  noteWanted(dir);
}

/**
 * Writes the file of a folder anew, so that nothing of what was deleted or replaced is left in it, and
 * nothing of the room it took. Returns false, and changes nothing, while a program has it open. A crash
 * leaves the old file or the new one, whole.
 * @throws Error when the new file cannot be written; the present one stays.
 */
export async function rewriteEmbeddedMongo(dir: string): Promise<boolean> {
  const { rewriteStore } = await import('./storage/rewrite');
  return rewriteStore(dir);
}
