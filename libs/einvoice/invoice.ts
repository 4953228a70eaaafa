import type { Fen } from '#libs/money';

/** How the invoice came. */
export type InvoiceForm = 'xml' | 'ofd' | 'pdf' | 'qr';

/** Where inside the file its facts stood. */
export type InvoiceSource = 'einvoice' | 'edrm' | 'xbrl' | 'tags' | 'custom-data' | 'text' | 'code';

/** Seller or buyer; `taxId` is empty where the invoice names none (a private person). */
export interface Party {
  name: string;
  taxId: string;
}

/** One line as printed. Quantities, prices and rates stay text: nothing is computed from them but the check of the tax. */
export interface InvoiceLine {
  /** Goods or service without its class. */
  name: string;
  /** What stands between the stars of `*class*name`; empty where there is none. */
  class: string;
  spec: string;
  unit: string;
  quantity: string;
  price: string;
  amountFen: Fen | null;
  /** As printed: `13%`, `免税`, `***`; empty where there is none. */
  rate: string;
  taxFen: Fen | null;
  /** Tax classification code of the goods, 19 digits; empty where the form carries none. */
  taxCode: string;
}

/** The facts of an e-invoice. Amounts in fen; null = the form does not say. */
export interface Invoice {
  form: InvoiceForm;
  source: InvoiceSource;
  /** Empty for fully digital invoices, whose number alone identifies them. */
  code: string;
  /** Digits as text: 20 of them do not fit a number. */
  number: string;
  /** Civil day `YYYY-MM-DD`; empty where it could not be read. */
  date: string;
  seller: Party;
  buyer: Party;
  lines: InvoiceLine[];
  netFen: Fen | null;
  taxFen: Fen | null;
  totalFen: Fen | null;
  /** Total in Chinese capitals as printed. */
  capital: string;
  /** Text of its QR code, where one was read. */
  qr: string;
  /** Names of fields that hold something that is not an amount or a day; such an invoice is never accepted silently. */
  unreadable: string[];
}

/** An invoice about which nothing is known yet. */
export const blankInvoice = (form: InvoiceForm, source: InvoiceSource): Invoice => ({
  form,
  source,
  code: '',
  number: '',
  date: '',
  seller: { name: '', taxId: '' },
  buyer: { name: '', taxId: '' },
  lines: [],
  netFen: null,
  taxFen: null,
  totalFen: null,
  capital: '',
  qr: '',
  unreadable: [],
});

/** One invoice is one thing, whichever way it came: its code and number. */
export const identityOf = (invoice: Pick<Invoice, 'code' | 'number'>): string => `${invoice.code}/${invoice.number}`;

/** Splits `*餐饮服务*餐费` into class and name; text without stars is all name. */
export function classAndName(text: string): { class: string; name: string } {
  const match = /^\s*\*([^*]+)\*\s*(.*)$/s.exec(text);
  return match ? { class: (match[1] ?? '').trim(), name: (match[2] ?? '').trim() } : { class: '', name: text.trim() };
}
