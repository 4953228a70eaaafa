import { countOptions, type OptionBallot, type OptionRule, type OptionTally, type TallyRule } from '#libs/decide';
import type { Ballot, OptionsOutcome, Outcome, RollLine } from './ballot.ts';
import { type BallotOption, picksOf, type Question, type SecretAnswer } from './question.ts';
import { decideRoll } from './roll.ts';

/** What is counted: the rule with the kind of question. */
export type Counted = Pick<Ballot, 'rule'> & Question;

type Measure = TallyRule['pass'][number]['measure'];

/** The rule of a ballot on several options, for one measure of its majority. */
export function optionRuleOf(ballot: Counted, options: readonly BallotOption[], measure: Measure): OptionRule {
  const { kind } = ballot;
  const form = (): OptionRule['ballot'] => {
    switch (kind) {
      case 'approval':
        return { kind, min: ballot.minPicks ?? 1, max: ballot.maxPicks ?? 1 };
      case 'score':
        return { kind, min: 0, max: ballot.scoreMax ?? 1 };
      case 'ranking':
        return { kind, counting: ballot.counting ?? 'borda' };
      case 'budget':
        return {
          kind,
          budget: String(ballot.budgetFen ?? 0n),
          costs: Object.fromEntries(options.map((each) => [String(each.no), String(each.costFen ?? 0n)])),
        };
      case 'one':
      case 'yes-no':
        return { kind: 'one-of' };
    }
  };
  return {
    ballot: form(),
    seats: ballot.seats ?? 1,
    measure,
    quorum: ballot.rule.quorum,
    // The law's majority is asked of votes for an option; points, places and budgets have none.
    require:
      kind === 'one' || kind === 'approval'
        ? ballot.rule.pass.filter((test) => test.measure === measure).map(({ num, den, strict, base }) => ({ num, den, strict, base }))
        : [],
  };
}

/** Answers as libs/decide counts them; a spoiled paper is one without marks: it takes part. */
export function optionBallots(kind: Counted['kind'], answers: ReadonlyMap<string, SecretAnswer>): OptionBallot[] {
  return [...answers].map(([id, answer]): OptionBallot => {
    const picks = picksOf(answer);
    return kind === 'score'
      ? { id, scores: Object.fromEntries(picks.map((pick) => [String(pick.option), pick.score ?? 0])) }
      : { id, marks: picks.map((pick) => String(pick.option)) };
  });
}

/**
 * Counts a ballot on several options. It passes when enough took part, every place is filled and nothing is tied. Owners are counted by head and by area:
 * an option is chosen when both choose it.
 */
export function countPicks(
  ballot: Counted,
  options: readonly BallotOption[],
  roll: readonly Pick<RollLine, 'electorId' | 'areaCentiM2'>[],
  answers: ReadonlyMap<string, SecretAnswer>,
  present: readonly string[],
): Pick<Outcome, 'passed' | 'quorate' | 'certain' | 'conflicts' | 'tests' | 'options'> {
  const measures = [...new Set(ballot.rule.pass.map((test) => test.measure))].sort((a, b) => Number(a === 'area') - Number(b === 'area'));
  const counts = measures.map((measure) => count(optionRuleOf(ballot, options, measure)));
  const [first] = counts;
  if (!first) throw new Error('a rule without a majority');
  const outcome = optionsOutcome(options, counts);
  const quorate = first.quorate;
  return {
    passed: quorate && outcome.elected.length > 0 && (ballot.kind === 'budget' || outcome.unfilled === 0) && outcome.ties.every((tie) => tie.brokenBy !== null),
    quorate,
    certain: counts.every((each) => each.certain),
    conflicts: first.conflicts,
    tests: first.tests,
    options: outcome,
  };

  function count(rule: OptionRule): OptionTally {
    const counted = countOptions({
      rule,
      options: options.map((each) => String(each.no)),
      roll: decideRoll(roll),
      ballots: optionBallots(ballot.kind, answers),
      present: [...present],
    });
    if (!counted.ok) throw new Error(`ballot cannot be counted: ${counted.error}`);
    return counted.value;
  }
}

function optionsOutcome(options: readonly BallotOption[], counts: readonly OptionTally[]): OptionsOutcome {
  const labels = new Map(options.map((each) => [String(each.no), each.label]));
  const [first, ...others] = counts;
  const standings = (first?.options ?? []).map(({ id, ...standing }) => {
    const also = others.flatMap((each) => each.options.filter((option) => option.id === id));
    const elected = standing.status === 'elected' && also.every((each) => each.status === 'elected');
    return {
      ...standing,
      option: Number(id),
      label: labels.get(id) ?? id,
      tests: [...standing.tests, ...also.flatMap((each) => each.tests)],
      status: elected ? standing.status : standing.status === 'elected' ? ('not-elected' as const) : standing.status,
      certain: standing.certain && also.every((each) => each.certain),
    };
  });
  return {
    standings,
    elected: standings.filter((each) => each.status === 'elected').map((each) => each.option),
    unfilled: Math.max(...counts.map((each) => each.unfilled)),
    ties: counts.flatMap((each) => each.ties.map((tie) => ({ ...tie, options: tie.options.map(Number) }))),
  };
}
