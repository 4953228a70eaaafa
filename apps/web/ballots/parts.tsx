import { type Ballot, type Outcome, testText, thresholdText } from '#modules/ballots';
import { Reason, State, type Tone, useLang, VoteBar } from '../ui/index.ts';
import { ballotText } from './text.ts';

const tones: Record<Ballot['state'], Tone> = { draft: 'plain', roll_shown: 'wait', open: 'act', closed: 'plain' };

/** Where a ballot stands; closed: what came out. */
export function BallotStateBadge({ ballot }: { ballot: Pick<Ballot, 'state' | 'outcome'> }) {
  const t = ballotText[useLang()];
  if (ballot.outcome) return <State tone={ballot.outcome.passed ? 'good' : 'bad'}>{ballot.outcome.passed ? t.passed : t.notPassed}</State>;
  return <State tone={tones[ballot.state]}>{t[ballot.state]}</State>;
}

/** The share of the bar's full length that a threshold stands at, where the bar's base is the roll. */
const percentOf = (threshold: string): number => {
  const [num = 1, den = 2] = threshold.split('/').map(Number);
  return (100 * num) / den;
};

/** The verdict with its bar and every test: figures, threshold, clause, whether it is certain, how many more. */
export function Verdict({ ballot, outcome }: { ballot: Pick<Ballot, 'electorate' | 'clause' | 'state'>; outcome: Outcome }) {
  const lang = useLang();
  const t = ballotText[lang];
  const { yes, no, abstain, roll } = outcome.counts;
  const unit = t.unit(ballot.electorate);
  const cast = yes + no + abstain;
  const pass = outcome.tests.filter((test) => test.of === 'pass' && test.measure !== 'area');
  const quorum = outcome.tests.filter((test) => test.of === 'quorum' && test.measure !== 'area');
  const base = pass[0]?.denominator ?? cast;
  return (
    <>
      <VoteBar yes={yes} no={no} abstain={abstain} base={Math.max(base, cast, 1)} unit={unit}
        thresholds={pass.map((test) => ({ percent: percentOf(test.threshold), label: thresholdText(test, lang) }))} words={t.countWords(yes, no, abstain, unit)} />
      {quorum.map((test) => (
        <VoteBar yes={0} no={0} abstain={test.numerator} base={Math.max(roll, test.denominator)} unit={unit}
          thresholds={[{ percent: percentOf(test.threshold), label: thresholdText(test, lang) }]} words={testText(test, lang)} />
      ))}
      {outcome.tests.map((test) => {
        const measure = test.measure === 'area' ? (lang === 'zh' ? '平方米' : 'm²') : unit;
        return (
          <Reason outcome={test.passed ? 'passed' : 'blocked'} title={`${test.of === 'quorum' ? t.quorumTest : t.passTest}${test.measure === 'area' ? t.areaTest : ''}`} clause={ballot.clause}>
            {testText(test, lang)}
            {ballot.state === 'open' && !test.passed && (lang === 'zh' ? '；' : '; ')}
            {ballot.state === 'open' && !test.passed && (test.missing === null ? t.impossible : t.more(test.missing, measure))}
          </Reason>
        );
      })}
      {ballot.state === 'open' && <p><b>{outcome.certain ? t.certain : t.open_yet}</b></p>}
    </>
  );
}
