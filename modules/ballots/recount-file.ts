import type { OptionInput, TallyInput } from '#libs/decide';
import type { Tx } from '#platform/database';
import type { Ballot } from './ballot.ts';
import { optionBallots, optionRuleOf } from './count-picks.ts';
import { countedVotes } from './outcome.ts';
import { decideRoll } from './roll.ts';

/**
 * A closed ballot as the input of `./zhidian decide tally`: rule, roll, ballots, those present. Electors are numbers, in an order that says nothing: no names, no
 * doors, and of a secret ballot no voter. Null where it is not closed; owners' areas are in it, so a ballot of owners is left out.
 */
export async function recountFile(tx: Tx, ballot: Ballot): Promise<TallyInput | OptionInput | null> {
  if (ballot.state !== 'closed' || ballot.electorate === 'owner') return null;
  const { roll, options, answers, present } = await countedVotes(tx, ballot);
  // Those who voted first, by what they said; then those who were there; then the rest.
  const ranked = [...roll].sort((a, b) => rank(a.electorId) - rank(b.electorId));
  const number = new Map(ranked.map((line, index) => [line.electorId, String(index + 1)]));
  const name = (id: string): string => number.get(id) ?? id;
  const common = {
    roll: decideRoll(ranked).map((line) => ({ ...line, id: name(line.id) })),
    present: present.map(name).sort((a, b) => Number(a) - Number(b)),
  };
  const byNumber = <B extends { id: string }>(ballots: readonly B[]): B[] =>
    ballots.map((each) => ({ ...each, id: name(each.id) })).sort((a, b) => Number(a.id) - Number(b.id));
  if (ballot.kind === 'yes-no') {
    const votes = [...answers].map(([id, { choice }]) => ({ id, choice: choice === 'yes' || choice === 'no' ? choice : ('abstain' as const) }));
    return { rule: ballot.rule, ...common, ballots: byNumber(votes) };
  }
  const measure = ballot.rule.pass[0]?.measure ?? 'heads';
  return {
    rule: optionRuleOf(ballot, options, measure),
    options: options.map((each) => String(each.no)),
    ...common,
    ballots: byNumber(optionBallots(ballot.kind, answers)),
  };

  function rank(electorId: string): number {
    const answer = answers.get(electorId);
    if (!answer) return present.includes(electorId) ? 10 : 11;
    return ['yes', 'no', 'abstain', 'picks', 'spoiled'].indexOf(answer.choice);
  }
}
