/** Where the week begins on another day than Monday, by the CLDR's table of regions. */
const SUNDAY =
  'AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW';
const SATURDAY = 'AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY';

/** Not in every browser, and in some as a property. */
interface WithWeekInfo {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** The weekday that a week begins with, 0 for Sunday to 6, as people with that language have it. */
export function weekStartOf(locale: string): number {
  try {
    const known: Intl.Locale & WithWeekInfo = new Intl.Locale(locale).maximize();
    const info = known.getWeekInfo?.() ?? known.weekInfo;
    if (info) return info.firstDay % 7;
    const region = known.region ?? '';
    if (SUNDAY.split(' ').includes(region)) return 0;
    return SATURDAY.split(' ').includes(region) ? 6 : 1;
  } catch {
    return 1;
  }
}
