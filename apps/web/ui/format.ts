import { dayOf, formatDay, formatDayShort, formatTime, isDay, weekdayOf } from '#libs/civil-time';
import { formatYuan, formatYuanBrief } from '#libs/money';
import type { Lang } from '#platform/i18n';

/**
 * Writes an amount of fen as yuan with two decimals and thousands separators: `4500000n` → `45,000.00`.
 * `whole` leaves `.00` away when there is no fen to show.
 */
export function yuanText(amountFen: bigint, options: { whole?: boolean } = {}): string {
  return options.whole ? formatYuanBrief(amountFen) : formatYuan(amountFen);
}

/** A share of a whole as a percentage with at most one decimal: `shareText(55n, 60n)` → `91.7%`. */
export function shareText(part: bigint | number, whole: bigint | number): string {
  const all = Number(whole);
  if (all === 0) return '0%';
  const percent = Math.round((Number(part) * 1000) / all) / 10;
  return `${percent}%`;
}

const weekdays: Record<Lang, readonly string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

/** How much of a day is written: `full` with the year, `short` without, `weekday` short with the weekday. */
export type DayStyle = 'full' | 'short' | 'weekday';

/** Writes a day `YYYY-MM-DD` for people: `2026年11月22日`, `11月22日`, `11月22日 周日`. Anything else comes back as it is. */
export function dayText(day: string, lang: Lang, style: DayStyle = 'full'): string {
  if (!isDay(day)) return day;
  if (style === 'full') return formatDay(day, lang);
  const short = formatDayShort(day, lang);
  if (style === 'short') return short;
  const weekday = weekdays[lang][weekdayOf(day) % 7] ?? '';
  return lang === 'zh' ? `${short} ${weekday}` : `${weekday} ${short}`;
}

/** The day and the time of day of an instant in Shanghai: `{ day: '2026-11-22', time: '09:30' }`. */
export function shanghaiParts(instant: Date): { day: string; time: string } {
  return { day: dayOf(instant), time: formatTime(instant) };
}

/** Writes an instant for people: `2026年11月22日 09:30`. */
export function instantText(instant: Date, lang: Lang, style: DayStyle = 'full'): string {
  const { day, time } = shanghaiParts(instant);
  return `${dayText(day, lang, style)} ${time}`;
}

/** Writes a file size in bytes: `1.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${Math.round(bytes / 100_000) / 10} MB`;
}

/** A percentage for an SVG attribute, rounded so that pages stay small. */
export function percentAttribute(part: number, whole: number): string {
  if (whole <= 0) return '0%';
  const percent = Math.min(100, Math.max(0, (part * 100) / whole));
  return `${Math.round(percent * 100) / 100}%`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text as it stands in markup that is written by hand, between tags or inside quotes; what JSX draws is escaped already. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? one);
