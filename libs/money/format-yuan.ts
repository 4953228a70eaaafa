import { type Fen, absoluteFen } from './fen.ts';

// Making a formatter costs a hundred times more than using one.
const thousands = new Intl.NumberFormat('en-US', { useGrouping: true, maximumFractionDigits: 0 });

function parts(fen: Fen): { sign: string; yuan: bigint; cents: string } {
  const size = absoluteFen(fen);
  return { sign: fen < 0n ? '-' : '', yuan: size / 100n, cents: String(size % 100n).padStart(2, '0') };
}

/** Yuan with thousands and two decimals: `1,234.50`, `-0.05`. */
export function formatYuan(fen: Fen): string {
  const { sign, yuan, cents } = parts(fen);
  return `${sign}${thousands.format(yuan)}.${cents}`;
}

/** Yuan for running text: decimals only where there are any: `45,000`, `45,000.50`. */
export function formatYuanBrief(fen: Fen): string {
  return formatYuan(fen).replace(/\.00$/, '');
}

/** Yuan without separators, for form fields and CSV: `1234.50`. */
export function plainYuan(fen: Fen): string {
  const { sign, yuan, cents } = parts(fen);
  return `${sign}${yuan}.${cents}`;
}
