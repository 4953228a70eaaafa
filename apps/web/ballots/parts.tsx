import { type Ballot, type Outcome, testText, thresholdText } from '#modules/ballots';
import type { Lang } from '#platform/i18n';
import { OptionsVerdict } from './options-verdict.tsx';
import { Progress, Soft, State, type Tone, useLang, VoteBar } from '../ui/index.ts';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

const tones: Record<Ballot['state'], Tone> = { draft: 'plain', roll_shown: 'wait', open: 'act', closed: 'plain', cancelled: 'plain' };

/** Where a ballot stands; closed: what came out. */
export function BallotStateBadge({ ballot }: { ballot: Pick<Ballot, 'state' | 'outcome'> }) {
  const t = ballotText[useLang()];
  const chosen = ballot.outcome?.options?.elected.length ?? 0;
  if (ballot.outcome?.options && ballot.outcome.passed) return <State tone="good">{voteText[useLang()].chosenCount(chosen)}</State>;
  if (ballot.outcome) return <State tone={ballot.outcome.passed ? 'good' : 'bad'}>{ballot.outcome.passed ? t.passed : t.notPassed}</State>;
  return <State tone={tones[ballot.state]}>{t[ballot.state]}</State>;
}

/** What came out, in a line. */
export function verdictWords(outcome: Outcome, lang: Lang): string {
  if (!outcome.options) return outcome.passed ? ballotText[lang].passedWords : ballotText[lang].notPassedWords;
  const chosen = outcome.options.standings.filter((each) => each.status === 'elected').map((each) => each.label);
  const v = voteText[lang];
  return chosen.length === 0 ? v.nothingChosen : v.chosenWords(chosen.join(lang === 'zh' ? '、' : ', '));
}

/** The share of the bar's full length that a threshold stands at, where the bar's base is the roll. */
const percentOf = (threshold: string): number => {
  const [num = 1, den = 2] = threshold.split('/').map(Number);
  return (100 * num) / den;
};

/** The verdict of a closed ballot with its bar and every test: figures, threshold, clause. */
export function Verdict({ ballot, outcome }: { ballot: Pick<Ballot, 'electorate' | 'clause' | 'kind'>; outcome: Outcome }) {
  const lang = useLang();
  const t = ballotText[lang];
  if (outcome.options) return <OptionsVerdict ballot={ballot} outcome={outcome} />;
  const { yes, no, abstain, roll } = outcome.counts;
  const unit = t.unit(ballot.electorate);
  const { cast } = outcome;
  const pass = outcome.tests.filter((test) => test.of === 'pass' && test.measure !== 'area');
  const quorum = outcome.tests.find((test) => test.of === 'quorum' && test.measure !== 'area');
  // Nobody took part: the bar stands for the roll, on which a share of those who took part has no place.
  const base = Math.max(pass[0]?.denominator ?? 0, cast);
  return (
    <>
      <VoteBar
        yes={yes}
        no={no}
        abstain={abstain}
        base={base === 0 ? roll : base}
        unit={unit}
        thresholds={base === 0 ? [] : pass.map((test) => ({ percent: percentOf(test.threshold), label: thresholdText(test, lang) }))}
        words={t.countWords(yes, no, abstain, unit)}
      />
      {quorum && (
        <Progress
          value={quorum.numerator}
          max={Math.max(roll, quorum.denominator)}
          label={t.tookPart(`${quorum.numerator} ${unit}`, `${quorum.denominator} ${unit}`)}
        />
      )}
      {outcome.tests.map((test) => (
        <div class={test.passed ? 'reason passed' : 'reason blocked'}>
          <p>
            <State tone={test.passed ? 'good' : 'bad'}>{test.passed ? t.met : t.notMet}</State> {testText(test, lang)}
          </p>
        </div>
      ))}
      <Soft>
        {t.clause}
        {lang === 'zh' ? '：' : ': '}
        {ballot.clause}
      </Soft>
    </>
  );
}
