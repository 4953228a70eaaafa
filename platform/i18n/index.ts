/**
 * Texts of pages and papers, Chinese with English beside it.
 *
 * A group of texts is written once, both languages side by side; a missing language fails to compile:
 *
 * ```ts
 * const text = defineText({
 *   title: { zh: '议题', en: 'Matters' },
 *   supporters: (count: number) => ({ zh: `${count} 人附议`, en: `${count} supporters` }),
 * });
 * text.zh.title;          // 议题
 * text[lang].supporters(3) // 3 人附议
 * ```
 */

/** The languages a page can be read in; Chinese is the default. */
export type Lang = 'zh' | 'en';

/** The value of the `lang` attribute of a page in that language. */
export const htmlLang: Record<Lang, string> = { zh: 'zh-CN', en: 'en' };

/** One text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** A fixed text, or one that depends on values. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are inferred again from each entry below.
export type TextEntry = Bilingual | ((...args: any[]) => Bilingual);

/** A group of texts as seen in one language. */
export type Texts<T extends Record<string, TextEntry>> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Bilingual ? (...args: A) => string : string;
};

/** Turns a group of bilingual texts into one group per language. */
export function defineText<const T extends Record<string, TextEntry>>(entries: T): { readonly zh: Texts<T>; readonly en: Texts<T> };
export function defineText(entries: Record<string, TextEntry>): unknown {
  return { zh: inLanguage(entries, 'zh'), en: inLanguage(entries, 'en') };
}

function inLanguage(entries: Record<string, TextEntry>, lang: Lang): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(entries)) {
    texts[key] = typeof entry === 'function' ? (...args: unknown[]) => entry(...args)[lang] : entry[lang];
  }
  return texts;
}

/** Picks one language of a text that was stored or passed with both. */
export function inLang(text: Bilingual, lang: Lang): string {
  return text[lang];
}
