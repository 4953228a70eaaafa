import type { Fen } from '#libs/money';
import { fieldReader, parseDay, parsePrintedAmount } from './fields.ts';
import { blankInvoice, classAndName, type Invoice, type InvoiceLine, type Party } from './invoice.ts';
import { parseRate } from './checks.ts';
import { parseQr } from './qr.ts';

/** A piece of printed text: left edge, height above the foot of the page, width; any unit, as long as it is one. */
export interface PrintedText {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Row {
  y: number;
  parts: PrintedText[];
  text: string;
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();
/** Names keep their full-width signs: they are compared with those of other forms. */
const asPrinted = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Parts that stand on one line, from the top down, each line from the left. */
function rowsOf(parts: readonly PrintedText[]): Row[] {
  const rows: { y: number; height: number; parts: PrintedText[] }[] = [];
  for (const part of [...parts].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    if (row && Math.abs(row.y - part.y) <= Math.max(row.height, part.height) * 0.4) row.parts.push(part);
    else rows.push({ y: part.y, height: part.height, parts: [part] });
  }
  return rows.map((row) => {
    const ordered = row.parts.sort((a, b) => a.x - b.x);
    return { y: row.y, parts: ordered, text: plain(ordered.map((part) => part.text).join(' ')) };
  });
}

const capitalShape = /(?:[(（]负数[)）])?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,30}[元圆][零壹贰叁肆伍陆柒捌玖角分]*[整正]?/u;
const yenShape = /[¥￥]\s*(-?[\d,]+\.\d{2})/g;

/** The first digits after a label, whose characters may stand apart. */
function labelled(rows: readonly Row[], label: string, digits: RegExp): string {
  const shape = new RegExp(`${[...label].join('\\s*')}\\s*:?\\s*(${digits.source})(?!\\d)`);
  for (const row of rows) {
    const found = shape.exec(row.text);
    if (found?.[1]) return found[1].replace(/\s/g, '');
  }
  return '';
}

function dayOn(rows: readonly Row[]): string {
  for (const row of rows) {
    const found = /(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/.exec(row.text);
    const day = found && parseDay(`${found[1]}年${found[2]}月${found[3]}日`);
    if (day) return day;
  }
  return '';
}

interface Totals {
  netFen: Fen | null;
  taxFen: Fen | null;
  totalFen: Fen | null;
  capital: string;
  /** Height of the row of net and tax: the lines of goods end above it. */
  foot: number;
}

/** Net and tax stand in one row, the total beside its capitals below. */
function totalsOn(rows: readonly Row[]): Totals {
  const totals: Totals = { netFen: null, taxFen: null, totalFen: null, capital: '', foot: Number.NEGATIVE_INFINITY };
  const yens = rows.map((row) => ({ row, amounts: [...row.text.matchAll(yenShape)].map((match) => parsePrintedAmount(match[1] ?? '')) }));
  const last = yens.findLastIndex(({ row, amounts }) => amounts.length > 0 && capitalShape.test(row.text.replace(/\s/g, '')));
  const total = last >= 0 ? last : yens.findLastIndex(({ amounts }) => amounts.length === 1);
  if (total >= 0) totals.totalFen = yens[total]?.amounts[0] ?? null;
  const near = rows.filter((row) => capitalShape.test(row.text.replace(/\s/g, ''))).at(-1);
  totals.capital = near ? (capitalShape.exec(near.text.replace(/\s/g, ''))?.[0] ?? '') : '';
  const above = yens.slice(0, total >= 0 ? total : undefined).findLast(({ amounts }) => amounts.length > 0);
  if (above) {
    totals.netFen = above.amounts[0] ?? null;
    totals.taxFen = above.amounts[1] ?? (/\*{1,3}|免税/.test(above.row.text.replace(yenShape, '')) ? 0n : null);
    totals.foot = above.row.y;
  }
  return totals;
}

const taxIdShape = /(?<![0-9A-Z])(?:[0-9A-Z]{18}|[0-9A-Z]{20}|[0-9A-Z]{15})(?![0-9A-Z])/g;

/** Buyer and seller by their tax ids: beside each other, or the seller below. */
function partiesOn(parts: readonly PrintedText[], number: string, middle: number): { seller: Party; buyer: Party } {
  const ids = parts
    .flatMap((part) => [...plain(part.text).replace(/\s/g, '').matchAll(taxIdShape)].map((match) => ({ id: match[0], part })))
    .filter(({ id }) => id !== number && !/^\d{20}$/.test(id));
  const names = parts
    .map((part) => ({ part, name: asPrinted(part.text).replace(/^(?:名\s*称|称)\s*[:：]?\s*/, '') }))
    .filter(
      ({ name, part }) =>
        /^(?=.*\p{Script=Han}.*\p{Script=Han})[\p{Script=Han}A-Za-z0-9()（）·.&\- ]{2,60}$/u.test(name) && !labels.test(plain(part.text).replace(/\s/g, '')),
    );
  const nameOf = (id: PrintedText): string => {
    const above = names.filter(({ part }) => part.y > id.y && part.y - id.y < id.height * 5 && part.x < middle === id.x < middle);
    return above.sort((a, b) => a.part.y - b.part.y)[0]?.name ?? '';
  };
  const [first, second] = ids.sort((a, b) => (Math.abs(a.part.y - b.part.y) <= a.part.height ? a.part.x - b.part.x : b.part.y - a.part.y));
  const party = (entry: typeof first): Party => (entry ? { name: nameOf(entry.part), taxId: entry.id } : { name: '', taxId: '' });
  // One id alone is the seller's: a private buyer has none.
  if (!second) return { buyer: { name: namelessBuyer(names, first?.part, middle), taxId: '' }, seller: party(first) };
  return { buyer: party(first), seller: party(second) };
}

function namelessBuyer(names: readonly { part: PrintedText; name: string }[], seller: PrintedText | undefined, middle: number): string {
  const candidates = names.filter(
    ({ part }) => seller === undefined || (Math.abs(part.y - seller.y) < seller.height * 5 ? part.x < middle : part.y > seller.y),
  );
  return (
    candidates.find(({ name }) => name === '个人')?.name ?? candidates.filter(({ part }) => part.x < middle).sort((a, b) => b.part.y - a.part.y)[0]?.name ?? ''
  );
}

const labels =
  /^(?:购买?方?|销售?方?|信息|名称:?|统一社会信用代码.*|纳税人识别号:?|项目名称|货物或应税劳务.*|规格型号|单位|数量|单价|金额|税率.*|税额|合计|价税合计.*|备注|开票人:?.*|收款人:?.*|复核人?:?.*|地址.*|开户行.*|密码区|电子发票.*|.*增值税.*发票|发票(?:代码|号码):?.*|开票日期:?.*|下载次数.*|国家税务总局.*|.*税务局|校验码:?.*|机器编号:?.*|\(?[大小]写\)?.*)$/;

const isNumber = (text: string): boolean => /^-?[\d,]+(?:\.\d+)?$/.test(text.normalize('NFKC'));

/** A row of goods, read from its right end: tax, rate, amount, then price and quantity; names, sizes and units stand before. */
function lineOf(
  tokens: readonly { text: string; x: number }[],
  columns: { spec: number; unit: number } | null,
): { line: Omit<InvoiceLine, 'amountFen' | 'taxFen'>; amount: string; tax: string } | null {
  const rest = [...tokens];
  const tax = rest.pop();
  if (!tax || !(isNumber(tax.text) || /^\*{1,3}$|^免税$/.test(tax.text))) return null;
  const rate = rest.pop();
  if (!rate || !(parseRate(rate.text) || /^\*{1,3}$|^免税$|^不征税$/.test(rate.text))) return null;
  const amount = rest.pop();
  if (!amount || !isNumber(amount.text)) return null;
  const price = rest.length > 1 && isNumber(rest.at(-1)?.text ?? '') ? rest.pop() : undefined;
  const quantity = rest.length > 1 && isNumber(rest.at(-1)?.text ?? '') ? rest.pop() : undefined;
  const [item, ...between] = rest;
  let [spec, unit] = ['', ''];
  for (const each of between) {
    const isUnit = columns
      ? Math.abs(each.x - columns.unit) < Math.abs(each.x - columns.spec)
      : between.length === 1
        ? each.text.length <= 2
        : each === between.at(-1);
    if (isUnit) unit += each.text;
    else spec += (spec === '' ? '' : ' ') + each.text;
  }
  return {
    line: {
      ...classAndName(item?.text ?? ''),
      spec,
      unit,
      quantity: (quantity ?? price)?.text ?? '',
      price: quantity ? (price?.text ?? '') : '',
      rate: rate.text,
      taxCode: '',
    },
    amount: amount.text,
    tax: tax.text,
  };
}

/** Where the headings of size and unit stand, if they can be read. */
function columnsOn(parts: readonly PrintedText[]): { spec: number; unit: number } | null {
  const middleOf = (label: RegExp) => {
    const part = parts.find((each) => label.test(plain(each.text).replace(/\s/g, '')));
    return part ? part.x + part.width / 2 : null;
  };
  const [spec, unit] = [middleOf(/^规格型号$/), middleOf(/^单位$/)];
  return spec !== null && unit !== null ? { spec, unit } : null;
}

/** Reads an invoice from the text printed on its first page and the codes found in its pictures. Null = there is none. */
export function readPrinted(texts: readonly PrintedText[], codes: readonly string[]): Invoice | null {
  const parts = texts.filter((part) => part.text.trim() !== '');
  const rows = rowsOf(parts);
  const qr = codes.find((text) => parseQr(text) !== null) ?? '';
  const facts = qr === '' ? null : parseQr(qr);
  const invoice = blankInvoice('pdf', 'text');
  const fields = fieldReader();

  const long = labelled(rows, '发票号码', /\d{20}/) || (rows.map((row) => /(?<!\d)\d{20}(?!\d)/.exec(row.text)?.[0]).find((text) => text !== undefined) ?? '');
  invoice.number = long || labelled(rows, '发票号码', /\d{8}/) || (facts?.number ?? '');
  invoice.code = long ? '' : labelled(rows, '发票代码', /\d{12}|\d{10}/) || (facts?.code ?? '');
  if (invoice.number === '') return null;
  invoice.date = dayOn(rows) || (facts?.date ?? '');
  invoice.qr = qr;

  const { foot, ...totals } = totalsOn(rows);
  Object.assign(invoice, totals);
  const left = Math.min(...parts.map((part) => part.x));
  const right = Math.max(...parts.map((part) => part.x + part.width));
  Object.assign(invoice, partiesOn(parts, invoice.number, (left + right) / 2));
  invoice.lines = linesOn(rows, columnsOn(parts), foot, fields);
  invoice.unreadable = fields.unreadable;
  return invoice;
}

function linesOn(rows: readonly Row[], columns: { spec: number; unit: number } | null, foot: number, fields: ReturnType<typeof fieldReader>): InvoiceLine[] {
  const lines: { line: InvoiceLine; x: number; item: string }[] = [];
  for (const row of rows) {
    if (row.y <= foot) break;
    const tokens = row.parts.flatMap((part) =>
      asPrinted(part.text)
        .split(' ')
        .map((text, index) => ({ text, x: part.x + part.width / 2 + index })),
    );
    const found = lineOf(tokens, columns);
    const index = lines.length;
    if (found) {
      const item = tokens[0]?.text ?? '';
      const line = { ...found.line, amountFen: fields.amount(`lines.${index}.amount`, found.amount), taxFen: fields.amount(`lines.${index}.tax`, found.tax) };
      lines.push({ line, x: row.parts[0]?.x ?? 0, item });
      continue;
    }
    // The rest of a name that did not fit into its column.
    const open = lines.at(-1);
    const [part] = row.parts;
    if (open && part && row.parts.length === 1 && Math.abs(part.x - open.x) < part.height && !labels.test(plain(part.text).replace(/\s/g, ''))) {
      open.item += asPrinted(part.text);
      Object.assign(open.line, classAndName(open.item));
    }
  }
  return lines.map(({ line }) => line);
}
