import { createHash } from 'node:crypto';
import { allocate, type AllocateOptions, type Allocation, type ElectionInput, electionFrom } from '#libs/decide';
import { plainYuan } from '#libs/money';
import {
  ALLOCATION_RULES,
  type AllocationInput,
  type AllocationOutcome,
  allocationOutcome,
  type AllocationProject,
  type AllocationRuleKey,
  type ScenarioLine,
} from './allocation-input.ts';
import { equalParts } from './equal-parts.ts';
import { spreadOf } from './spread.ts';

/** SHA-256 of a kept text, as the database checks it. */
export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The mean in hundredths of a point, rounded half up. */
export const centipoints = ([numerator, denominator]: AllocationProject['mean']): number => {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  return Number((top * 200n + bottom) / (2n * bottom));
};

/** True when the mean reaches what is asked, compared exactly. */
export const theMeanReaches = ({ mean: [numerator, denominator] }: Pick<AllocationProject, 'mean'>, minimumCentipoints: number | null): boolean =>
  minimumCentipoints === null || BigInt(numerator) * 100n >= BigInt(minimumCentipoints) * BigInt(denominator);

const least = (...amounts: (bigint | null)[]): bigint => amounts.reduce<bigint>((low, each) => (each !== null && each < low ? each : low), amounts[0] ?? 0n);

/** What a project may get at most: what it asks, cut by the cap of a project and of its kind. */
const mostFor = (project: AllocationProject, input: AllocationInput): bigint =>
  least(
    BigInt(project.askedFen),
    input.projectCapFen === null ? null : BigInt(input.projectCapFen),
    project.tierCapFen === null ? null : BigInt(project.tierCapFen),
  );

/** Rules that ask for votes: of the residents, or of the reviewers where their totals stand in for votes. */
const votesFor = (rule: AllocationRuleKey): 'scores' | 'reviewers' | 'residents' | 'none' =>
  rule === 'equal-shares' ? 'none' : rule.startsWith('residents') ? 'residents' : rule === 'reviewers-shares' ? 'reviewers' : 'scores';

/** Rules that ask who wanted what together: what each project got does not tell it. */
export const needsTheBallots = (rule: AllocationRuleKey): boolean => rule === 'residents-shares' || rule === 'residents-phragmen';

/** The rules that these inputs allow. */
export const rulesFor = (input: AllocationInput): AllocationRuleKey[] =>
  ALLOCATION_RULES.filter((rule) => {
    if (rule === 'equal-shares') return input.tierCaps.length === 0;
    const votes = votesFor(rule);
    if (votes === 'residents') {
      if (input.residents === null || (needsTheBallots(rule) && input.residents.counts)) return false;
      return rule !== 'residents-phragmen' || ['approval', 'choose-1'].includes(input.residents.voteType);
    }
    return votes === 'scores' || input.reviewers.length > 1;
  });

const optionsOf: Readonly<Record<Exclude<AllocationRuleKey, 'equal-shares'>, AllocateOptions>> = {
  score: { rule: 'greedy' },
  'score-stop': { rule: 'greedy-noskip' },
  'score-knapsack': { rule: 'maxwelfare', utility: 'card' },
  'reviewers-shares': { rule: 'mes', completion: 'add1-utilitarian' },
  'residents-votes': { rule: 'greedy' },
  'residents-shares': { rule: 'mes', completion: 'add1-utilitarian' },
  'residents-phragmen': { rule: 'phragmen' },
};

type Mark = string | [string, number];

/** Means as the points of one ballot: their order where only order counts, so that no rounding makes a tie; hundredths where points are added up. */
function scoreBallot(rule: AllocationRuleKey, projects: readonly AllocationProject[], raised?: { key: string; centipoints: number }): Mark[] {
  const mean = (project: AllocationProject): readonly [bigint, bigint] =>
    raised?.key === project.key ? [BigInt(raised.centipoints), 100n] : [BigInt(project.mean[0]), BigInt(project.mean[1])];
  if (rule === 'score-knapsack')
    return projects.map((project): Mark => [project.key, raised?.key === project.key ? raised.centipoints : centipoints(project.mean)]);
  const order = [...projects].sort((a, b) => {
    const [left, right] = [mean(a), mean(b)];
    const difference = left[0] * right[1] - right[0] * left[1];
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  });
  let place = 0;
  return order.map((project, at): Mark => {
    const [own, before] = [mean(project), at === 0 ? null : mean(order[at - 1] as AllocationProject)];
    if (before === null || own[0] * before[1] !== before[0] * own[1]) place = at + 1;
    return [project.key, place];
  });
}

