/** Was the money worth it? */
export const worths = ['yes', 'partly', 'no'] as const;
export type Worth = (typeof worths)[number];

/** A grade as the policy of the round names it; the first is the best. `least`: points from which it is given, null where the policy leaves it open. */
export interface Band {
  code: string;
  zh: string;
  en: string;
  least: number | null;
}

/** What one member said of one project; the last word counts. */
export interface Judgement {
  personId: string;
  worth: Worth;
  points: number | null;
  grade: string;
  reason: string;
}

/** The policy says from how many points each grade is given: then points are asked for, and the grade follows. */
export const gradesFollowPoints = (bands: readonly Band[]): boolean =>
  bands.some((band) => band.least !== null) && bands.slice(0, -1).every((band) => band.least !== null);

/** The best grade whose least points are reached; the last one where none is. Null where the policy has no grades. */
export const gradeOfPoints = (bands: readonly Band[], points: number): string | null =>
  (bands.find((band) => band.least !== null && points >= band.least) ?? bands.at(-1))?.code ?? null;

/** What the panel said of a project, recused members left out. */
export interface PanelOutcome {
  judged: number;
  yes: number;
  partly: number;
  no: number;
  /** Middle grade of those given, the worse one of two middles; null where nobody judged or the policy has no grades. */
  grade: string | null;
  /** Best and worst grade given: how far the panel is apart. */
  best: string | null;
  worst: string | null;
}

/** Counts the judgements of a project. */
export function panelOutcome(bands: readonly Band[], judgements: readonly Judgement[], recused: ReadonlySet<string>): PanelOutcome {
  const counted = judgements.filter((one) => !recused.has(one.personId));
  const ranks = counted
    .map((one) => bands.findIndex((band) => band.code === one.grade))
    .filter((rank) => rank >= 0)
    .toSorted((a, b) => a - b);
  const at = (rank: number | undefined) => (rank === undefined ? null : (bands[rank]?.code ?? null));
  const count = (worth: Worth) => counted.filter((one) => one.worth === worth).length;
  return {
    judged: counted.length,
    yes: count('yes'),
    partly: count('partly'),
    no: count('no'),
    grade: at(ranks[Math.floor(ranks.length / 2)]),
    best: at(ranks[0]),
    worst: at(ranks.at(-1)),
  };
}
