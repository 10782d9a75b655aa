/**
 * The halves of the day as phones write them, in lower case, without dots and spaces. Where a language
 * has more parts of the day, each is of one half; noon is both, see `toHour`.
 */
const MORNING = new Set(
  (
    'am vm ጥዋት ص صباحا dop πμ قظ قبلازظهر ap rn de fh 午前 тң ກ່ອນທ່ຽງ priešpiet priekšp претпл үө pg pagi ' +
    'နံနက် पूर्वाह्न পূর্বাহ্ণ පෙව pd paradite fm öö дп to sa 上午 凌晨 清晨 早上 早晨 오전 ก่อนเที่ยง проб ' +
    'לפנהצ לפנה״צ முற்பகல் vorm vormittags'
  ).split(' '),
);
const AFTERNOON = new Set(
  (
    'pm nm ከሰዓት م مساء odp μμ بظ بعدازظهر ip in du eh 午後 тк ຫຼັງທ່ຽງ popiet pēcp попл үх ptg petang ' +
    'ညနေ अपराह्न অপরাহ্ণ පව pop md pasdite em ös пп tk ch 下午 中午 傍晚 晚上 오후 หลังเที่ยง ' +
    'אחהצ אחה״צ பிற்பகல் слоб nachm nachmittags malam'
  ).split(' '),
);

export type DayPeriod = 'am' | 'pm' | 'noon';

/** The half of the day that the signs before or behind a time tell; null for any other words. */
export function toDayPeriod(signs: string): DayPeriod | null {
  const word = signs
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s.,،、\u200B-\u200D]/g, '');
  if (word === '中午') return 'noon';
  if (MORNING.has(word)) return 'am';
  return AFTERNOON.has(word) ? 'pm' : null;
}

/** The hour from 0 to 23. */
export function toHour(hour: number, period: DayPeriod | null): number {
  if (period === null || hour > 12) return hour === 24 ? 0 : hour;
  if (period === 'noon') return hour < 10 ? hour + 12 : hour;
  return (hour % 12) + (period === 'pm' ? 12 : 0);
}
