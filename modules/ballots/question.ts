/** What a ballot asks: yes or no, one of several, several of several, points, an order, or a budget to give out. */
export const ballotKinds = ['yes-no', 'one', 'approval', 'score', 'ranking', 'budget'] as const;
export type BallotKind = (typeof ballotKinds)[number];
export const secrecies = ['named', 'secret'] as const;
/** `named`: who voted what is published to the neighbourhood · `secret`: nobody can tell. */
export type Secrecy = (typeof secrecies)[number];
/** How a ranking is counted: points by place, or the last falls out until one has more than half. */
export const countings = ['borda', 'irv'] as const;
export type Counting = (typeof countings)[number];

/** One of the options, by its number on page and paper. */
export interface BallotOption {
  no: number;
  label: string;
  note: string;
  /** The candidate, where a person is elected. */
  personId: string | null;
  /** Kind `budget`: what it costs. */
  costFen: bigint | null;
}

/** What a vote may pick. All null for yes and no. */
export interface Bounds {
  minPicks: number | null;
  maxPicks: number | null;
  /** How many options are to be chosen; null where nothing is said (one). */
  seats: number | null;
  /** Kind `score`: points from 0 to this. */
  scoreMax: number | null;
  budgetFen: bigint | null;
  counting: Counting | null;
}

/** The kind with its bounds. */
export interface Question extends Bounds {
  kind: BallotKind;
}

/** A picked option, in an order of preference where the kind is `ranking`, with points where it is `score`. */
export interface Pick {
  option: number;
  score?: number;
}
export const choices = ['yes', 'no', 'abstain'] as const;
/** The answers to a yes-or-no question. */
export type Choice = (typeof choices)[number];
/** Any answer: of yes and no, an abstention, or picks. */
export type Answer = { choice: Choice } | { choice: 'picks'; picks: readonly Pick[] };
/** What stands in an envelope: an answer, or a paper that cannot be read as one. */
export type SecretAnswer = Answer | { choice: 'spoiled' };

export const yesNo: Question = { kind: 'yes-no', minPicks: null, maxPicks: null, seats: null, scoreMax: null, budgetFen: null, counting: null };
const noBounds: Bounds = { minPicks: null, maxPicks: null, seats: null, scoreMax: null, budgetFen: null, counting: null };

/** `bounds-unfit`: the numbers do not go together · `options-unfit`: too few, twice the same, or costs missing. */
export type QuestionFault = 'bounds-unfit' | 'options-unfit';

/** The bounds of a kind made whole: what the kind fixes is filled in, what it has no use for is dropped. */
export function boundsOf(kind: BallotKind, given: Partial<Bounds>): Bounds {
  if (kind === 'yes-no') return noBounds;
  const seats = given.seats ?? null;
  if (kind === 'one') return { ...noBounds, minPicks: 1, maxPicks: 1, seats };
  return {
    minPicks: given.minPicks ?? null,
    maxPicks: given.maxPicks ?? null,
    seats: kind === 'budget' ? null : seats,
    scoreMax: kind === 'score' ? (given.scoreMax ?? null) : null,
    budgetFen: kind === 'budget' ? (given.budgetFen ?? null) : null,
    counting: kind === 'ranking' ? (given.counting ?? null) : null,
  };
}

const inRange = (n: number | null, from: number, to: number): n is number => n !== null && Number.isInteger(n) && n >= from && n <= to;

/** Null when kind, bounds and options go together. */
export function questionFault(question: Question, options: readonly Only<BallotOption, 'label' | 'costFen'>[]): QuestionFault | null {
  const { kind, minPicks, maxPicks, seats, scoreMax, budgetFen, counting } = question;
  if (kind === 'yes-no') return options.length === 0 ? null : 'options-unfit';
  if (!inRange(maxPicks, 1, 60) || !inRange(minPicks, 1, maxPicks)) return 'bounds-unfit';
  if (seats !== null && !inRange(seats, 1, 60)) return 'bounds-unfit';
  if (kind === 'score' && !inRange(scoreMax, 1, 100)) return 'bounds-unfit';
  if (kind === 'budget' && (budgetFen === null || budgetFen <= 0n)) return 'bounds-unfit';
  if (kind === 'ranking' && counting === null) return 'bounds-unfit';
  const labels = new Set(options.map((option) => option.label.trim()));
  if (labels.size !== options.length || labels.has('') || [...labels].some((label) => [...label].length > 100)) return 'options-unfit';
  if (options.length > 60 || (kind === 'one' && options.length === 1)) return 'options-unfit';
  if (options.some((option) => (kind === 'budget') !== (option.costFen !== null && option.costFen > 0n))) return 'options-unfit';
  return null;
}
type Only<T, K extends keyof T> = { [P in K]: T[P] };

