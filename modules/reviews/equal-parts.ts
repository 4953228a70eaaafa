/** One who takes part: at most `mostFen`, and together with its group at most the group's cap. */
export interface Part {
  id: string;
  group: string;
  mostFen: bigint;
}

const yuan = 100n;

/** What everybody gets at one level of money: their most or the level, whichever is less. */
const at = (parts: readonly Part[], level: bigint): bigint => parts.reduce((sum, { mostFen }) => sum + (mostFen < level ? mostFen : level), 0n);

/** The highest whole-yuan level at which the parts together cost no more than the money. */
function levelFor(cost: (level: bigint) => bigint, most: bigint, money: bigint): bigint {
  let low = 0n;
  let high = most / yuan + 1n;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (cost(middle * yuan) <= money) low = middle;
    else high = middle - 1n;
  }
  return low * yuan;
}

/**
 * Shares money equally in whole yuan: everybody gets the same, but nobody more than asked and no group more than its cap; what
 * one does not need goes to the others. What is too little for one yuan more each stays in the pool.
 */
export function equalParts(poolFen: bigint, parts: readonly Part[], capOf: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(part.group, [...(groups.get(part.group) ?? []), part]);
  const most = parts.reduce((high, { mostFen }) => (mostFen > high ? mostFen : high), 0n);
  const costOf = (group: string, own: readonly Part[], level: bigint) => {
    const cap = capOf.get(group);
    const cost = at(own, level);
    return cap !== undefined && cap < cost ? cap : cost;
  };
  const level = levelFor((each) => [...groups].reduce((sum, [group, own]) => sum + costOf(group, own, each), 0n), most, poolFen);
  const given = new Map<string, bigint>();
  for (const [group, own] of groups) {
    const cap = capOf.get(group);
    const ownLevel = cap !== undefined && cap < at(own, level) ? levelFor((each) => at(own, each), level, cap) : level;
    for (const { id, mostFen } of own) given.set(id, mostFen < ownLevel ? mostFen : ownLevel);
  }
  return given;
}
