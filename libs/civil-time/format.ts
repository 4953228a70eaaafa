import { type Day, daysBetween, weekdayOf } from './day.ts';
import { dayOf, formatTime } from './zone.ts';

/** The languages of pages. */
export type Language = 'zh' | 'en';

const WEEKDAYS_ZH = '日一二三四五六';
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS_EN = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

function numbers(day: Day): { year: number; month: number; date: number } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, date };
}

/** `2026年6月2日`, `2 June 2026`. */
export function formatDay(day: Day, language: Language = 'zh'): string {
  const { year, month, date } = numbers(day);
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${MONTHS_EN[month - 1]} ${year}`;
}

/** Without the year: `6月2日`, `2 June`. */
export function formatDayShort(day: Day, language: Language = 'zh'): string {
  const { month, date } = numbers(day);
  return language === 'zh' ? `${month}月${date}日` : `${date} ${MONTHS_EN[month - 1]}`;
}

/** With the weekday: `2026年6月2日 星期二`, `Tuesday, 2 June 2026`. */
export function formatDayLong(day: Day, language: Language = 'zh'): string {
  const weekday = weekdayOf(day);
  return language === 'zh' ? `${formatDay(day, 'zh')} 星期${WEEKDAYS_ZH[weekday]}` : `${WEEKDAYS_EN[weekday]}, ${formatDay(day, 'en')}`;
}

/** From one day to another, both included: `2026年6月2日至6月9日`, `2 June – 9 June 2026`. */
export function formatPeriod(from: Day, to: Day, language: Language = 'zh'): string {
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  return language === 'zh'
    ? `${formatDay(from, 'zh')}至${sameYear ? formatDayShort(to, 'zh') : formatDay(to, 'zh')}`
    : `${sameYear ? formatDayShort(from, 'en') : formatDay(from, 'en')} – ${formatDay(to, 'en')}`;
}

/** Time left until a day, seen from `today`: `还剩 3 天`, `今天到期`, `已过期 2 天`; in English `3 days left` and so on. */
export function formatRemaining(today: Day, due: Day, language: Language = 'zh'): string {
  const left = daysBetween(today, due);
  if (left === 0) return language === 'zh' ? '今天到期' : 'due today';
  const size = Math.abs(left);
  if (language === 'zh') return left > 0 ? `还剩 ${size} 天` : `已过期 ${size} 天`;
  const unit = size === 1 ? 'day' : 'days';
  return left > 0 ? `${size} ${unit} left` : `${size} ${unit} overdue`;
}

/** An instant on the clocks of Shanghai: `2026年6月2日 14:05`, `2 June 2026, 14:05`. */
export function formatInstant(instant: Date, language: Language = 'zh'): string {
  const day = formatDay(dayOf(instant), language);
  return language === 'zh' ? `${day} ${formatTime(instant)}` : `${day}, ${formatTime(instant)}`;
}
