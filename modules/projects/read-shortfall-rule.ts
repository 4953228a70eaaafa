import { isDay } from '#libs/civil-time';
import type { ApplicationDraft } from './application-draft.ts';
import { extenders, shortfallRules, type SourceRule, whatIsWrongWithTheRule } from './shortfall.ts';

/** The rule for a shortfall as typed; nothing chosen is no rule. Its day and, for an extension, the latest day and who decides must be said. */
export function readRule(row: ApplicationDraft['sources'][number], fail: (field: string, code: string) => void): SourceRule | null {
  const rule = shortfallRules.find((known) => known === row.shortfallRule);
  if (!rule) return null;
  const day = (field: 'shortfallDay' | 'extendUntil'): string | null => {
    const text = (row[field] ?? '').trim();
    if (isDay(text)) return text;
    fail(field, text === '' ? 'required' : 'not-a-date');
    return null;
  };
  const on = day('shortfallDay');
  const extendUntil = rule === 'extend' ? day('extendUntil') : null;
  const extendBy = rule === 'extend' ? (extenders.find((known) => known === row.extendBy) ?? null) : null;
  if (rule === 'extend' && extendBy === null) fail('extendBy', 'required');
  if (on === null) return null;
  const chosen = { rule, day: on, extendUntil, extendBy };
  if (whatIsWrongWithTheRule(chosen) === 'extend-too-early') fail('extendUntil', 'extend-too-early');
  return chosen;
}
