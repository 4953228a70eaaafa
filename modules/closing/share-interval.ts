/** A share with its interval, in ten-thousandths; `low` is rounded down and `high` up, so that the interval never looks narrower than it is. */
export interface ShareInterval {
  lowBp: number;
  highBp: number;
}

/** Integer square root, rounded down (Newton). */
function root(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/**
 * Wilson's score interval at 95 % (E. B. Wilson, Journal of the American Statistical Association 22, 1927; z = 1.96), narrowed for a finite population
 * by z² · (N − n) ÷ (N − 1), computed in whole numbers only. Null where nobody answered; a point where everybody did.
 */
export function wilsonInterval(yes: number, answered: number, population: number): ShareInterval | null {
  if (answered <= 0 || yes < 0 || yes > answered || !Number.isInteger(yes) || !Number.isInteger(answered)) return null;
  const [k, n, all] = [BigInt(yes), BigInt(answered), BigInt(Math.max(population, answered))];
  if (n === all) return { lowBp: Number((k * 10_000n) / n), highBp: Number((k * 10_000n + n - 1n) / n) };
  // z² = a ÷ b, with 1.96² = 38416 ÷ 10000.
  const [a, b] = [38_416n * (all - n), 10_000n * (all - 1n)];
  // (2k + z² ∓ √(z² · (z² + 4k(n − k) ÷ n))) ÷ (2(n + z²)), everything times b·n.
  const middle = n * (2n * k * b + a);
  const under = 2n * n * (n * b + a);
  const square = a * n * (a * n + 4n * k * (n - k) * b);
  const scale = 10_000n;
  // √ is taken of the square times scale², up where it widens.
  const rootDown = root(square * scale * scale);
  const rootUp = rootDown * rootDown === square * scale * scale ? rootDown : rootDown + 1n;
  const low = middle * scale - rootUp;
  const high = middle * scale + rootUp;
  return { lowBp: low <= 0n ? 0 : Number(low / under), highBp: high >= under * scale ? 10_000 : Number((high + under - 1n) / under) };
}

/** `5250` → `52.5%`; up to two decimals, without zeros at the end. */
export function percentOfBp(bp: number): string {
  const text = (Math.abs(bp) / 100).toFixed(2).replace(/\.?0+$/, '');
  return `${bp < 0 ? '-' : ''}${text}%`;
}
