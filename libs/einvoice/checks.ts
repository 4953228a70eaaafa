import { absoluteFen, type Fen, parseChineseCapital, plainYuan } from '#libs/money';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { parseQr } from './qr.ts';
import { taxIdCanExist } from './tax-id.ts';

/** `block` it cannot be accepted so · `ask` a person must look and say why it is right · `note` worth knowing. */
export type Severity = 'block' | 'ask' | 'note';

/** One check with its outcome in plain words. `severity` is what a failure means. */
export interface InvoiceCheck {
  id: string;
  passed: boolean;
  severity: Severity;
  message: string;
}

const yuan = (fen: Fen | null): string => (fen === null ? '（未读出）' : `${plainYuan(fen)}元`);
const sum = (amounts: readonly (Fen | null)[]): Fen => amounts.reduce<Fen>((total, each) => total + (each ?? 0n), 0n);

const fieldNames: Record<string, string> = { date: '开票日期', net: '合计金额', tax: '合计税额', total: '价税合计' };
const fieldName = (field: string): string => {
  const line = /^lines\.(\d+)\.(amount|tax)$/.exec(field);
  return line ? `第${Number(line[1]) + 1}行${line[2] === 'amount' ? '金额' : '税额'}` : (fieldNames[field] ?? field);
};

/** A rate as a fraction of integers; null where none is printed (免税, `***`). */
export function parseRate(text: string): { num: bigint; den: bigint } | null {
  const bare = text.normalize('NFKC').replace(/\s/g, '');
  const percent = /^(\d{1,2})(?:\.(\d{1,4}))?%$/.exec(bare);
  if (percent) return { num: BigInt(`${percent[1]}${percent[2] ?? ''}`), den: 100n * 10n ** BigInt((percent[2] ?? '').length) };
  const decimal = /^0?\.(\d{1,6})$/.exec(bare) ?? /^0()$/.exec(bare);
  return decimal ? { num: BigInt(decimal[1] || '0'), den: 10n ** BigInt((decimal[1] ?? '').length) } : null;
}

/** The tax of a line is its amount times its rate, within one fen; true where no rate is printed. */
export function lineTaxIsAmountTimesRate(line: Pick<InvoiceLine, 'amountFen' | 'taxFen' | 'rate'>): boolean {
  const rate = parseRate(line.rate);
  if (rate === null || line.amountFen === null || line.taxFen === null) return true;
  return absoluteFen(line.taxFen * rate.den - line.amountFen * rate.num) <= rate.den;
}

/** A number that an invoice can bear: 20 digits alone, or 8 digits with a code of 10 or 12. */
export const numberHasItsForm = ({ code, number }: Pick<Invoice, 'code' | 'number'>): boolean =>
  (code === '' && /^\d{20}$/.test(number)) || (/^(\d{10}|\d{12})$/.test(code) && /^\d{8}$/.test(number));

function check(id: string, passed: boolean, severity: Severity, good: string, bad: string): InvoiceCheck {
  return { id, passed, severity, message: passed ? good : bad };
}

/** Every check that needs nothing but the invoice; `today` (`YYYY-MM-DD`) shows dates that lie ahead. */
export function checkInvoice(invoice: Invoice, today: string): InvoiceCheck[] {
  return invoice.form === 'qr'
    ? [...identityChecks(invoice, today), ...codeChecks(invoice)]
    : [...identityChecks(invoice, today), ...amountChecks(invoice), ...partyChecks(invoice), ...codeChecks(invoice)];
}

function identityChecks(invoice: Invoice, today: string): InvoiceCheck[] {
  const { unreadable } = invoice;
  const known = invoice.totalFen ?? invoice.netFen;
  return [
    check(
      'readable',
      unreadable.length === 0,
      'block',
      invoice.form === 'qr' ? '二维码里的各项都读出来了。' : '各栏都读出来了。',
      `这些栏读不出来：${unreadable.map(fieldName).join('、')}。请换原始文件，或者对照票面手工录入。`,
    ),
    check(
      'number-form',
      numberHasItsForm(invoice),
      'block',
      '发票代码、号码的位数正确。',
      `${invoice.code === '' ? '发票' : `发票代码“${invoice.code}”、`}号码“${invoice.number}”的位数不对：数电票为20位号码，其他电子发票为10或12位代码加8位号码。`,
    ),
    check(
      'date',
      invoice.date !== '' && invoice.date <= today,
      'block',
      '开票日期正确。',
      invoice.date === '' ? '没有读出开票日期。' : `开票日期${invoice.date}在今天之后。`,
    ),
    check('red-letter', known === null || known >= 0n, 'note', '不是红字发票。', '这是红字发票：它冲减原来的发票，不能单独报销。'),
  ];
}

