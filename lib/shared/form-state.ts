/** What a server action tells the form it came from; `{}` before the first attempt. */
export interface FormState {
  message?: string;
  /** The address at which the form would be accepted, when it was opened at another one. */
  openAt?: string;
  fields?: Record<string, string>;
  /** What was typed, so that a refused form keeps it. Never a password. */
  values?: { fullName?: string; email?: string; bio?: string };
}
