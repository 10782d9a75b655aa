/** Another zone’s rules under the name of this one, as older or newer data has them. */
export function moveZone(): void {
  const Real = Intl.DateTimeFormat;
  const moved = (options?: Intl.DateTimeFormatOptions) =>
    options?.timeZone === 'America/Vancouver'
      ? { ...options, timeZone: 'Pacific/Kiritimati' }
      : options;
  Intl.DateTimeFormat = new Proxy(Real, {
    construct: (_, [locale, options]) => new Real(locale, moved(options)),
  });
}
