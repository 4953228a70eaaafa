import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Lang } from '#platform/i18n';
import type { PageFrame } from '../ui/index.ts';
import { kitText } from './text.ts';

/** Language and type size, remembered by cookie; a query may ask for a language once. */
export function preferences(context: Context): { lang: Lang; type: 'normal' | 'large' } {
  return {
    lang: getCookie(context, 'zd_lang') === 'en' ? 'en' : 'zh',
    type: getCookie(context, 'zd_type') === 'large' ? 'large' : 'normal',
  };
}

/** Frame of a page above the subdistricts. */
export function plainFrame(context: Context, demo: boolean): PageFrame {
  const { lang, type } = preferences(context);
  const url = new URL(context.req.url);
  return { lang, type, siteName: kitText[lang].siteName, base: '', nav: [], path: url.pathname + url.search, demo, links: { home: '/', signIn: '/sign-in' } };
}
