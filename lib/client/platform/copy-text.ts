import { findClipboard } from '@/lib/client/platform/secure-context';

/**
 * Copies a text. To be called in answer to a press.
 *
 * @returns whether it is on the clipboard; without https only browsers that still know the old
 * command can do that.
 */
export async function copyText(text: string): Promise<boolean> {
  const clipboard = findClipboard();
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // Refused, perhaps because the page is not in front: the old command may still be allowed.
    }
  }
  return copyByCommand(text);
}

/** Selects the text in a field nobody sees and copies what is selected. */
function copyByCommand(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.setAttribute('aria-hidden', 'true');
  field.className = 'fixed inset-s-0 top-0 size-px opacity-0';
  // Inside an open dialog, which keeps the focus to itself.
  (focused?.closest('[role="dialog"]') ?? document.body).append(field);
  try {
    field.select();
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
