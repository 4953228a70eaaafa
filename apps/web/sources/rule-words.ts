import type { SourceRule } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { sourcesText } from './text.ts';

/** The rule for a shortfall as one line of words. */
export function ruleWords(rule: SourceRule, lang: Lang): string {
  const t = sourcesText[lang];
  const line = t.ruleLine(dayText(rule.day, lang), t[rule.rule]);
  return rule.extendUntil && rule.extendBy ? `${line}${lang === 'zh' ? '；' : '; '}${t.extendLine(dayText(rule.extendUntil, lang), t[rule.extendBy])}` : line;
}
