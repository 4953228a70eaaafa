/** Tables that offices upload, XLSX or CSV, read as text: bounded in size, blind to formulas, in whichever encoding they come. */
export { decodeText } from './read-csv.ts';
export { readTable } from './read-table.ts';
export { limits, type Sheet, type TableError } from './table.ts';
