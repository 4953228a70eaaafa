import { checkInvoice, type Invoice, type InvoiceCheck, type Severity } from '#libs/einvoice';
import { plainYuan } from '#libs/money';

/** The body that pays for a neighbourhood: what its invoices must name as buyer. */
export interface PayingBody {
  name: string;
  taxId: string;
}

/** What the policy says of one line of an invoice, for the money that paid. */
export interface LineUse {
  no: number;
  text: string;
  /** `block` no source that paid may pay it · `needs-ruling` one of them waits for a ruling. */
  outcome: 'block' | 'needs-ruling';
  clause: string;
}

/** Where an invoice was used before; `where` in words, null when it was in another subdistrict. */
export interface UsedBefore {
  where: string | null;
  by: 'number' | 'file';
  /** Behind this same expense: the rest of it may be claimed. */
  own: boolean;
}

/** What only the project knows about an invoice. */
export interface ProjectKnows {
  /** First day on which its money may be spent. */
  agreedOn: string | null;
  /** Last day on which any of its money may be spent. */
  endsOn: string | null;
  /** Whom the expense paid. */
  payee: string;
  /** Null = the office has not said who pays. */
  payingBody: PayingBody | null;
  usedBefore: UsedBefore | null;
  uses: readonly LineUse[];
  /** Amounts or days of the other files of the same invoice that say otherwise. */
  disagreeing: readonly string[];
}

/** Tax classification codes that are goods the policy speaks of, whatever the invoice calls them. */
const goodsByTaxCode: readonly { prefix: string; word: string }[] = [{ prefix: '1080101', word: '水泥' }];

/** What a line is, for the policy's check of uses: its class, its name, and the goods that its tax code means. */
export const goodsOf = (line: Invoice['lines'][number]): string =>
  [...new Set([line.class, line.name, ...goodsByTaxCode.filter(({ prefix }) => line.taxCode.startsWith(prefix)).map(({ word }) => word)])]
    .filter((text) => text !== '')
    .join(' ');

const sameText = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/** The buyer bears the paying body's name. */
export const buyerHasTheName = (invoice: Invoice, body: PayingBody): boolean => sameText(invoice.buyer.name) === sameText(body.name);
/** The buyer bears the paying body's tax id. */
export const buyerHasTheTaxId = (invoice: Invoice, body: PayingBody): boolean => sameText(invoice.buyer.taxId) === sameText(body.taxId);

/** Who issued the invoice is who was paid. */
export const sellerIsThePayee = (invoice: Pick<Invoice, 'seller'>, payee: string): boolean => sameText(invoice.seller.name) === sameText(payee);

/** A red letter takes back an earlier invoice; alone it pays for nothing. */
export const isRedLetter = ({ totalFen, netFen }: Pick<Invoice, 'totalFen' | 'netFen'>): boolean => (totalFen ?? netFen ?? 0n) < 0n;

const failed = (id: string, severity: Severity, message: string): InvoiceCheck => ({ id, passed: false, severity, message });
const passed = (id: string, severity: Severity, message: string): InvoiceCheck => ({ id, passed: true, severity, message });

/** Every check of an invoice for a project: those of the invoice itself, then those that need the project. */
export function checkForProject(invoice: Invoice, knows: ProjectKnows, today: string): InvoiceCheck[] {
  return [
    ...checkInvoice(invoice, today).map((check) => (check.id === 'red-letter' && !check.passed ? { ...check, severity: 'block' as const } : check)),
    ...buyerCheck(invoice, knows.payingBody),
    knows.agreedOn !== null && invoice.date !== '' && invoice.date < knows.agreedOn
      ? failed('after-agreement', 'block', `开票日期${invoice.date}早于项目签订协议的日期${knows.agreedOn}，不能用项目的钱报销。`)
      : passed('after-agreement', 'block', '开票日期在项目签订协议之后。'),
    knows.endsOn !== null && invoice.date > knows.endsOn
      ? failed('before-end', 'ask', `开票日期${invoice.date}晚于项目资金的最后使用日期${knows.endsOn}。请说明为什么这时才开票。`)
      : passed('before-end', 'ask', '开票日期在项目资金的使用期限内。'),
    ...sellerCheck(invoice, knows.payee),
    usedCheck(knows.usedBefore),
    ...knows.disagreeing.map((message) => failed('forms-agree', 'block', message)),
    ...knows.uses.map((use) =>
      use.outcome === 'block'
        ? failed('goods', 'block', `第${use.no}行“${use.text}”：付款的资金不能买（${use.clause}）。`)
        : failed('goods', 'ask', `第${use.no}行“${use.text}”：规定没有说死，没有查到允许的裁定（${use.clause}）。`),
    ),
  ];
}

