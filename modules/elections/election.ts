import { createHash } from 'node:crypto';
import type { Day } from '#libs/civil-time';
import type { TallyRule } from '#libs/decide';
import { err, ok, type Result } from '#libs/result';

/** preparing → roll → nomination → listed → voting → counting → decided → in-office; a runoff goes from the roll to the list; given up until the voting. */
export const electionStates = ['preparing', 'roll', 'nomination', 'listed', 'voting', 'counting', 'decided', 'in-office', 'cancelled'] as const;
export type ElectionState = (typeof electionStates)[number];
export const postKinds = ['director', 'deputy', 'member'] as const;
export type PostKind = (typeof postKinds)[number];
/** `chair`, `member` of the election committee · `caller` reads out · `counter` counts · `watcher` watches the count. */
export const officialDuties = ['chair', 'member', 'caller', 'counter', 'watcher'] as const;
export type OfficialDuty = (typeof officialDuties)[number];

/**
 * What the law leaves open about an election, asked of the office: nothing stands in for an answer. Words or a whole number.
 * `proxies`: how many others one person may vote for (0 = no proxies) · `nominators`: how many electors a candidate needs.
 */
export const ruleKeys = [
  'election.electorate',
  'election.nominators',
  'election.contested',
  'election.order',
  'election.turnout',
  'election.majority',
  'election.tie',
  'election.unfilled',
  'election.online',
  'election.receipts',
  'election.proxies',
  'election.mobileBox',
  'election.noticeDays',
  'election.termYears',
] as const;
export type RuleKey = (typeof ruleKeys)[number];
/** An answer of the office, as an election took it over. */
export interface RuleAnswer {
  value: string;
  setBy: string;
  setOn: Day;
  /** On what ground: a document, its number. */
  source: string;
}
export type Rules = Readonly<Record<RuleKey, RuleAnswer>>;

export interface Election {
  id: string;
  neighbourhoodId: string;
  title: string;
  state: ElectionState;
  rules: Rules;
  closesAt: Date;
  nominateUntil: Day | null;
  orderSeed: string | null;
  lotSeed: string | null;
  listedAt: Date | null;
  countedAt: Date | null;
  decidedAt: Date | null;
  noticeId: string | null;
  termFrom: Day | null;
  termTo: Day | null;
  runoffOf: string | null;
  cancelledReason: string | null;
  createdAt: Date;
}
export interface Post {
  no: number;
  kind: PostKind;
  seats: number;
  ballotId: string;
}
export interface Candidate {
  id: string;
  postNo: number;
  personId: string;
  name: string;
  about: string;
  nominators: number;
  consent: 'yes' | 'no' | null;
  consentChannel: 'own' | 'paper' | null;
  eligible: boolean | null;
  checkNote: string | null;
  place: number | null;
}

/** The answers that are still missing. */
export const missingRules = (answers: Partial<Record<RuleKey, RuleAnswer>>): RuleKey[] => ruleKeys.filter((key) => answers[key] === undefined);

const next: Record<ElectionState, readonly ElectionState[]> = {
  preparing: ['roll', 'cancelled'],
  roll: ['nomination', 'cancelled'],
  nomination: ['listed', 'cancelled'],
  listed: ['voting', 'cancelled'],
  voting: ['counting'],
  counting: ['decided'],
  decided: ['in-office'],
  'in-office': [],
  cancelled: [],
};
/** `wrong-state` when the election is not at the step before. */
export function step(election: Pick<Election, 'state' | 'runoffOf'>, to: ElectionState): Result<ElectionState, 'wrong-state'> {
  const allowed = next[election.state].includes(to) || (election.runoffOf !== null && election.state === 'roll' && to === 'listed');
  return allowed ? ok(to) : err('wrong-state');
}

/** Whom libs/decide counts, and what a candidate has to reach, from the office's answers. */
export function tallyRuleOf(rules: Rules): TallyRule {
  const measure = rules['election.electorate'].value === 'household' ? 'households' : 'heads';
  const turnouts: Record<string, TallyRule['quorum']> = {
    'over-half': [{ measure, num: 1, den: 2, strict: true, base: 'all' }],
    'two-thirds': [{ measure, num: 2, den: 3, strict: false, base: 'all' }],
    none: [],
  };
  const majorities: Record<string, TallyRule['pass']> = {
    // Whoever has the most votes is elected; nobody is without a single one.
    'most-votes': [{ measure, num: 0, den: 1, strict: true, base: 'participating' }],
    'over-half-of-cast': [{ measure, num: 1, den: 2, strict: true, base: 'participating' }],
    'over-half-of-roll': [{ measure, num: 1, den: 2, strict: true, base: 'all' }],
  };
  return { quorum: turnouts[rules['election.turnout'].value] ?? [], pass: majorities[rules['election.majority'].value] ?? [] };
}

