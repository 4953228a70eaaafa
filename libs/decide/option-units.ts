import { type Sums, areaUnits } from './count.ts';
import { type OptionBallot, type OptionInput, type Spoiled, faultOfBallot } from './option-input.ts';

/** What a valid ballot gives: points to options by index; in order of preference for a ranking. */
export type Given = readonly { readonly option: number; readonly points: bigint }[];

/** One voice: a household, or a head with all its homes. */
export type Unit = {
  readonly weight: bigint;
  readonly stand: 'vote' | 'abstain' | 'unheard' | 'absent';
  readonly given: Given;
  /** Every entry of it has cast its ballot: nothing to come can change it. */
  readonly settled: boolean;
};

/** The voices of a count by its measure. */
export type Units = { units: Unit[]; spoiled: { id: string; reason: Spoiled }[]; conflicts: string[]; abstained: bigint };

/** What the entries of one owner say together. */
type Group = { said: Voice[]; silent: boolean; isPresent: boolean; weight: bigint };
type Voice = { given: Given; key: string };
const NOTHING: Voice = { given: [], key: '' };

function readerOf(input: OptionInput): (cast: OptionBallot) => Voice | Spoiled {
  const index = new Map(input.options.map((option, at) => [option, at]));
  const form = input.rule.ballot;
  const most = BigInt(input.options.length - 1);
  return (cast) => {
    const fault = faultOfBallot(form, index, cast);
    if (fault !== null) return fault;
    const marks = 'marks' in cast ? cast.marks : Object.keys(cast.scores);
    const given = marks.map((mark, rank) => ({
      option: index.get(mark) ?? 0,
      points: 'scores' in cast ? BigInt(cast.scores[mark] ?? 0) : form.kind === 'ranking' && form.counting === 'borda' ? most - BigInt(rank) : 1n,
    }));
    if (form.kind !== 'ranking') given.sort((a, b) => a.option - b.option);
    return { given, key: given.map(({ option, points }) => `${option}:${points}`).join(' ') };
  };
}

/** The voices of the roll: entries of one owner speak together, as in a vote of yes or no. */
export function unitsOf(input: OptionInput): Units {
  const read = readerOf(input);
  const spoiled: Units['spoiled'] = [];
  const voices = new Map<string, Voice>();
  for (const cast of input.ballots) {
    const voice = read(cast);
    if (typeof voice === 'string') spoiled.push({ id: cast.id, reason: voice });
    voices.set(cast.id, typeof voice === 'string' ? NOTHING : voice);
  }
  const present = new Set(input.present ?? []);
  const { measure } = input.rule;
  const units: Unit[] = [];
  const conflicts: string[] = [];
  let abstained = 0n;
  const speak = (owner: string | null, { said, silent, isPresent, weight }: Group) => {
    const [first] = said;
    const agree = said.every((voice) => voice.key === first?.key);
    if (!agree && owner !== null) conflicts.push(owner);
    const stand = first === undefined ? (isPresent ? 'unheard' : 'absent') : agree && first.given.length > 0 ? 'vote' : 'abstain';
    if (stand === 'abstain') abstained += weight;
    units.push({ weight, stand, given: stand === 'vote' && first ? first.given : [], settled: !silent });
  };
  const groups = new Map<string, Group>();
  for (const { id, owner, area } of input.roll) {
    const voice = voices.get(id);
    const own: Group = {
      said: voice ? [voice] : [],
      silent: voice === undefined,
      isPresent: present.has(id),
      weight: measure === 'area' ? areaUnits(area ?? '0') : 1n,
    };
    if (owner === undefined || measure === 'households') {
      speak(null, own);
      continue;
    }
    const group = groups.get(owner);
    if (group === undefined) {
      groups.set(owner, own);
      continue;
    }
    group.said.push(...own.said);
    group.silent ||= own.silent;
    group.isPresent ||= own.isPresent;
    if (measure === 'area') group.weight += own.weight;
  }
  for (const [owner, group] of groups) speak(owner, group);
  return { units, spoiled, conflicts, abstained };
}

/** Points of each option, of all voices or of the settled ones. */
export function pointsOf(units: readonly Unit[], options: number): bigint[] {
  const points = Array.from({ length: options }, () => 0n);
  for (const { weight, given } of units) {
    for (const { option, points: more } of given) points[option] = (points[option] ?? 0n) + weight * more;
  }
  return points;
}

/** The sums behind a test on one option: `yes` are its votes, `no` the other valid ones. */
export function sumsFor(units: readonly Unit[], votes: bigint): Sums {
  const sums: Sums = { yes: votes, no: 0n, abstain: 0n, unheard: 0n, absent: 0n };
  for (const { weight, stand } of units) {
    if (stand === 'vote') sums.no += weight;
    else sums[stand] += weight;
  }
  sums.no -= votes;
  return sums;
}

/** Sum of weights. */
export function weightOf(units: readonly Unit[]): bigint {
  return units.reduce((sum, unit) => sum + unit.weight, 0n);
}