/** The options are enough to open with: at least as many as one vote may pick and as are to be chosen. */
export const optionsAreEnough = (question: Question, count: number): boolean =>
  question.kind === 'yes-no' || (count >= (question.maxPicks ?? 1) && count >= (question.seats ?? 1) && count >= (question.kind === 'one' ? 2 : 1));

/** `too-few` or `too-many` picks, `unknown-option`, the same `twice`, points `out-of-range`, `over-budget`, `not-this-kind` of answer. */
export type AnswerFault = 'too-few' | 'too-many' | 'unknown-option' | 'twice' | 'out-of-range' | 'over-budget' | 'not-this-kind';

/** Null when the answer is one that the question allows. An abstention always is. */
export function answerFault(question: Question, options: readonly Only<BallotOption, 'no' | 'costFen'>[], answer: Answer): AnswerFault | null {
  if (answer.choice === 'abstain') return null;
  if (question.kind === 'yes-no') return answer.choice === 'picks' ? 'not-this-kind' : null;
  if (answer.choice !== 'picks') return 'not-this-kind';
  const { picks } = answer;
  const known = new Map(options.map((option) => [option.no, option.costFen ?? 0n]));
  if (picks.some((pick) => !known.has(pick.option))) return 'unknown-option';
  if (new Set(picks.map((pick) => pick.option)).size !== picks.length) return 'twice';
  if (picks.length < (question.minPicks ?? 1)) return 'too-few';
  if (picks.length > (question.maxPicks ?? 0)) return 'too-many';
  if (question.kind === 'score') return picks.every((pick) => inRange(pick.score ?? null, 0, question.scoreMax ?? 0)) ? null : 'out-of-range';
  if (picks.some((pick) => pick.score !== undefined)) return 'not-this-kind';
  const cost = picks.reduce((sum, pick) => sum + (known.get(pick.option) ?? 0n), 0n);
  return question.kind === 'budget' && cost > (question.budgetFen ?? 0n) ? 'over-budget' : null;
}

/** The picks of an answer, none for the others. */
export const picksOf = (answer: SecretAnswer): readonly Pick[] => (answer.choice === 'picks' ? answer.picks : []);

/** Two answers say the same. */
export const sameAnswer = (a: SecretAnswer, b: SecretAnswer): boolean => a.choice === b.choice && JSON.stringify(picksOf(a)) === JSON.stringify(picksOf(b));

/** Words that stand for yes, no and abstain on papers and in pasted lists; the longer ones first. */
export const choiceWords: readonly (readonly [RegExp, Choice])[] = [
  [/(不同意|不赞成|反对|否|✗|×|\bno\b)/i, 'no'],
  [/(弃权|\babstain\b)/i, 'abstain'],
  [/(同意|赞成|√|✓|\byes\b)/i, 'yes'],
];

/**
 * Reads an answer typed from a paper: `同意`, `弃权`, numbers of options (`1、3`; a ranking best first), points as `1=5 3=4`, or labels of options.
 * Null when it cannot be read; whether it fits is for {@link answerFault}.
 */
export function readAnswer(text: string, question: Question, options: readonly Only<BallotOption, 'no' | 'label'>[]): Answer | null {
  const typed = text.normalize('NFKC').trim();
  if (question.kind === 'yes-no') {
    const found = choiceWords.find(([pattern]) => pattern.test(typed));
    return found ? { choice: found[1] } : null;
  }
  if (/^(弃权|abstain)$/i.test(typed)) return { choice: 'abstain' };
  const parts = typed.split(/[,，、;；\s]+/).filter((part) => part !== '');
  if (parts.length === 0) return null;
  const picks: Pick[] = [];
  for (const part of parts) {
    const [, name = '', points] = /^(.+?)(?:[=:：]\s*(\d{1,3}))?$/.exec(part) ?? [];
    const option = options.find((each) => each.label === name) ?? options.find((each) => String(each.no) === name.replace(/^#/, ''));
    if (!option || (question.kind === 'score') !== (points !== undefined)) return null;
    picks.push(points === undefined ? { option: option.no } : { option: option.no, score: Number(points) });
  }
  return { choice: 'picks', picks: question.kind === 'ranking' ? picks : picks.sort((a, b) => a.option - b.option) };
}
