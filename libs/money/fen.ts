/** An amount of renminbi in whole fen (1 yuan = 100 fen). */
export type Fen = bigint;

/** The greatest amount, in fen, that this library reads or writes: one fen below 10^16 yuan. */
export const MAX_FEN: Fen = 10n ** 18n - 1n;

/** The greatest amount, in fen, that a person may type into a form: 9,999,999,999.99 yuan. More is a slip of the hand. */
export const MAX_TYPED_FEN: Fen = 999_999_999_999n;

/** Fen of a whole number of yuan. */
export function yuanToFen(yuan: bigint): Fen {
  return yuan * 100n;
}

/** The absolute value of an amount. */
export function absoluteFen(fen: Fen): Fen {
  return fen < 0n ? -fen : fen;
}
