import { formatYuan, toChineseCapital } from '#libs/money';
import { type CashCount, denominations, differenceOf, type MoneyAccount, type Standing } from '#modules/bank';
import type { ReturnSlip } from '#modules/books';
import { facts, heading, paper, paragraph, type PdfDocument, signatures, table, writingLines } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { denominationWords } from './cash-pages.tsx';
import { bankText } from './text.ts';
import { accountName } from './view.ts';

const paperText = defineText({
  sheet: { zh: '现金盘点表', en: 'Cash count' },
  box: { zh: '现金箱', en: 'Cash box' },
  face: { zh: '票面', en: 'Denomination' },
  sum: { zh: '合计', en: 'Total' },
  keeperSigns: { zh: '盘点人（签字）', en: 'Counted by (signature)' },
  secondSigns: { zh: '监盘人（签字）', en: 'Second person (signature)' },
  boxKeeper: { zh: '保管人', en: 'Keeper' },
  why: { zh: '差额原因和处理', en: 'What differs and why' },
  notSigned: { zh: '第二人尚未签字，本表不作为盘点依据。', en: 'Not signed by a second person yet.' },
  void: { zh: '本次盘点已作废。', en: 'This count was taken back.' },
  slip: { zh: '退 款 单', en: 'Return slip' },
  to: { zh: '退给', en: 'Returned to' },
  from: { zh: '退款单位', en: 'Returned by' },
  about: { zh: '项目', en: 'Project' },
  cause: { zh: '事由', en: 'For' },
  payer: { zh: '经办人（签字）', en: 'Handled by (signature)' },
  approver: { zh: '负责人（签字）', en: 'Responsible (signature)' },
  receiver: { zh: '收款单位（盖章）', en: 'Received (stamp)' },
  cashier: { zh: '出纳（签字）', en: 'Cashier (signature)' },
  reversedSlip: { zh: '本笔已冲销，此单作废。', en: 'Reversed, void.' },
  bankSide: { zh: '银行对账单', en: 'Bank' },
  bookSide: { zh: '账面', en: 'Books' },
  item: { zh: '项目', en: 'Item' },
  balance: { zh: '余额', en: 'Balance' },
  detail: { zh: '未达账项明细', en: 'Open items' },
  side: { zh: '哪一边有', en: 'Side' },
  none: { zh: '没有未达账项。', en: 'None.' },
});

/** The sheet of a cash count, filled in or, without a count, empty for the pen. */
export function countSheet(account: MoneyAccount, count: CashCount | null, about: { lang: Lang; issuer: string; today: string }): PdfDocument {
  const t = bankText[about.lang];
  const p = paperText[about.lang];
  const rows = denominations.map((fen) =>
    count
      ? [denominationWords(fen, about.lang), String(count.pieces[fen]), formatYuan(BigInt(fen) * BigInt(count.pieces[fen]))]
      : [denominationWords(fen, about.lang), '', ''],
  );
  return paper({
    title: p.sheet,
    subtitle: account.name,
    meta: { lang: about.lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts(
        [
          [p.box, account.name],
          [p.boxKeeper, account.keeperName ?? ''],
          [t.day, count ? dayText(count.day, about.lang) : ''],
          [t.bookBalance, count ? `${formatYuan(count.bookFen)} ${t.yuan}` : ''],
        ],
        2,
      ),
      ...(count?.undone ? [paragraph(p.void, { bold: true })] : count && count.confirmedAt === null ? [paragraph(p.notSigned, { bold: true })] : []),
      table({
        columns: [{ label: p.face }, { label: t.pieces, width: 110, align: 'right' }, { label: t.amount, width: 140, align: 'right' }],
        rows,
        total: [p.sum, '', count ? formatYuan(count.countedFen) : ''],
        ...(count ? {} : { rowHeight: 24 }),
      }),
      facts([
        [t.inCapitals, count ? toChineseCapital(count.countedFen) : ''],
        [
          t.difference,
          count
            ? differenceOf(count) === 0n
              ? t.noDifference
              : `${differenceOf(count) > 0n ? t.more : t.less} ${formatYuan(differenceOf(count) > 0n ? differenceOf(count) : -differenceOf(count))} ${t.yuan}`
            : '',
        ],
        ...(count?.note ? ([[t.reason, `${count.note.text}（${count.note.byName}）`]] as const) : []),
      ]),
      ...(count && (differenceOf(count) === 0n || count.note) ? [] : [writingLines(p.why, 2)]),
      signatures(
        [
          { label: p.keeperSigns, note: count?.countedByName ?? '' },
          { label: p.secondSigns, note: count?.secondByName ?? '' },
        ],
        t.signDay,
      ),
    ],
  });
}

