/** Papers and files that leave the platform: PDF, spreadsheets, QR codes. */
export { qrPng, qrSvg } from './qr.ts';
export { spreadsheet } from './spreadsheet.ts';
export type { Sheet, SheetValue } from './spreadsheet.ts';