function buyerCheck(invoice: Invoice, body: PayingBody | null): InvoiceCheck[] {
  if (invoice.form === 'qr') return [];
  if (body === null) return [failed('buyer', 'note', '自治办还没有登记本居民区的付款单位，购买方是否正确没有核对。')];
  if (invoice.buyer.taxId !== '' && !buyerHasTheTaxId(invoice, body))
    return [failed('buyer', 'block', `购买方税号是${invoice.buyer.taxId}，付款单位“${body.name}”的税号是${body.taxId}。请销售方换开。`)];
  if (!buyerHasTheName(invoice, body)) return [failed('buyer', 'ask', `购买方是“${invoice.buyer.name}”，付款单位登记的是“${body.name}”。`)];
  return [passed('buyer', 'block', '购买方是付款单位。')];
}

function sellerCheck(invoice: Invoice, payee: string): InvoiceCheck[] {
  // A code alone names nobody; an unread name is asked about by its own check.
  if (invoice.seller.name === '') return [];
  return sellerIsThePayee(invoice, payee)
    ? [passed('seller-payee', 'ask', '发票销售方就是收款方。')]
    : [failed('seller-payee', 'ask', `发票销售方与收款方不同：票上是“${invoice.seller.name}”，钱付给了“${payee}”。请说明原因。`)];
}

function usedCheck(used: UsedBefore | null): InvoiceCheck {
  if (used === null) return passed('used-before', 'block', '没有报销过。');
  const sameFile = used.by === 'file' ? '上传的文件与那张凭证的原件完全相同。' : '';
  if (used.own) return failed('used-before', 'ask', `这张发票已经在本笔支出里用过：${used.where ?? ''}。${sameFile}只有还没报销的部分可以再用。`);
  return failed('used-before', 'block', `这张发票已经用过了：${used.where ?? '在另一个街镇'}。${sameFile}`);
}

const known = (invoice: Invoice): number =>
  [invoice.netFen, invoice.taxFen, invoice.totalFen].filter((each) => each !== null).length +
  [invoice.seller.name, invoice.buyer.name, invoice.date].filter((each) => each !== '').length +
  (invoice.lines.length > 0 ? 4 : 0) -
  invoice.unreadable.length * 20;

/** The form of an invoice that says most: what is confirmed rests on it. */
export const fullestOf = <T extends { invoice: Invoice }>(forms: readonly T[]): T | undefined =>
  forms.reduce<T | undefined>((best, each) => (best === undefined || known(each.invoice) > known(best.invoice) ? each : best), undefined);

/** What other forms of one invoice say otherwise than the fullest, in words. */
export function disagreements(fullest: Invoice, others: readonly { invoice: Invoice; fileName: string }[]): string[] {
  const words = (label: string, here: bigint | null, there: bigint | null, file: string) =>
    here !== null && there !== null && here !== there ? [`号码相同，但文件“${file}”的${label}是${plainYuan(there)}元，不是${plainYuan(here)}元。`] : [];
  return others.flatMap(({ invoice, fileName }) => [
    ...words('价税合计', fullest.totalFen, invoice.totalFen, fileName),
    ...words('金额', fullest.netFen, invoice.netFen, fileName),
    ...(fullest.date !== '' && invoice.date !== '' && fullest.date !== invoice.date
      ? [`号码相同，但文件“${fileName}”的开票日期是${invoice.date}，不是${fullest.date}。`]
      : []),
  ]);
}
