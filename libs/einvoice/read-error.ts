/**
 * Why a file gave no invoice.
 * `empty` nothing in it · `too-large` bigger than is read · `unknown-format` neither OFD, XML nor PDF · `truncated` it ends too early ·
 * `encrypted` locked by a password · `bad-zip` a broken OFD package · `unsafe-zip` an OFD that unpacks to far more than it weighs, or names files outside itself ·
 * `bad-xml` · `unsafe-xml` XML with entities or a document type of its own · `bad-pdf` · `no-invoice` a readable file without an invoice in it.
 */
export type ReadError =
  | 'empty'
  | 'too-large'
  | 'unknown-format'
  | 'truncated'
  | 'encrypted'
  | 'bad-zip'
  | 'unsafe-zip'
  | 'bad-xml'
  | 'unsafe-xml'
  | 'bad-pdf'
  | 'no-invoice';

/** Thrown inside the reader and turned into a Result at its door. */
export class Unreadable extends Error {
  readonly code: ReadError;
  constructor(code: ReadError) {
    super(code);
    this.code = code;
  }
}
