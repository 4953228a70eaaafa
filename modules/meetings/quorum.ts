/** A share of those entitled that must be there: more than it (`strict`) or at least it, and where that is written. */
export interface Quorum {
  num: number;
  den: number;
  strict: boolean;
  clause: string;
}

/** Enough have come. Whole numbers only; with nobody entitled nothing is reached. */
export const quorumIsReached = (quorum: Quorum, present: number, entitled: number): boolean =>
  entitled > 0 && (quorum.strict ? present * quorum.den > entitled * quorum.num : present * quorum.den >= entitled * quorum.num);

/** The least number that reaches the quorum; at least one. */
export const seatsNeeded = (quorum: Quorum, entitled: number): number => {
  const share = entitled * quorum.num;
  return Math.max(1, quorum.strict ? Math.floor(share / quorum.den) + 1 : Math.ceil(share / quorum.den));
};
