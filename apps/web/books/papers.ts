import { toChineseCapital } from '#libs/money';
import type { Receipt } from '#modules/books';
import { type Block, cards, facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { dayText, instantText, yuanText } from '../ui/index.ts';
import { booksText } from './text.ts';
import { categoryWords } from './view.ts';
import type { VoucherView } from './voucher-page.tsx';

const paperText = defineText({
  receiptTitle: { zh: '收 据', en: 'Receipt' },
  receiptFor: { zh: '事由', en: 'For' },
  receiver: { zh: '收款人', en: 'Received by' },
  stamp: { zh: '（盖章）', en: '(stamp)' },
  void: { zh: '已冲销，作废', en: 'Reversed, void' },
  voluntary: { zh: '居民自愿出资，全部用于上述项目，账目公开。', en: 'Given voluntarily, used for this project only; the account is public.' },
  signDay: { zh: '日期', en: 'Day' },
  noted: { zh: '本凭证由系统生成，原件与付款凭证附后。', en: 'Made by the platform; the originals are attached.' },
  yuan: { zh: '元', en: 'yuan' },
  step: { zh: '环节', en: 'Step' },
  name: { zh: '姓名', en: 'Name' },
  time: { zh: '时间', en: 'Time' },
});

/** Receipts, three to a sheet, with dashed lines to cut along. */
export function receiptsPaper(
  receipts: readonly Receipt[],
  about: { lang: Lang; issuer: string; projectTitle: string; receivers: ReadonlyMap<string, string> },
): PdfDocument {
  const { lang } = about;
  const t = booksText[lang];
  const p = paperText[lang];
  return cards(
    receipts.map((receipt): Block[] => [
      heading(`${p.receiptTitle}　${receipt.number}${receipt.reversed ? `　${p.void}` : ''}`),
      facts([
        [t.payer, receipt.payerName],
        [p.receiptFor, about.projectTitle],
        [t.amount, `${yuanText(receipt.amountFen)} ${p.yuan}（${toChineseCapital(receipt.amountFen)}）`],
        [t.method, t[receipt.method]],
        [t.day, dayText(receipt.day, lang)],
        [p.receiver, about.receivers.get(receipt.receivedBy ?? '') ?? ''],
      ]),
      paragraph(`${about.issuer} ${p.stamp}`, { bold: true }),
      ...(receipt.householdId ? [paragraph(p.voluntary, { soft: true })] : []),
    ]),
    3,
  );
}

/** A voucher as a sheet for the binder: what was paid from which source, the invoice, who approved. */
export function voucherPaper(view: VoucherView, about: { lang: Lang; issuer: string; today: string }): PdfDocument {
  const { lang } = about;
  const t = booksText[lang];
  const p = paperText[lang];
  const { voucher, expense, request, project } = view;
  const kind = voucher.kind === 'receipt' ? t.receiptKind : t[voucher.kind];
  const who = (id: string | null) => view.names.get(id ?? '') ?? '';
  return paper({
    title: t.voucherTitle(voucher.number),
    subtitle: `${project.serial} ${project.title}`,
    meta: { lang, issuer: about.issuer, code: voucher.number, printedDay: about.today },
    body: [
      facts(
        [
          [t.text, expense.text],
          [t.payee, expense.payee],
          [t.day, dayText(expense.day, lang)],
          [t.paidBy, t[expense.method]],
          [t.claimed, `${yuanText(voucher.claimedFen)} ${p.yuan}`],
          [t.inCapitals, toChineseCapital(voucher.claimedFen)],
        ],
        2,
      ),
      heading(kind, { level: 2 }),
      facts(
        [
          [t.invoiceCode, voucher.invoiceCode || '—'],
          [t.invoiceNumber, voucher.invoiceNumber ?? '—'],
          [t.issued, dayText(voucher.issuedDay, lang)],
          [t.seller, voucher.sellerName],
          [t.net, yuanText(voucher.netFen)],
          [t.tax, yuanText(voucher.taxFen)],
          [t.faceValue, yuanText(voucher.totalFen)],
          [t.taxId, voucher.sellerTaxId ?? '—'],
        ],
        2,
      ),
      ...(voucher.reason ? [paragraph(`${voucher.kind === 'receipt' ? t.reason : t.explained}：${voucher.reason}`)] : []),
      heading(t.lines, { level: 2 }),
      table({
        columns: [{ label: t.text }, { label: t.category, width: 70 }, { label: t.source, width: 110 }, { label: t.amount, width: 80, align: 'right' }],
        rows: expense.lines.flatMap((line) =>
          line.shares.map((share) => [line.text, categoryWords(view.categories, line.category, lang), share.awardName, yuanText(share.amountFen)]),
        ),
        total: [t.total, '', '', yuanText(expense.amountFen)],
      }),
      ...(request
        ? [
            heading(t.approvals, { level: 2 }),
            table({
              columns: [{ label: p.step, width: 110 }, { label: p.name }, { label: p.time, width: 140 }],
              rows: [
                [t.asked, who(request.requesterId), instantText(request.askedAt, lang)],
                ...request.approvals.map((approval) => [approval.title, approval.personName, instantText(approval.at, lang)]),
                ...(request.closedBy && request.closedAt ? [[t.checkedBy, who(request.closedBy), instantText(request.closedAt, lang)]] : []),
              ],
            }),
          ]
        : []),
      ...(view.file ? [paragraph(`${t.hash}：${view.file.sha256}`, { soft: true })] : []),
      paragraph(p.noted, { soft: true }),
      ...(voucher.kind === 'receipt'
        ? [
            signatures(
              [
                { label: t.recordedBy, note: who(voucher.recordedBy) },
                { label: t.checkedBy, note: who(request?.closedBy ?? null) },
              ],
              p.signDay,
            ),
          ]
        : []),
    ],
  });
}
