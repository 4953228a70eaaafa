import { err, type Result } from '#libs/result';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { limits, type Sheet, type TableError } from './table.ts';

/** Reads an XLSX or CSV file, told apart by what its bytes are, not by its name. */
export function readTable(bytes: Uint8Array): Result<Sheet[], TableError> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > limits.fileBytes) return err('too-large');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readXlsx(bytes);
  // The compound file of Excel before 2007; also what an encrypted xlsx is wrapped in.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return err(Buffer.from(bytes).includes('EncryptedPackage', 0, 'utf16le') ? 'locked' : 'old-xls');
  return readCsv(bytes);
}
