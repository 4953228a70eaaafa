/** A month as the index counts them: `year * 12 + month − 1`, so that months lie side by side and one can be taken from another. */
export type MonthNo = number;

/** `2026-10` → month; null for anything else, and for years outside 2000–2199. */
export function parseMonth(text: string): MonthNo | null {
  const match = /^(2[01]\d\d)-?(0[1-9]|1[0-2])$/.exec(text.trim());
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : null;
}

/** Month → `2026-10`. */
export const monthLabel = (month: MonthNo): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

/** The year a month lies in. */
export const yearOf = (month: MonthNo): number => Math.floor(month / 12);

/** The month of a civil day. */
export const monthOfDay = (day: string): MonthNo => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** First and last civil day of a month. */
export function daysOfMonth(month: MonthNo): { from: string; to: string } {
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  return { from: `${monthLabel(month)}-01`, to: `${monthLabel(month)}-${last}` };
}
