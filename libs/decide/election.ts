/** What a ballot file asks of a voter. */
export type VoteType = 'approval' | 'choose-1' | 'ordinal' | 'cumulative' | 'scoring';

/** A project that asks for money. */
export type Project = {
  readonly id: string;
  readonly name: string;
  /** In `scale`-ths of the currency unit. */
  readonly cost: bigint;
  /** Every category it is listed under. */
  readonly categories: readonly string[];
  readonly community: string | null;
};

/**
 * An election over a pool of money. Ballots are compressed rows: voter `v` named `choice[start[v]] … choice[start[v + 1] - 1]`,
 * indexes of projects in the order of the ballot, each once.
 */
export type Election = {
  readonly voteType: VoteType;
  readonly projects: readonly Project[];
  /** In `scale`-ths of the currency unit. */
  readonly budget: bigint;
  /** Smallest units in one unit of currency: a power of ten, at least 100. */
  readonly scale: bigint;
  readonly voters: number;
  readonly start: Int32Array;
  readonly choice: Int32Array;
  /** Points beside `choice`, for cumulative and scoring ballots. */
  readonly points: Int32Array | null;
  /** Most projects on an ordinal ballot: what the first place is worth. */
  readonly maxLength: number | null;
  /** Least votes (or points) that the file asks of a project. */
  readonly threshold: bigint | null;
  voterId(voter: number): string;
};

/** Plain data for an election. Amounts are decimal strings or whole numbers of currency. */
export type ElectionInput = {
  budget: string | number;
  projects: { id: string; cost: string | number; name?: string; categories?: string[]; community?: string }[];
  voteType?: VoteType;
  maxLength?: number;
  /** Project ids of each ballot; for cumulative and scoring ballots pairs of id and points. */
  ballots: (string | readonly [string, number])[][];
};

/** Decimal places of an amount such as `12.50`; null when it is none. */
export function placesOfAmount(text: string): number | null {
  const match = /^\d+(?:\.(\d+))?$/.exec(text);
  return match ? (match[1] ?? '').replace(/0+$/, '').length : null;
}

/** An amount in `places` decimal places as a whole number. */
export function toUnits(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
}

/** Whole units as a decimal string of currency, without trailing zeros. */
export function fromUnits(units: bigint, scale: bigint): string {
  const whole = units / scale;
  const rest = units % scale;
  if (rest === 0n) return String(whole);
  return `${whole}.${String(rest)
    .padStart(String(scale).length - 1, '0')
    .replace(/0+$/, '')}`;
}

/**
 * An election from plain data.
 * @throws Error for unknown ids, amounts that are none and missing points: data of a program, not of a person
 */
export function electionFrom(input: ElectionInput): Election {
  const amounts = [String(input.budget), ...input.projects.map(({ cost }) => String(cost))];
  const places = amounts.reduce((most, text) => {
    const own = placesOfAmount(text);
    if (own === null) throw new Error(`not an amount: ${text}`);
    return Math.max(most, own);
  }, 2);
  const index = new Map(input.projects.map(({ id }, at) => [id, at]));
  if (index.size !== input.projects.length) throw new Error('a project stands twice');
  const start = new Int32Array(input.ballots.length + 1);
  const choice: number[] = [];
  const points: number[] = [];
  const voteType = input.voteType ?? 'approval';
  const hasPoints = voteType === 'cumulative' || voteType === 'scoring';
  input.ballots.forEach((ballot, voter) => {
    const seen = new Set<string>();
    for (const mark of ballot) {
      const id = typeof mark === 'string' ? mark : mark[0];
      const at = index.get(id);
      if (at === undefined) throw new Error(`no such project: ${id}`);
      if (hasPoints === (typeof mark === 'string')) throw new Error(`points ${hasPoints ? 'missing' : 'unexpected'}: ${id}`);
      if (seen.has(id)) continue;
      seen.add(id);
      choice.push(at);
      points.push(typeof mark === 'string' ? 1 : mark[1]);
    }
    start[voter + 1] = choice.length;
  });
  return {
    voteType,
    projects: input.projects.map(({ id, name, cost, categories, community }) => ({
      id,
      name: name ?? id,
      cost: toUnits(String(cost), places),
      categories: categories ?? [],
      community: community ?? null,
    })),
    budget: toUnits(String(input.budget), places),
    scale: 10n ** BigInt(places),
    voters: input.ballots.length,
    start,
    choice: Int32Array.from(choice),
    points: hasPoints ? Int32Array.from(points) : null,
    maxLength: input.maxLength ?? null,
    threshold: null,
    voterId: (voter) => String(voter + 1),
  };
}

/** Order of strings by code point, as `sorted` of other languages has it: `1598` before `511`. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
