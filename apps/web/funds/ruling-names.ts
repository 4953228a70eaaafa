import type { KeptRuling } from '#modules/funds';
import type { Actor } from '#platform/access';
import { defineText, type Lang } from '#platform/i18n';

const words = defineText({ office: { zh: '自治办', en: 'The fund office' } });

/** A ruling is given by name: whoever has a part in the subdistrict sees whose it is; the public sees that the office gave it. */
export const seesNames = (actor: Actor): boolean => actor.grants.length > 0 || actor.households.length > 0;

/** A ruling as the public reads it: the office stands for the officer. */
export const withoutNames = (ruling: KeptRuling, lang: Lang): KeptRuling => ({
  ...ruling,
  byName: words[lang].office,
  ended: ruling.ended && { ...ruling.ended, byName: words[lang].office },
});
