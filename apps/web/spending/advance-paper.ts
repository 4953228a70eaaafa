import { toChineseCapital } from '#libs/money';
import type { Advance } from '#modules/books';
import type { Project, SpendingRequest } from '#modules/projects';
import { facts, paper, paragraph, type PdfDocument, signatures } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { dayText, yuanText } from '../ui/index.ts';
import { movesText } from './moves-text.ts';

const words = defineText({
  title: { zh: '预支单', en: 'Advance slip' },
  what: { zh: '事项', en: 'What' },
  request: { zh: '支出申请', en: 'Request' },
  capital: { zh: '金额大写', en: 'In capitals' },
  yuan: { zh: '元', en: 'yuan' },
  promise: {
    zh: '今领到上列款项，用于上述已批准的支出。买完后凭票据结清，多退少补；用途以批准的申请为准。',
    en: 'Received the above for the approved purpose; it is settled by the receipts, the rest handed back.',
  },
  settled: { zh: '结清情况', en: 'Settlement' },
  holder: { zh: '领款人', en: 'Holder' },
  payer: { zh: '付款人', en: 'Paid by' },
  witness: { zh: '审核', en: 'Checked by' },
  day: { zh: '日期', en: 'Day' },
});

/** The slip that whoever takes an advance signs; after the settlement it says how it ended. */
export function advancePaper(
  view: { request: SpendingRequest; project: Project; advance: Advance; handedBy: string },
  about: { lang: Lang; issuer: string; today: string },
): PdfDocument {
  const { lang } = about;
  const [s, t] = [words[lang], movesText[lang]];
  const { advance, request, project } = view;
  const { settlement } = advance;
  const yuan = (fen: bigint) => `${yuanText(fen)} ${s.yuan}`;
  return paper({
    title: s.title,
    subtitle: `${project.serial} ${project.title}`,
    meta: { lang, issuer: about.issuer, code: `${project.serial}-${request.no}`, printedDay: about.today },
    body: [
      facts(
        [
          [t.heldBy, advance.holder.name],
          [t.since, dayText(advance.day, lang)],
          [t.amount, yuan(advance.amountFen)],
          [t.method, t[advance.method]],
          [s.capital, toChineseCapital(advance.amountFen)],
          [s.request, `${request.no}`],
        ],
        2,
      ),
      facts([[s.what, request.item], ...(advance.anotherReason ? [[t.why, advance.anotherReason] as [string, string]] : [])]),
      paragraph(s.promise),
      ...(settlement
        ? [
            facts(
              [
                [t.settleDay, dayText(settlement.day, lang)],
                [t.spentOf, yuan(advance.amountFen - settlement.backFen)],
                [settlement.backFen < 0n ? t.paidOnTop : t.handedBack, yuan(settlement.backFen < 0n ? -settlement.backFen : settlement.backFen)],
                [t.method, settlement.method ? t[settlement.method] : '—'],
              ],
              2,
            ),
          ]
        : []),
      signatures([{ label: s.holder }, { label: `${s.payer}（${view.handedBy}）` }, { label: s.witness }], s.day),
    ],
  });
}
