import type { Lang } from '#platform/i18n';

/** Everything a person reads is in this zone. */
const zone = 'Asia/Shanghai';

/**
 * Writes an amount of fen as yuan with two decimals and thousands separators: `4500000n` → `45,000.00`.
 * `whole` leaves `.00` away when there is no fen to show.
 */
export function yuanText(amountFen: bigint, options: { whole?: boolean } = {}): string {
  const negative = amountFen < 0n;
  const abs = negative ? -amountFen : amountFen;
  const yuan = (abs / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const fen = (abs % 100n).toString().padStart(2, '0');
  const text = options.whole && fen === '00' ? yuan : `${yuan}.${fen}`;
  return negative ? `-${text}` : text;
}

/** A share of a whole as a percentage with at most one decimal: `shareText(55n, 60n)` → `91.7%`. */
export function shareText(part: bigint | number, whole: bigint | number): string {
  const all = Number(whole);
  if (all === 0) return '0%';
  const percent = Math.round((Number(part) * 1000) / all) / 10;
  return `${percent}%`;
}

const weekdays: Record<Lang, string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const monthNames =
  'January February March April May June July August September October November December'.split(' ');

/** How much of a day is written: `full` with the year, `short` without, `weekday` short with the weekday. */
export type DayStyle = 'full' | 'short' | 'weekday';

/** Writes a day `YYYY-MM-DD` for people: `2026年11月22日`, `11月22日`, `11月22日 周日`. */
export function dayText(day: string, lang: Lang, style: DayStyle = 'full'): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!match) return day;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const name = monthNames[month - 1] ?? '';
  const base = lang === 'zh' ? `${month}月${date}日` : `${date} ${name}`;
  if (style === 'full') return lang === 'zh' ? `${year}年${base}` : `${base} ${year}`;
  if (style === 'short') return base;
  const weekday = weekdays[lang][new Date(Date.UTC(year, month - 1, date)).getUTCDay()] ?? '';
  return lang === 'zh' ? `${base} ${weekday}` : `${weekday} ${base}`;
}

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The day and the time of day of an instant in Shanghai: `{ day: '2026-11-22', time: '09:30' }`. */
export function shanghaiParts(instant: Date): { day: string; time: string } {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(instant)) found[part.type] = part.value;
  return {
    day: `${found.year}-${found.month}-${found.day}`,
    time: `${found.hour}:${found.minute}`,
  };
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
