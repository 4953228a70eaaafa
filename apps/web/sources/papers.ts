import { toChineseCapital } from '#libs/money';
import type { Contribution, Receipt } from '#modules/books';
import type { GoodsGift, Returnable, Tranche } from '#modules/projects';
import { box, facts, paper, paragraph, type PdfDocument, signatures, signInSheet, table } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { dayText, yuanText } from '../ui/index.ts';
import { sourcesText } from './text.ts';

const paperText = defineText({
  orderTitle: { zh: '自治金拨款单', en: 'Payment order' },
  payer: { zh: '拨款单位', en: 'Paid by' },
  payee: { zh: '收款单位', en: 'Paid to' },
  payeeOpen: { zh: '（自治办还没有设定收款单位名称）', en: '(the office has not set the name of the payee)' },
  project: { zh: '项目', en: 'Project' },
  serial: { zh: '项目编号', en: 'Number' },
  awardTotal: { zh: '核定资助总额', en: 'Award in all' },
  paidBefore: { zh: '此前已拨', en: 'Paid before' },
  thisTime: { zh: '本次拨付', en: 'This payment' },
  inWords: { zh: '大写', en: 'In capitals' },
  met: { zh: '拨付条件及达到情况', en: 'Condition and how it was met' },
  leftAfter: { zh: '拨付后未拨', en: 'Left after it' },
  account: { zh: '收款账户', en: 'Account' },
  bank: { zh: '开户行', en: 'Bank' },
  attached: { zh: '附件：项目协议及达到本期拨付条件的证明材料。', en: 'Attached: agreement, and what proves the condition.' },
  handler: { zh: '经办人', en: 'Handled by' },
  checked: { zh: '复核', en: 'Checked by' },
  approved: { zh: '分管领导', en: 'Approved by' },
  finance: { zh: '财务（盖章）', en: 'Finance (stamp)' },
  day: { zh: '日期', en: 'Day' },
  sheetTitle: { zh: '居民自愿出资上门登记表', en: 'Door-to-door collection sheet' },
  sheetNote: {
    zh: '出资全凭自愿，不摊派、不代扣。当场收款当场签字，收据随后送到；收款人每日核对现金与本表合计。',
    en: 'Giving is voluntary. Sign when paying; the receipt follows.',
  },
  no: { zh: '序号', en: 'No.' },
  door: { zh: '住户', en: 'Household' },
  due: { zh: '金额（元）', en: 'Yuan' },
  way: { zh: '现金／转账', en: 'Cash / transfer' },
  sign: { zh: '交款人签字', en: 'Signature' },
  sum: (count: number, yuan: string) => ({ zh: `未交 ${count} 户，合计 ${yuan} 元`, en: `${count} households, ${yuan} yuan` }),
  collector1: { zh: '收款人（一）', en: 'Collector 1' },
  collector2: { zh: '收款人（二）', en: 'Collector 2' },
  counted: { zh: '实收合计（大写）', en: 'Collected in all (capitals)' },
  refundTitle: { zh: '退款领取签字单', en: 'List of refunds to sign' },
  refundTo: { zh: '原交款人', en: 'Paid by' },
  refundSign: { zh: '领款人签字', en: 'Signature on receipt' },
  refundNote: { zh: '本人已领回下列款项。', en: 'I have received the amount below.' },
  goodsTitle: { zh: '捐赠实物接收单', en: 'Receipt for goods' },
  goodsNote: {
    zh: '上列实物（劳务）已收到，折价入账，只用于本项目，不折现、不转作他用。',
    en: 'Received, booked at its value, for this project only, never as cash.',
  },
  notBooked: { zh: '价值尚未确认，未入账', en: 'Value not agreed yet, not in the books' },
  thanks: { zh: '谨致谢意。', en: 'With thanks.' },
  receiver: { zh: '接收单位（盖章）', en: 'Received by (stamp)' },
  giver: { zh: '捐赠人', en: 'Giver' },
  yuan: (amount: string) => ({ zh: `${amount} 元`, en: `${amount} yuan` }),
});

interface About {
  lang: Lang;
  issuer: string;
  today: string;
  project: { serial: string; title: string };
}