function amountChecks(invoice: Invoice): InvoiceCheck[] {
  const { netFen, taxFen, totalFen, lines } = invoice;
  const capital = invoice.capital === '' ? null : parseChineseCapital(invoice.capital.replace(/^[(（]负数?[)）]/, '负'));
  const capitalFen = capital?.ok ? capital.value : null;
  const withAmounts = lines.filter((line) => line.amountFen !== null);
  const wrongTax = lines.flatMap((line, index) => (lineTaxIsAmountTimesRate(line) ? [] : [index + 1]));
  const strangeRate = lines.flatMap((line, index) => (/^\**$|^免税$|^不征税$/.test(line.rate) && (line.taxFen ?? 0n) !== 0n ? [index + 1] : []));
  return [
    check(
      'net-tax-total',
      netFen !== null && totalFen !== null && netFen + (taxFen ?? 0n) === totalFen,
      'block',
      '金额加税额等于价税合计。',
      `金额${yuan(netFen)}加税额${yuan(taxFen)}不等于价税合计${yuan(totalFen)}。`,
    ),
    check(
      'lines-net',
      lines.length > 0 && withAmounts.length === lines.length && netFen !== null && sum(lines.map((line) => line.amountFen)) === netFen,
      lines.length > 0 ? 'block' : 'ask',
      '各行金额之和等于合计金额。',
      lines.length === 0 ? '没有读出明细行，请对照票面核对。' : `各行金额之和${yuan(sum(lines.map((line) => line.amountFen)))}不等于合计金额${yuan(netFen)}。`,
    ),
    check(
      'lines-tax',
      lines.length === 0 || sum(lines.map((line) => line.taxFen)) === (taxFen ?? 0n),
      'block',
      '各行税额之和等于合计税额。',
      `各行税额之和${yuan(sum(lines.map((line) => line.taxFen)))}不等于合计税额${yuan(taxFen)}。`,
    ),
    check('line-tax-rate', wrongTax.length === 0, 'ask', '每行税额与金额、税率相符。', `第${wrongTax.join('、')}行的税额与金额乘税率相差超过一分。`),
    check('rate-shown', strangeRate.length === 0, 'note', '税率都已列明。', `第${strangeRate.join('、')}行没有列明税率，却有税额。`),
    check(
      'capital',
      invoice.capital === '' || (capitalFen !== null && capitalFen === totalFen),
      'block',
      invoice.capital === '' ? '文件里没有大写金额，未核对。' : '大写金额与价税合计一致。',
      `大写金额“${invoice.capital}”与价税合计${yuan(totalFen)}不一致。`,
    ),
  ];
}

function partyChecks({ seller, buyer }: Invoice): InvoiceCheck[] {
  return [
    check(
      'parties',
      seller.name !== '' && buyer.name !== '',
      'ask',
      '销售方、购买方名称都有。',
      `没有读出${[seller.name === '' ? '销售方' : '', buyer.name === '' ? '购买方' : ''].filter(Boolean).join('、')}名称。`,
    ),
    check('seller-tax-id', taxIdCanExist(seller.taxId), 'ask', '销售方税号的校验位正确。', `销售方税号“${seller.taxId}”不是一个有效的税号（GB 32100校验位）。`),
    check(
      'buyer-tax-id',
      buyer.taxId === '' || taxIdCanExist(buyer.taxId),
      'ask',
      buyer.taxId === '' ? '购买方没有税号（个人或者不需要）。' : '购买方税号的校验位正确。',
      `购买方税号“${buyer.taxId}”不是一个有效的税号（GB 32100校验位）。`,
    ),
  ];
}

function codeChecks(invoice: Invoice): InvoiceCheck[] {
  const facts = invoice.qr === '' ? null : parseQr(invoice.qr);
  if (facts === null) return invoice.qr === '' ? [] : [check('code-readable', false, 'note', '', '发票上的二维码不是发票的码，未核对。')];
  const amount = facts.withTax ? invoice.totalFen : invoice.netFen;
  const agrees =
    facts.number === invoice.number &&
    (facts.code === '' || facts.code === invoice.code) &&
    (facts.date === '' || invoice.date === '' || facts.date === invoice.date) &&
    (facts.amountFen === null || amount === null || facts.amountFen === amount);
  const checks = [check('code-agrees', agrees, 'block', '二维码与票面一致。', '二维码里的号码、日期或者金额与票面不一致。')];
  if (facts.crcHolds !== null)
    checks.push(check('code-crc', facts.crcHolds, 'note', '二维码的校验码正确（只能发现抄错，不能证明真伪）。', '二维码的校验码不对，可能抄错了。'));
  return invoice.form === 'qr' ? [...checks, check('code-only', false, 'ask', '', '只扫了二维码，没有明细；请补上发票原文件，或者对照票面核对。')] : checks;
}
