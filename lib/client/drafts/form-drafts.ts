/**
 * What was typed into a form and not sent, kept in this tab while its page is left: coming back shows it
 * again. Closing the tab meanwhile makes the browser ask. Nothing of it is stored.
 */
const drafts = new Map<string, unknown>();

function askBeforeUnload(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function followUnload(): void {
  // Only while there is a reason: with it, browsers keep no page to go back to.
  if (drafts.size > 0) window.addEventListener('beforeunload', askBeforeUnload);
  else window.removeEventListener('beforeunload', askBeforeUnload);
}

/** What was kept under that key, or null. */
export function readFormDraft<T>(key: string): T | null {
  // Each key is written with one type, by the one form that it belongs to.
  return (drafts.get(key) as T | undefined) ?? null;
}

/** Keeps a form's draft; null forgets it. */
export function keepFormDraft(key: string, draft: unknown): void {
  if (draft === null) drafts.delete(key);
  else drafts.set(key, draft);
  followUnload();
}

/** Whether anything typed into a form is not saved. */
export const hasFormDrafts = (): boolean => drafts.size > 0;

/** Forgets every draft, for who signs out. */
export function dropFormDrafts(): void {
  drafts.clear();
  followUnload();
}
