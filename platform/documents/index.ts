/** Papers and files that leave the platform: PDF, spreadsheets, QR codes. */
export { openOriginal, type Original, originalPage, type Originals, renderWithOriginals } from './attach.ts';
export {
  box,
  facts,
  heading,
  list,
  pageBreak,
  paragraph,
  signInSheet,
  signatures,
  space,
  table,
  writingLines,
} from './blocks.ts';
export { inks } from './blocks.ts';
export type { Block, PaperColumn } from './blocks.ts';
export { cards, letters } from './cards.ts';
export type { Letter, PerPage } from './cards.ts';
export { renderDocx } from './docx.ts';
export { FontsMissing } from './fonts.ts';
export { dossier, paper } from './paper.ts';
export type { DossierPart, Paper, PaperMeta } from './paper.ts';
export { photos, preparePhoto, qrBlock } from './photo.ts';
export type { PaperPhoto } from './photo.ts';
export { qrPng, qrSvg } from './qr.ts';
export { renderPdf } from './render.ts';
export type { PdfDocument } from './render.ts';
export { spreadsheet, workbook } from './spreadsheet.ts';
export type { Sheet, SheetValue } from './spreadsheet.ts';
