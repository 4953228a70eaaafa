import type { Lang } from '#platform/i18n';
import { projectText } from '../projects/text.ts';

/** Words for a step of the project, as its page says them. */
export const stepNameIn =
  (lang: Lang) =>
  (action: string): string => {
    const words: Record<string, unknown> = projectText[lang];
    const text = words[`step${action.charAt(0).toUpperCase()}${action.slice(1)}`];
    return typeof text === 'string' ? text : projectText[lang].stepBegin;
  };