/** The order by which finance pays one tranche of the grant. */
export function trancheOrder(tranche: Tranche, all: readonly Tranche[], about: About & { payer: string; payee: string | null }): PdfDocument {
  const p = paperText[about.lang];
  const t = sourcesText[about.lang];
  const awardFen = all.reduce((fen, each) => fen + each.plannedFen, 0n);
  const paidFen = all.reduce((fen, each) => fen + each.paidFen, 0n);
  const owedFen = tranche.plannedFen - tranche.paidFen;
  const nowFen = owedFen > 0n ? owedFen : tranche.plannedFen;
  const beforeFen = owedFen > 0n ? paidFen : paidFen - tranche.plannedFen;
  return paper({
    title: p.orderTitle,
    subtitle: `${about.project.serial} ${about.project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: `${about.project.serial}-${tranche.no}`, printedDay: about.today },
    body: [
      facts(
        [
          [p.payer, about.payer],
          [p.payee, about.payee ?? p.payeeOpen],
          [p.account, ''],
          [p.bank, ''],
        ],
        2,
      ),
      facts([
        [p.project, about.project.title],
        [p.serial, about.project.serial],
        [t.tranche, t.trancheNo(tranche.no, tranche.percent)],
        [t.basis, tranche.basis],
        [
          p.met,
          `${tranche.condition === 'mid-term' ? `${t['mid-term']}：` : ''}${tranche.dueSaid ?? ''}（${tranche.dueOn ? dayText(tranche.dueOn, about.lang) : ''}，${tranche.dueByName ?? ''}）`,
        ],
      ]),
      box([paragraph(`${p.thisTime}：${p.yuan(yuanText(nowFen))}`, { bold: true }), paragraph(`${p.inWords}：${toChineseCapital(nowFen)}`, { bold: true })]),
      facts(
        [
          [p.awardTotal, p.yuan(yuanText(awardFen))],
          [p.paidBefore, p.yuan(yuanText(beforeFen))],
          [p.thisTime, p.yuan(yuanText(nowFen))],
          [p.leftAfter, p.yuan(yuanText(awardFen - beforeFen - nowFen))],
        ],
        2,
      ),
      paragraph(p.attached, { soft: true }),
      signatures([{ label: p.handler }, { label: p.checked }, { label: p.approved }, { label: p.finance }], p.day),
    ],
  });
}

/** Households that have not paid, with room to sign at the door. */
export function collectionSheet(open: readonly Contribution[], about: About): PdfDocument {
  const p = paperText[about.lang];
  const totalFen = open.reduce((fen, each) => fen + each.openFen, 0n);
  return paper({
    title: p.sheetTitle,
    subtitle: `${about.project.serial} ${about.project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: about.project.serial, printedDay: about.today },
    body: [
      box([paragraph(p.sheetNote)]),
      paragraph(p.sum(open.length, yuanText(totalFen)), { bold: true }),
      signInSheet({
        columns: [
          { label: p.no, width: 30 },
          { label: p.door, width: '*' },
          { label: p.due, width: 62, align: 'right' },
          { label: p.way, width: 76 },
          { label: p.sign, width: 110 },
          { label: p.day, width: 62 },
        ],
        rows: open.map((each) => [each.payerName, yuanText(each.openFen), '□ 　□', '', '']),
      }),
      facts([[p.counted, '']]),
      signatures([{ label: p.collector1 }, { label: p.collector2 }], p.day),
    ],
  });
}

/** Who is to get how much back, with room to sign. */
export function refundSheet(returnables: readonly Returnable[], about: About): PdfDocument {
  const p = paperText[about.lang];
  const t = sourcesText[about.lang];
  const rows = returnables.filter((each) => each.shareFen > 0n);
  const totalFen = rows.reduce((fen, each) => fen + each.shareFen, 0n);
  return paper({
    title: p.refundTitle,
    subtitle: `${about.project.serial} ${about.project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: about.project.serial, printedDay: about.today },
    body: [
      paragraph(p.refundNote),
      signInSheet({
        columns: [
          { label: p.no, width: 30 },
          { label: p.refundTo, width: '*' },
          { label: t.receipt, width: 82 },
          { label: p.due, width: 66, align: 'right' },
          { label: p.refundSign, width: 110 },
          { label: p.day, width: 62 },
        ],
        rows: rows.map((each) => [each.receipt.payerName, each.receipt.number, yuanText(each.shareFen), '', '']),
      }),
      facts([
        [t.amount, p.yuan(yuanText(totalFen))],
        [p.inWords, toChineseCapital(totalFen)],
      ]),
      signatures([{ label: p.handler }, { label: p.checked }], p.day),
    ],
  });
}

/** What the giver of goods takes home: what, how much, what it is worth, who valued and who agreed. */
export function goodsReceipt(gift: GoodsGift, receipt: Receipt | null, about: About): PdfDocument {
  const p = paperText[about.lang];
  const t = sourcesText[about.lang];
  return paper({
    title: p.goodsTitle,
    subtitle: `${about.project.serial} ${about.project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: receipt?.number ?? about.project.serial, printedDay: about.today },
    body: [
      facts([
        [t.giverOfGoods, gift.giverName],
        [p.project, about.project.title],
        [t.givenOn, dayText(gift.day, about.lang)],
      ]),
      table({
        columns: [
          { label: t.what, width: '*' },
          { label: t.quantity, width: 62, align: 'right' },
          { label: t.unit, width: 50 },
          { label: t.value, width: 90, align: 'right' },
        ],
        rows: [[gift.what, gift.quantity.replace(/\.?0+$/, ''), gift.unit, yuanText(gift.valueFen)]],
      }),
      facts([
        [p.inWords, toChineseCapital(gift.valueFen)],
        [t.basisKind, `${t[gift.basis]}：${gift.basisText}`],
        [t.valuedBy, gift.valuedByName],
        [t.agreedBy, gift.state === 'agreed' ? (gift.answeredByName ?? '') : p.notBooked],
      ]),
      paragraph(p.goodsNote),
      paragraph(p.thanks, { bold: true }),
      signatures(
        [{ label: p.giver }, { label: p.receiver }, { label: t.valuedBy, note: gift.valuedByName }, { label: t.agreedBy, note: gift.answeredByName ?? '' }],
        p.day,
      ),
    ],
  });
}
