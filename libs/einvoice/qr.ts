import type { Fen } from '#libs/money';
import { parseDay, parsePrintedAmount } from './fields.ts';
import { blankInvoice, type Invoice } from './invoice.ts';

/** What the code on an invoice says. */
export interface QrFacts {
  /** `10` older e-invoice, `31`/`32` fully digital, and others; empty for an address. */
  type: string;
  code: string;
  number: string;
  /** Fen; `withTax` tells which amount it is. */
  amountFen: Fen | null;
  withTax: boolean;
  /** `YYYY-MM-DD`; empty where the code carries none. */
  date: string;
  checkCode: string;
  /** Its checksum holds: a check against typing, no proof of authenticity. Null where it carries none. */
  crcHolds: boolean | null;
}

/** CRC-16, polynomial 0x8005, initial value 0, no reflection, as four capital hex digits. */
export function crc16(text: string): string {
  let crc = 0;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** The address of Shenzhen's blockchain invoices: number and total in fen. */
function shenzhen(text: string): QrFacts | null {
  if (!/^https?:\/\/\S{1,2000}$/i.test(text)) return null;
  const query = new URLSearchParams(text.slice(text.indexOf('?') + 1));
  const [number, amount] = [query.get('bill_num') ?? '', query.get('total_amount') ?? ''];
  if (!/^\d{8,20}$/.test(number) || !/^\d{1,15}$/.test(amount)) return null;
  return { type: '', code: query.get('bill_code') ?? '', number, amountFen: BigInt(amount), withTax: true, date: '', checkCode: '', crcHolds: null };
}

/** Reads the text of an invoice's code: `01,type,code,number,amount,yyyymmdd,check,crc[,]`, or Shenzhen's address. Null = not an invoice's code. */
export function parseQr(text: string): QrFacts | null {
  const bare = text.normalize('NFKC').trim();
  if (bare.length > 2_048) return null;
  const parts = bare.split(',');
  if (parts[0] !== '01' || parts.length < 7 || parts.length > 12) return shenzhen(bare);
  const [, type = '', code = '', number = '', amount = '', day = '', checkCode = '', crc = ''] = parts.map((part) => part.trim());
  if (!/^\d{2}$/.test(type) || !/^\d*$/.test(code) || !/^\d+$/.test(number)) return null;
  const upToCrc = bare.split(',').slice(0, 7).join(',') + ',';
  return {
    type,
    code,
    number,
    amountFen: amount === '' ? null : parsePrintedAmount(amount),
    // Fully digital invoices (31, 32, 51…) carry the total, older ones (01, 04, 10…) the amount without tax.
    withTax: code === '' && number.length === 20,
    date: day === '' ? '' : (parseDay(day) ?? ''),
    checkCode,
    crcHolds: /^[0-9A-F]{4}$/i.test(crc) ? crc16(upToCrc) === crc.toUpperCase() : null,
  };
}

/** What is known of an invoice of which only the code was scanned: identity, day and one amount. Null = not an invoice's code. */
export function invoiceOfQr(text: string): Invoice | null {
  const facts = parseQr(text);
  if (facts === null) return null;
  return {
    ...blankInvoice('qr', 'code'),
    code: facts.code,
    number: facts.number,
    date: facts.date,
    ...(facts.withTax ? { totalFen: facts.amountFen } : { netFen: facts.amountFen }),
    qr: text.trim(),
  };
}