/** The bank reconciliation of an account at the end of a month (银行余额调节表). */
export function reconciliationPaper(account: MoneyAccount, standing: Standing, about: { lang: Lang; issuer: string; today: string }): PdfDocument {
  const t = bankText[about.lang];
  const p = paperText[about.lang];
  const sum = (list: readonly { openFen: bigint }[], into: boolean) =>
    list.filter((one) => one.openFen > 0n === into).reduce((all, one) => all + one.openFen, 0n);
  const yuan = (fen: bigint) => formatYuan(fen);
  return paper({
    title: t.reconciliation,
    subtitle: accountName(account, about.lang),
    meta: { lang: about.lang, issuer: about.issuer, printedDay: about.today },
    body: [
      paragraph(t.asOf(dayText(standing.day, about.lang)), { align: 'center' }),
      table({
        columns: [{ label: p.bookSide }, { label: t.amount, width: 90, align: 'right' }, { label: p.bankSide }, { label: t.amount, width: 90, align: 'right' }],
        rows: [
          [t.bookBalance, yuan(standing.bookFen), t.bankBalance, yuan(standing.bankFen)],
          [t.plusTheirs, yuan(sum(standing.rows, true)), t.plusOurs, yuan(sum(standing.movements, true))],
          [t.minusTheirs, yuan(-sum(standing.rows, false)), t.minusOurs, yuan(-sum(standing.movements, false))],
        ],
        total: [t.adjusted, yuan(standing.adjustedBookFen), t.adjusted, yuan(standing.adjustedBankFen)],
      }),
      paragraph(standing.leftOverFen === 0n ? t.even : t.leftOver(yuan(standing.leftOverFen)), { bold: standing.leftOverFen !== 0n }),
      heading(p.detail, { level: 2 }),
      standing.rows.length + standing.movements.length === 0
        ? paragraph(p.none)
        : table({
            columns: [
              { label: t.day, width: 66 },
              { label: p.side, width: 62 },
              { label: t.memo },
              { label: t.amount, width: 76, align: 'right' },
              { label: t.reason, width: 130 },
            ],
            rows: [
              ...standing.rows.map((one) => [
                one.day,
                p.bankSide,
                `${one.counterparty} ${one.memo}`.trim(),
                yuan(one.openFen),
                one.note ? `${one.note.text}（${one.note.byName}）` : '',
              ]),
              ...standing.movements.map((one) => [
                one.day,
                p.bookSide,
                `${one.party} ${one.text}`.trim(),
                yuan(one.openFen),
                one.note ? `${one.note.text}（${one.note.byName}）` : '',
              ]),
            ],
          }),
      signatures([{ label: t.made }, { label: t.checked }], t.signDay),
    ],
  });
}

/** The slip of a return: to whom, from which project, how much, for the signatures of both sides. */
export function returnSlip(
  slip: ReturnSlip,
  about: { lang: Lang; issuer: string; today: string; project: { serial: string; title: string }; recordedBy: string },
): PdfDocument {
  const t = bankText[about.lang];
  const p = paperText[about.lang];
  return paper({
    title: p.slip,
    meta: { lang: about.lang, issuer: about.issuer, code: about.project.serial, printedDay: about.today },
    body: [
      ...(slip.reversed ? [paragraph(p.reversedSlip, { bold: true })] : []),
      facts([
        [p.from, about.issuer],
        [p.to, slip.awardName],
        [p.about, `${about.project.serial} ${about.project.title}`],
        [p.cause, slip.text],
        [t.day, dayText(slip.day, about.lang)],
        [t.amount, `${formatYuan(slip.amountFen)} ${t.yuan}`],
        [t.inCapitals, toChineseCapital(slip.amountFen)],
      ]),
      signatures([{ label: p.payer, note: about.recordedBy }, { label: p.approver }, { label: p.cashier }, { label: p.receiver }], t.signDay),
    ],
  });
}
