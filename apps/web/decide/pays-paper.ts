import { facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { yuanText } from '../ui/index.ts';
import { areaText } from './homes.ts';
import { paysText } from './pays-text.ts';
import { methodHow, methodName, whyNot } from './pays-words.ts';
import { type CostQuestion, whoPays } from './who-pays.ts';

/** The methods side by side on paper, with room for what the meeting agrees on. */
export function paysPaper(question: CostQuestion, about: { lang: Lang; issuer: string; today: string }): PdfDocument {
  const { lang } = about;
  const t = paysText[lang];
  const methods = whoPays(question);
  const worked = methods.flatMap((one) => ('shares' in one ? [one] : []));
  const wholeArea = question.homes.reduce((sum, { areaCentiM2 }) => sum + (areaCentiM2 ?? 0n), 0n);
  const right = { align: 'right', width: 'auto' } as const;
  return paper({
    title: t.paperTitle,
    ...(question.what === '' ? {} : { subtitle: question.what }),
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      paragraph(t.resultLead(yuanText(question.totalFen), question.homes.length)),
      table({
        columns: [
          { label: t.home, width: '*' },
          { label: t.floor, ...right },
          { label: t.area, ...right },
          ...worked.map(({ method }) => ({ label: methodName(method, lang), ...right })),
        ],
        rows: question.homes.map(({ id, floor, areaCentiM2 }, at) => [
          id,
          floor === null ? '—' : String(floor),
          areaCentiM2 === null ? '—' : areaText(areaCentiM2),
          ...worked.map(({ shares }) => yuanText(shares[at] ?? 0n)),
        ]),
        total: [
          t.sum,
          '',
          wholeArea === 0n ? '' : areaText(wholeArea),
          ...worked.map(({ shares }) => yuanText(shares.reduce((sum, share) => sum + share, 0n))),
        ],
      }),
      ...methods.flatMap((one) => [
        heading(methodName(one.method, lang), { level: 2 }),
        paragraph('shares' in one ? methodHow(one.method, question, lang) : `${t.notWorked}${lang === 'zh' ? '：' : ': '}${whyNot(one, lang)}`),
      ]),
      paragraph(t.law, { soft: true }),
      facts([[t.agreed, '']]),
      signatures([{ label: t.signs }], t.date),
    ],
  });
}
