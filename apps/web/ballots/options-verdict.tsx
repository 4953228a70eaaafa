import { type Ballot, openTies, type Outcome, testText } from '#modules/ballots';
import { Progress, Soft, State, useLang } from '../ui/index.ts';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

/** How the options stand: each with its bar, its place, what it had to reach; then who took part, ties, clause. */
export function OptionsVerdict({ ballot, outcome }: { ballot: Pick<Ballot, 'electorate' | 'clause' | 'kind'>; outcome: Outcome }) {
  const lang = useLang();
  const t = ballotText[lang];
  const v = voteText[lang];
  const { options } = outcome;
  if (!options) return null;
  const points = ballot.kind === 'score' || ballot.kind === 'ranking';
  const most = Math.max(1, ...options.standings.map((each) => each.votes));
  const unit = t.unit(ballot.electorate);
  const names = (list: readonly number[]): string =>
    list.map((no) => options.standings.find((each) => each.option === no)?.label ?? String(no)).join(lang === 'zh' ? '、' : ', ');
  const states = { elected: v.chosen, tied: v.tied, 'not-elected': v.notChosen };
  return (
    <>
      {options.standings.map((each) => (
        <div>
          <Progress
            value={each.votes}
            max={points ? most : Math.max(1, outcome.cast)}
            label={`${each.place}. ${each.label}${lang === 'zh' ? '：' : ': '}${each.votes} ${points ? v.points : unit}`}
          />
          <p>
            <State tone={each.status === 'elected' ? 'good' : each.status === 'tied' ? 'wait' : 'plain'}>{states[each.status]}</State>{' '}
            {each.tests.map((test) => (
              <span class="soft">
                {testText(test, lang)}
                {lang === 'zh' ? '：' : ': '}
                {test.passed ? t.met : t.notMet}
              </span>
            ))}
          </p>
        </div>
      ))}
      {openTies(options).map((tie) => (
        <p>{v.tieWords(names(tie.options), tie.places)}</p>
      ))}
      <p>{v.castCount(`${outcome.cast} ${unit}`, `${outcome.counts.abstain} ${unit}`, outcome.spoiled)}</p>
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
