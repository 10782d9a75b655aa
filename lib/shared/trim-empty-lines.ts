/**
 * The text without the empty lines around it, and otherwise as it is: the indentation of its first
 * line belongs to what was written. Nothing but space becomes "". Idempotent.
 */
export function trimEmptyLines(text: string): string {
  const end = text.trimEnd().length;
  if (end === 0) return '';
  const first = text.length - text.trimStart().length;
  const lineStart = text.slice(0, first).search(/[^\n\r]*$/);
  const rest = text.slice(end).search(/[\n\r]/);
  return text.slice(lineStart, rest < 0 ? text.length : end + rest);
}
