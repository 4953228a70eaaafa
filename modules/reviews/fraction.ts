import type { Points } from './review.ts';

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** numerator ÷ denominator in lowest terms, the denominator above zero. */
export function fraction(numerator: bigint, denominator = 1n): Points {
  const sign = denominator < 0n ? -1n : 1n;
  const by = gcd(numerator < 0n ? -numerator : numerator, denominator * sign) || 1n;
  return { numerator: (numerator * sign) / by, denominator: (denominator * sign) / by };
}
/** Zero. */
export const none: Points = { numerator: 0n, denominator: 1n };
/** a + b */
export const plus = (a: Points, b: Points): Points => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
/** a − b */
export const minus = (a: Points, b: Points): Points => fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
/** a × b */
export const times = (a: Points, b: Points): Points => fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** a ÷ b; b is not zero. */
export const over = (a: Points, b: Points): Points => fraction(a.numerator * b.denominator, a.denominator * b.numerator);
/** Sum of all. */
export const sumOf = (all: readonly Points[]): Points => all.reduce(plus, none);
/** A whole number as a fraction. */
export const whole = (n: number | bigint): Points => ({ numerator: BigInt(n), denominator: 1n });

/** With sign and `places` decimals, half away from zero, for people to read; never used to decide. */
export function decimalText(value: Points, places = 2): string {
  const scale = 10n ** BigInt(places);
  const size = value.numerator < 0n ? -value.numerator : value.numerator;
  const rounded = (size * scale * 2n + value.denominator) / (value.denominator * 2n);
  const text = places === 0 ? `${rounded}` : `${rounded / scale}.${String(rounded % scale).padStart(places, '0')}`;
  return value.numerator < 0n && rounded > 0n ? `−${text}` : text;
}
