/** Electronic invoices: what they say, read from OFD, XML, PDF and code, and whether it holds together. */
export { checkInvoice, type InvoiceCheck, lineTaxIsAmountTimesRate, numberHasItsForm, parseRate, type Severity } from './checks.ts';
export { parseDay, parsePrintedAmount } from './fields.ts';
export { classAndName, identityOf, type Invoice, type InvoiceForm, type InvoiceLine, type InvoiceSource, type Party } from './invoice.ts';
export { crc16, invoiceOfQr, parseQr, type QrFacts } from './qr.ts';
export { formOf, type PdfReader, readInvoice } from './read.ts';
export { type PrintedText, readPrinted } from './read-printed.ts';
export { type ReadError } from './read-error.ts';
export { creditCodeCheck, taxIdCanExist } from './tax-id.ts';
