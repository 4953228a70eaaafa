import type { Clause } from './house-rule.ts';

const digits = '零一二三四五六七八九';

/** 1 to 999 in Chinese: 10 → 十, 12 → 十二, 105 → 一百零五, 110 → 一百一十. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor((n % 100) / 10), n % 10];
  const digit = (value: number) => digits[value] ?? '';
  if (hundreds > 0) return `${digit(hundreds)}百${tens > 0 ? `${digit(tens)}十${ones > 0 ? digit(ones) : ''}` : ones > 0 ? `零${digit(ones)}` : ''}`;
  if (tens > 0) return `${tens > 1 ? digit(tens) : ''}十${ones > 0 ? digit(ones) : ''}`;
  return digit(ones);
}

/** A number as it is written in a clause, Chinese or Arabic; null when it is none of 1 to 999. */
export function readNumber(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text) || null;
  const match = /^(?:([一二三四五六七八九])百)?(?:零?([一二三四五六七八九])?(十))?零?([一二三四五六七八九])?$/.exec(text);
  if (!match || text === '') return null;
  const value = (digit: string | undefined) => (digit === undefined ? 0 : digits.indexOf(digit));
  const n = value(match[1]) * 100 + (match[3] ? (match[2] === undefined ? 1 : value(match[2])) * 10 : 0) + value(match[4]);
  return n > 0 && chineseNumber(n).replace(/^一十/, '十') === text.replace(/^一十/, '十') ? n : null;
}

/** 第十二条 */
export const articleNo = (position: number): string => `第${chineseNumber(position)}条`;

/** Clauses in their order, put together under their chapters; a text without chapters is one part without title. */
export interface Chapter {
  /** 第二章, null where the text has no chapters. */
  no: string | null;
  title: string;
  clauses: Clause[];
}
export function chaptersOf(clauses: readonly Clause[]): Chapter[] {
  const chapters: Chapter[] = [];
  let number = 0;
  for (const clause of clauses) {
    const last = chapters.at(-1);
    if (last && last.title === clause.chapter) last.clauses.push(clause);
    else chapters.push({ no: clause.chapter === '' ? null : `第${chineseNumber(++number)}章`, title: clause.chapter, clauses: [clause] });
  }
  return chapters;
}

// 第N条 of this text: not of another one that is named before it (《民法典》第二百七十八条, 居委会组织法第九条).
const reference = /(?<![》法例定][\s]?)(第)([零一二三四五六七八九十百]+|\d{1,3})(条)/g;

/**
 * The clauses in a new order, numbered anew: where a text refers to another clause of the same text by its number, the number goes along.
 * `dangling` are the clauses that refer to one that is gone.
 */
export function renumber(before: readonly Clause[], order: readonly Clause[]): { clauses: Clause[]; dangling: string[] } {
  const idAt = new Map(before.map((clause) => [clause.position, clause.articleId]));
  const positionOf = new Map(order.map((clause, index) => [clause.articleId, index + 1]));
  const dangling: string[] = [];
  const clauses = order.map((clause, index) => {
    // What was typed just now speaks of the numbers that stood on the page: those before.
    const text = clause.text.replace(reference, (whole: string, open: string, written: string, close: string) => {
      const number = readNumber(written);
      const id = number === null ? undefined : idAt.get(number);
      if (id === undefined) return whole;
      const position = positionOf.get(id);
      if (position === undefined) {
        dangling.push(clause.articleId);
        return whole;
      }
      return position === number ? whole : `${open}${/^\d/.test(written) ? String(position) : chineseNumber(position)}${close}`;
    });
    return { ...clause, text, position: index + 1 };
  });
  return { clauses, dangling };
}

/**
 * Reads a whole text as it is pasted: 第一章 总则 / 第一条 …; a line that begins neither chapter nor clause belongs to what is before it,
 * before the first clause to the preamble. A clause's heading stands in brackets: 第三条【停车】 or 第三条（停车）.
 */
export function readWholeText(text: string): { preamble: string; clauses: Pick<Clause, 'chapter' | 'heading' | 'text'>[] } {
  const preamble: string[] = [];
  const clauses: { chapter: string; heading: string; text: string }[] = [];
  let chapter = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    const opensChapter = /^第[零一二三四五六七八九十百\d]+章[\s\u3000:：]*(.*)$/.exec(line);
    const opensClause = /^第[零一二三四五六七八九十百\d]+条[\s\u3000:：]*(?:[【（(]([^】）)]{1,40})[】）)])?[\s\u3000:：]*(.*)$/.exec(line);
    const last = clauses.at(-1);
    if (opensChapter) chapter = (opensChapter[1] ?? '').trim();
    else if (opensClause) clauses.push({ chapter, heading: (opensClause[1] ?? '').trim(), text: (opensClause[2] ?? '').trim() });
    else if (last) last.text = last.text === '' ? line : `${last.text}\n${line}`;
    else preamble.push(line);
  }
  return { preamble: preamble.join('\n'), clauses: clauses.filter((clause) => clause.text !== '') };
}
