/**
 * Writes into a text field as a keyboard would: at the caret or in place of `range`, with the caret
 * behind it afterwards, undone by the browser's own "undo" where the field has the focus. A field
 * without the focus does not get it, so that no on-screen keyboard comes up.
 */
export function insertText(
  field: HTMLTextAreaElement,
  text: string,
  range: { start: number; end: number } = { start: field.selectionStart, end: field.selectionEnd },
): void {
  if (document.activeElement === field) {
    field.setSelectionRange(range.start, range.end);
    // The only way that keeps the history of changes, for which there is no other interface.
    if (document.execCommand('insertText', false, text)) return;
  }
  field.setRangeText(text, range.start, range.end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
