import type { KeptRuling } from '#modules/funds';
import type { Actor } from '#platform/access';
import { defineText, type Lang } from '#platform/i18n';

const words = defineText({ office: { zh: '自治办', en: 'The fund office' } });

/** Those who work with the money see who ruled; everybody else sees that the office did. */
export const seesNames = (actor: Actor): boolean => actor.grants.some(({ role }) => !['resident', 'partner', 'property'].includes(role));

/** A ruling as the public reads it: the office stands for the officer. */
export const withoutNames = (ruling: KeptRuling, lang: Lang): KeptRuling => ({
  ...ruling,
  byName: words[lang].office,
  ended: ruling.ended && { ...ruling.ended, byName: words[lang].office },
});
