const HAS_NO_RIGHTS = /\b(?:EACCES|EPERM)\b|permission denied/i;

/** What went wrong as one line for the operator, with what to do where a right is missing. */
export function operatorLine(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
  return HAS_NO_RIGHTS.test(reason)
    ? `${reason.replace(/\.$/, '')}: run this as the user who runs the server`
    : reason;
}
