import type { Fen } from '#libs/money';
import { fieldReader } from './fields.ts';
import { blankInvoice, type Invoice } from './invoice.ts';
import { readEdrm } from './read-edrm.ts';
import { readEInvoice } from './read-einvoice.ts';
import { Unreadable } from './read-error.ts';
import { readTags, textObjects } from './read-tags.ts';
import { readXbrl } from './read-xbrl.ts';
import { type Element, findAll, parseXml } from './xml.ts';
import { openPackage, type Package } from './zip.ts';

/** An invoice as XML by its root; null where the root is of something else. */
export function readXmlInvoice(root: Element, form: 'xml' | 'ofd'): Invoice | null {
  if (root.name === 'EInvoice') return readEInvoice(root, form);
  if (root.name === 'eInvoice') return readEdrm(root, form);
  if (root.name === 'xbrl') return readXbrl(root, form);
  return null;
}

const xmlOf = (files: Package, name: string): Element | undefined => {
  const bytes = files.read(name);
  return bytes === undefined ? undefined : parseXml(bytes);
};

/** What is missing in the better source is taken from the next; amounts are never mixed. */
const supplement = (invoice: Invoice, other: Invoice | null): Invoice =>
  other === null
    ? invoice
    : {
        ...invoice,
        code: invoice.code || other.code,
        number: invoice.number || other.number,
        date: invoice.date || other.date,
        seller: { name: invoice.seller.name || other.seller.name, taxId: invoice.seller.taxId || other.seller.taxId },
        buyer: { name: invoice.buyer.name || other.buyer.name, taxId: invoice.buyer.taxId || other.buyer.taxId },
        capital: invoice.capital || other.capital,
        qr: invoice.qr || other.qr,
      };

/** Facts that the maker put into `OFD.xml`; there 合计金额 is without tax. */
function readCustomDatas(root: Element | undefined): Invoice | null {
  if (root === undefined) return null;
  const data = new Map(findAll(root, 'CustomData').map((element) => [element.attributes['Name'] ?? '', element.text]));
  const of = (name: string) => data.get(name)?.trim() ?? '';
  if (of('发票号码') === '') return null;
  const fields = fieldReader();
  return {
    ...blankInvoice('ofd', 'custom-data'),
    code: of('发票代码'),
    number: of('发票号码'),
    date: fields.day('date', of('开票日期')),
    seller: { name: of('销售方名称'), taxId: of('销售方纳税人识别号') },
    buyer: { name: of('购买方名称'), taxId: of('购买方纳税人识别号') },
    ...completed(fields.amount('net', of('合计金额')), fields.amount('tax', of('合计税额')), fields.amount('total', of('价税合计'))),
    unreadable: fields.unreadable,
  };
}

/** Makers note two of the three amounts; the third follows. */
function completed(netFen: Fen | null, taxFen: Fen | null, totalFen: Fen | null): Pick<Invoice, 'netFen' | 'taxFen' | 'totalFen'> {
  return {
    netFen: netFen ?? (taxFen !== null && totalFen !== null ? totalFen - taxFen : null),
    taxFen: taxFen ?? (netFen !== null && totalFen !== null ? totalFen - netFen : null),
    totalFen: totalFen ?? (netFen !== null && taxFen !== null ? netFen + taxFen : null),
  };
}

/** Reads an OFD: its attachment (edrm, XBRL, or the fully digital XML), else its tags, else what its maker noted. Throws {@link Unreadable}. */
export function readOfd(bytes: Uint8Array): Invoice {
  const files = openPackage(bytes);
  const root = xmlOf(files, 'OFD.xml');
  if (root === undefined) throw new Unreadable('unknown-format');
  const noted = readCustomDatas(root);

  const attachments = files.names.filter((name) => /\/Attach[^/]*\/.+\.xml$/i.test(name) && !/\/Attachments\.xml$/i.test(name));
  attachments.sort((a, b) => Number(/original_invoice/i.test(b)) - Number(/original_invoice/i.test(a)));
  for (const name of attachments) {
    const element = xmlOf(files, name);
    const invoice = element && readXmlInvoice(element, 'ofd');
    if (invoice && invoice.number !== '') return supplement(invoice, noted);
  }

  const tagFile =
    files.names.find((name) => /\/Tags\/CustomTag\.xml$/i.test(name)) ??
    files.names.find((name) => /CustomTag[^/]*\.xml$/i.test(name) && !/CustomTags\.xml$/i.test(name));
  const tags = tagFile === undefined ? undefined : xmlOf(files, tagFile);
  if (tags) {
    const pages = files.names
      .filter((name) => /\/(?:Pages|Tpls)\/.+\.xml$/i.test(name))
      // A page's own objects come before those of its template, which may reuse their numbers.
      .sort((a, b) => Number(/\/Tpls\//i.test(a)) - Number(/\/Tpls\//i.test(b)) || (a < b ? -1 : 1))
      .map((name) => xmlOf(files, name))
      .filter((element) => element !== undefined);
    const invoice = readTags(tags, textObjects(pages));
    if (invoice.number !== '' || (noted && invoice.netFen !== null)) return supplement(invoice, noted);
  }
  if (noted) return noted;
  throw new Unreadable('no-invoice');
}