function ballotsFor(rule: AllocationRuleKey, input: AllocationInput, projects: readonly AllocationProject[], raised?: { key: string; centipoints: number }) {
  const keyOf = new Map(projects.map(({ id, key }) => [id, key]));
  const known = (marks: readonly (string | readonly [string, number])[]): Mark[] =>
    marks.flatMap((mark): Mark[] => {
      const key = keyOf.get(typeof mark === 'string' ? mark : mark[0]);
      return key === undefined ? [] : [typeof mark === 'string' ? key : [key, mark[1]]];
    });
  switch (votesFor(rule)) {
    case 'residents':
      // What each project got is all that the order by votes looks at: it stands for the votes as the points of one ballot.
      if (input.residents?.counts)
        return { voteType: 'scoring' as const, maxLength: null, ballots: [known(input.residents.counts.got.filter(([, votes]) => votes > 0))] };
      return {
        voteType: input.residents?.voteType ?? ('approval' as const),
        maxLength: input.residents?.maxLength ?? null,
        ballots: (input.residents?.ballots ?? []).map(known),
      };
    case 'reviewers':
      return { voteType: 'scoring' as const, maxLength: null, ballots: input.reviewers.map(known) };
    default:
      return { voteType: 'scoring' as const, maxLength: null, ballots: [scoreBallot(rule, projects, raised)] };
  }
}

function byRule(
  rule: Exclude<AllocationRuleKey, 'equal-shares'>,
  input: AllocationInput,
  projects: readonly AllocationProject[],
  more: { explain: boolean; raised?: { key: string; centipoints: number } },
): Allocation {
  const { voteType, maxLength, ballots } = ballotsFor(rule, input, projects, more.raised);
  const plain: ElectionInput = {
    budget: plainYuan(BigInt(input.poolFen)),
    projects: projects.map((project) => ({
      id: project.key,
      cost: plainYuan(mostFor(project, input)),
      community: project.placeId,
      categories: project.tier === null ? [] : [project.tier],
    })),
    voteType,
    ballots,
    ...(maxLength === null ? {} : { maxLength }),
  };
  const done = allocate(electionFrom(plain), {
    ...optionsOf[rule],
    ...(voteType === 'ordinal' ? { score: 'borda' as const } : {}),
    caps: {
      community: Object.fromEntries(input.placeCaps.map(({ placeId, fen }) => [placeId, plainYuan(BigInt(fen))])),
      category: Object.fromEntries(input.tierCaps.map(({ tier, fen }) => [tier, plainYuan(BigInt(fen))])),
    },
    explain: more.explain,
  });
  if (!done.ok) throw new Error(`rule ${rule}: ${done.error}`);
  return done.value;
}

