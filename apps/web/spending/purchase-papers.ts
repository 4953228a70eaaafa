import { toChineseCapital } from '#libs/money';
import type { LabourSheet, Project, SpendingRequest } from '#modules/projects';
import { facts, paper, paragraph, qrBlock, type PdfDocument, signatures, signInSheet, table } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { yuanText } from '../ui/index.ts';
import { hundredthsText } from './labour-page.tsx';
import { countText } from './goods-page.tsx';
import { purchaseText } from './purchase-text.ts';

const words = defineText({
  goodsTitle: { zh: '到货签收单', en: 'Goods received' },
  labourTitle: { zh: '劳务费发放表', en: 'Labour sheet' },
  project: { zh: '项目', en: 'Project' },
  item: { zh: '事项', en: 'What' },
  payee: { zh: '供货方', en: 'Supplier' },
  request: { zh: '申请编号', en: 'Request' },
  thing: { zh: '名称', en: 'Thing' },
  count: { zh: '数量', en: 'Number' },
  came: { zh: '实到数量', en: 'Number that came' },
  seen: { zh: '情况', en: 'Condition' },
  rule: {
    zh: '签收人为两位不同的居民，申请人和付款人不签。请看过实物再签字。',
    en: 'Two different residents sign, not who asked nor who pays. Look at the goods first.',
  },
  scan: { zh: '用手机扫码也能签收', en: 'Or confirm on the phone' },
  resident: (no: number) => ({ zh: `签收居民 ${no}`, en: `Resident ${no}` }),
  date: { zh: '日期', en: 'Date' },
  total: { zh: '合计', en: 'Total' },
  capital: { zh: '金额大写', en: 'In capitals' },
  no: { zh: '序号', en: 'No.' },
  noIds: { zh: '本表不收集身份证号和银行卡号。', en: 'No identity or card numbers are collected.' },
  writer: { zh: '制表人', en: 'Written by' },
  checker: { zh: '证明人', en: 'Witness' },
  yuan: { zh: '元', en: 'yuan' },
});

interface About {
  lang: Lang;
  issuer: string;
  today: string;
}
const codeOf = (project: Project, request: SpendingRequest): string => `${project.serial}-${request.no}`;

/** The sheet that two residents sign when the goods are there, with the code of the page that does the same. */
export function goodsSheet(request: SpendingRequest, project: Project, about: About & { link: string }): PdfDocument {
  const s = words[about.lang];
  return paper({
    title: s.goodsTitle,
    subtitle: `${project.serial} ${project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: codeOf(project, request), printedDay: about.today },
    body: [
      facts(
        [
          [s.item, request.item],
          [s.payee, request.payee],
          [s.request, codeOf(project, request)],
        ],
        2,
      ),
      table({
        columns: [{ label: s.thing }, { label: s.count, width: 80 }, { label: s.came, width: 90 }, { label: s.seen, width: 120 }],
        rows: request.lines.map((line) => [line.text, line.quantityMilli && line.unit ? `${countText(line.quantityMilli)} ${line.unit}` : '', '', '']),
        rowHeight: 30,
      }),
      paragraph(s.rule),
      signatures([{ label: s.resident(1) }, { label: s.resident(2) }], s.date),
      qrBlock(about.link, { size: 96, caption: s.scan }),
    ],
  });
}

/** The labour sheet to be signed: who, what, how long, how much, and a place for each signature. */
export function labourPaper(request: SpendingRequest, project: Project, sheet: LabourSheet, about: About): PdfDocument {
  const s = words[about.lang];
  const t = purchaseText[about.lang];
  return paper({
    title: s.labourTitle,
    subtitle: `${project.serial} ${project.title}`,
    meta: { lang: about.lang, issuer: about.issuer, code: codeOf(project, request), printedDay: about.today },
    body: [
      facts(
        [
          [s.item, request.item],
          [s.request, codeOf(project, request)],
          [s.total, `${yuanText(sheet.totalFen)} ${s.yuan}`],
          [s.capital, toChineseCapital(sheet.totalFen)],
        ],
        2,
      ),
      signInSheet({
        columns: [
          { label: s.no, width: 28 },
          { label: t.labourName, width: 46 },
          { label: t.labourWork, width: '*' },
          { label: t.labourDay, width: 58 },
          { label: t.labourQuantity, width: 44 },
          { label: t.labourAmount, width: 52, align: 'right' },
          { label: t.labourSign, width: 74 },
        ],
        rows: sheet.entries.map((entry) => [
          entry.name,
          entry.work,
          entry.day,
          `${hundredthsText(entry.quantityHundredths)} ${t[entry.unit]}`,
          yuanText(entry.amountFen),
          '',
        ]),
      }),
      paragraph(s.noIds, { soft: true }),
      signatures([{ label: s.writer, note: sheet.recordedByName }, { label: s.checker }], s.date),
    ],
  });
}