/** A candidate comes onto the list: enough electors nominate, the candidate agrees, the check found nothing against it. */
export const comesOntoTheList = (candidate: Pick<Candidate, 'nominators' | 'consent' | 'eligible'>, nominators: number): boolean =>
  candidate.nominators >= nominators && candidate.consent === 'yes' && candidate.eligible === true;
/** More stand than there are seats, where the office asks for a choice. */
export const thereIsAChoice = (candidates: number, seats: number, contested: boolean): boolean => candidates >= seats + (contested ? 1 : 0);

const drawn = (seed: string, id: string): string => createHash('sha256').update(`${seed} ${id}`).digest('hex');
/** An order drawn by a published seed: by SHA-256 of seed and id. Whoever has the seed draws the same. */
export const byDraw = <C extends { personId: string }>(candidates: readonly C[], seed: string): C[] =>
  [...candidates].sort((a, b) => (drawn(seed, a.personId) < drawn(seed, b.personId) ? -1 : 1));

const strokes = new Intl.Collator('zh-u-co-stroke');
/** The order of names by strokes of the family name, as in official lists (姓氏笔画为序). */
export const byStrokes = <C extends { name: string }>(candidates: readonly C[]): C[] => [...candidates].sort((a, b) => strokes.compare(a.name, b.name));

/** What stands on a paper. */
export interface Reading {
  no: number;
  pass: 1 | 2 | 3;
  finding: 'vote' | 'blank' | 'spoiled';
  picks: readonly number[];
}
/** A paper as both counters read it, or as a difference was decided; null where they differ or the second has not read it yet. */
export function readAlike(readings: readonly Reading[]): Reading | null {
  const [first, second, decided] = [1, 2, 3].map((pass) => readings.find((one) => one.pass === pass));
  if (decided) return decided;
  if (!first || !second) return null;
  const same = first.finding === second.finding && [...first.picks].sort().join() === [...second.picks].sort().join();
  return same ? first : null;
}
/** How the count stands: votes of each option so far, what was read alike, what still waits or differs. */
export interface Running {
  votes: ReadonlyMap<number, number>;
  read: number;
  blank: number;
  spoiled: number;
  waiting: number[];
  differing: number[];
}
export function runningTally(readings: readonly Reading[]): Running {
  const papers = new Map<number, Reading[]>();
  for (const reading of readings) papers.set(reading.no, [...(papers.get(reading.no) ?? []), reading]);
  const votes = new Map<number, number>();
  const found: Running = { votes, read: 0, blank: 0, spoiled: 0, waiting: [], differing: [] };
  for (const [no, of] of [...papers].sort(([a], [b]) => a - b)) {
    const paper = readAlike(of);
    if (paper === null) (of.length > 1 ? found.differing : found.waiting).push(no);
    else {
      found.read += 1;
      if (paper.finding === 'blank') found.blank += 1;
      if (paper.finding === 'spoiled') found.spoiled += 1;
      for (const pick of paper.picks) votes.set(pick, (votes.get(pick) ?? 0) + 1);
    }
  }
  return found;
}
/** More votes than seats, or twice the same: no vote. */
export const isSpoiled = (picks: readonly number[], seats: number, options: number): boolean =>
  picks.length > seats || new Set(picks).size !== picks.length || picks.some((pick) => pick < 1 || pick > options);

/** Of a tie the lot chooses as many as there are places. */
export const chosenByLot = <C extends { personId: string }>(tied: readonly C[], places: number, seed: string): C[] => byDraw(tied, seed).slice(0, places);

/** Marks of a tally by fives: 正正一. */
export const tallyMarks = (votes: number): string => '正'.repeat(Math.floor(votes / 5)) + (['', '一', '丅', '下', '止'][votes % 5] ?? '');