/** The least mean in hundredths with which a project would have been chosen, all else being equal; null where none would do. */
function neededMean(
  rule: Exclude<AllocationRuleKey, 'equal-shares'>,
  input: AllocationInput,
  projects: readonly AllocationProject[],
  loser: AllocationProject,
): number | null {
  const wins = (points: number) => byRule(rule, input, projects, { explain: false, raised: { key: loser.key, centipoints: points } }).order.includes(loser.key);
  let low = Math.min(10_000, centipoints(loser.mean));
  let high = 10_000;
  if (!wins(high)) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (wins(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const nothing = { grantFen: '0', turn: null, capped: false, neededCentipoints: null, missingFen: null, missingVotes: null } as const;

function linesBy(rule: AllocationRuleKey, input: AllocationInput, projects: readonly AllocationProject[]) {
  if (rule === 'equal-shares') {
    const parts = equalParts(
      BigInt(input.poolFen),
      projects.map((project) => ({ id: project.id, group: project.placeId, mostFen: mostFor(project, input) })),
      new Map(input.placeCaps.map(({ placeId, fen }) => [placeId, BigInt(fen)])),
    );
    const lines = projects.map((project): ScenarioLine => {
      const grantFen = parts.get(project.id) ?? 0n;
      const capped = grantFen < BigInt(project.askedFen);
      return { id: project.id, ...nothing, grantFen: String(grantFen), reason: grantFen > 0n ? 'equal-part' : 'cap-full', capped };
    });
    return { lines, allocation: null };
  }
  const allocation = byRule(rule, input, projects, { explain: true });
  const byScores = votesFor(rule) === 'scores';
  const counted = votesFor(rule) === 'residents' && input.residents?.counts !== undefined;
  const lines = projects.map((project): ScenarioLine => {
    const turn = allocation.order.indexOf(project.key);
    if (turn >= 0) {
      const grantFen = mostFor(project, input);
      return { id: project.id, ...nothing, grantFen: String(grantFen), turn: turn + 1, reason: 'chosen', capped: grantFen < BigInt(project.askedFen) };
    }
    const loser = allocation.losers.find(({ id }) => id === project.key);
    return {
      id: project.id,
      ...nothing,
      reason: loser?.reason ?? 'money-spent',
      // Trying means one after another takes long where every try weighs all combinations anew.
      neededCentipoints: byScores && (rule !== 'score-knapsack' || projects.length <= 30) ? neededMean(rule, input, projects, project) : null,
      missingFen: loser?.missingFen ?? null,
      missingVotes: byScores || votesFor(rule) === 'reviewers' || counted ? null : (loser?.missingSupporters ?? null),
    };
  });
  return { lines, allocation };
}

/** Applies one rule to the inputs. The same inputs give the same outcome, to the byte. */
export function applyRule(rule: AllocationRuleKey, input: AllocationInput): AllocationOutcome {
  const able = input.projects.filter((project) => theMeanReaches(project, input.minimumCentipoints) && mostFor(project, input) > 0n);
  const { lines, allocation } = linesBy(rule, input, able);
  const all = input.projects.map(
    (project): ScenarioLine =>
      lines.find(({ id }) => id === project.id) ?? { id: project.id, ...nothing, reason: 'below-minimum', neededCentipoints: input.minimumCentipoints },
  );
  const grantOf = new Map(all.map(({ id, grantFen }) => [id, BigInt(grantFen)]));
  const sumFen = [...grantOf.values()].reduce((sum, each) => sum + each, 0n);
  const places = input.places.map(({ id }) => ({
    id,
    fen: input.projects.reduce((sum, project) => sum + (project.placeId === id ? (grantOf.get(project.id) ?? 0n) : 0n), 0n),
  }));
  const spread = spreadOf(places.map(({ fen }) => fen));
  const otherFen = input.projects.reduce(
    (sum, project) => sum + ((grantOf.get(project.id) ?? 0n) > 0n ? BigInt(project.totalFen) - BigInt(project.askedFen) : 0n),
    0n,
  );
  const votes = allocation !== null && votesFor(rule) !== 'scores';
  const counts = votesFor(rule) === 'residents' ? input.residents?.counts : undefined;
  return allocationOutcome.parse({
    rule,
    lines: all,
    sumFen: String(sumFen),
    leftFen: String(BigInt(input.poolFen) - sumFen),
    ties: (allocation?.ties ?? []).map(({ tied, chosen }) => ({ tied: [...tied], chosen })),
    places: places.map(({ id, fen }) => ({ id, fen: String(fen) })),
    giniTenThousandths: spread.giniTenThousandths,
    placesWithout: spread.without,
    otherFen: String(otherFen),
    leverageHundredths: sumFen === 0n ? null : Number((otherFen * 100n) / sumFen),
    voters: counts ? counts.voters : votes ? allocation.supporters : null,
    votersWithout: votes && !counts ? allocation.withoutWinner : null,
  });
}

/** Every rule that the inputs allow. */
export const scenariosOf = (input: AllocationInput): AllocationOutcome[] => rulesFor(input).map((rule) => applyRule(rule, input));
