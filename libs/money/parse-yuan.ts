import { type Result, err, ok } from '#libs/result';
import { type Fen, MAX_FEN } from './fen.ts';

/** Why a typed amount was not read. */
export type ParseYuanError = 'empty' | 'not-a-number' | 'misplaced-separator' | 'finer-than-fen' | 'negative' | 'too-large';

const WHOLE = /^(\d+|\d{1,3}(?:,\d{3})+)$/;
const LONGEST_TEXT = 64;

/**
 * Reads an amount in yuan as people type it: `1,234.50`, `１２３`, `¥50`, `50元`, `4.5万元`. Exact: what has no whole
 * number of fen is refused, never rounded; separators must stand at thousands, so that `12,50` is not read as 1,250.
 *
 * Errors: `empty`, `not-a-number`, `misplaced-separator`, `finer-than-fen`, `negative` (unless allowed), `too-large`.
 */
export function parseYuan(text: string, options: { allowNegative?: boolean } = {}): Result<Fen, ParseYuanError> {
  if (text.length > LONGEST_TEXT) return err('not-a-number');
  const bare = text.normalize('NFKC').replace(/\s/g, '').replace('人民币', '');
  if (bare === '') return err('empty');

  const match = /^([-−]?)(?:¥|RMB|CNY)?([-−]?)([\d,]*)(?:\.(\d*))?(万)?(?:元|圆|块|RMB|CNY)?$/i.exec(bare);
  if (!match) return err('not-a-number');
  const [, signBefore, signAfter, whole = '', fraction = '', tenThousand] = match;
  if (whole === '' && fraction === '') return err('not-a-number');
  if (signBefore && signAfter) return err('not-a-number');
  if (whole !== '' && !WHOLE.test(whole)) return err('misplaced-separator');

  // 万 moves the point four places: 1.2345万 is still a whole number of fen.
  const decimals = tenThousand ? 6 : 2;
  if (fraction.length > decimals) return err('finer-than-fen');
  const fen = BigInt(whole.replaceAll(',', '') + fraction.padEnd(decimals, '0'));
  if (fen > MAX_FEN) return err('too-large');
  const isNegative = Boolean(signBefore || signAfter) && fen !== 0n;
  if (isNegative && !options.allowNegative) return err('negative');
  return ok(isNegative ? -fen : fen);
}

/**
 * Reads a decimal string of fen, the form in which amounts travel in JSON (`"123450"` is 1,234.50 yuan).
 * Errors: `not-a-number`, `too-large`.
 */
export function parseFen(text: string): Result<Fen, 'not-a-number' | 'too-large'> {
  if (!/^-?\d{1,40}$/.test(text)) return err('not-a-number');
  const fen = BigInt(text);
  return fen > MAX_FEN || fen < -MAX_FEN ? err('too-large') : ok(fen);
}
