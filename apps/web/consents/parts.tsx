import type { TallyTest } from '#libs/decide';
import { testText } from '#modules/ballots';
import { type PageFrame, Progress, Soft, State, VoteBar } from '../ui/index.ts';
import { consentText } from './text.ts';
import { choiceText, type ConsentView, m2 } from './view.ts';

const fraction = (threshold: string): number => {
  const [num = 1, den = 2] = threshold.split('/').map(Number);
  return num / den;
};

type Part = ConsentView['parts'][number];

/** Where the lines stand that must be reached: taking part on the whole roll, and yes among those who took part. */
function thresholds(part: Part, measure: 'heads' | 'area', lang: 'zh' | 'en') {
  const t = consentText[lang];
  const tests = part.outcome?.tests ?? [];
  const quorum = tests.find((test) => test.of === 'quorum' && test.measure === measure);
  const pass = tests.find((test) => test.of === 'pass' && test.measure === measure);
  const whole = measure === 'heads' ? part.all.heads : Number(part.all.areaCentiM2) / 100;
  const lines: { percent: number; label: string }[] = [];
  if (pass && whole > 0 && pass.denominator > 0) lines.push({ percent: (100 * fraction(pass.threshold) * pass.denominator) / whole, label: t.yesLine });
  if (quorum) lines.push({ percent: 100 * fraction(quorum.threshold), label: t.quorumLine });
  // Two labels on one spot cannot be read: the words of the tests below say both.
  const [a, b] = lines;
  return a && b && Math.abs(a.percent - b.percent) < 30 ? [{ ...a, label: '' }, b] : lines;
}

function Bars({ part, page }: { part: Part; page: PageFrame }) {
  const t = consentText[page.lang];
  const of = (choice: string) => part.said.get(choice) ?? { heads: 0, areaCentiM2: 0n };
  const [yes, no, abstain] = [of('yes'), of('no'), of('abstain')];
  const whole = Number(part.all.areaCentiM2) / 100;
  const area = (value: bigint) => Number(value) / 100;
  return (
    <>
      <h4>{t.byHeads}</h4>
      <VoteBar
        yes={yes.heads}
        no={no.heads}
        abstain={abstain.heads}
        base={part.all.heads}
        thresholds={thresholds(part, 'heads', page.lang)}
        words={t.headsWords(String(yes.heads), String(no.heads), String(abstain.heads), String(part.all.heads - part.answered.heads))}
      />
      <h4>{t.byArea}</h4>
      <VoteBar
        yes={area(yes.areaCentiM2)}
        no={area(no.areaCentiM2)}
        abstain={area(abstain.areaCentiM2)}
        base={whole}
        unit="m²"
        thresholds={thresholds(part, 'area', page.lang)}
        words={t.areaWords(m2(yes.areaCentiM2), m2(no.areaCentiM2), m2(abstain.areaCentiM2), m2(part.all.areaCentiM2 - part.answered.areaCentiM2))}
      />
    </>
  );
}

function Options({ part, page }: { part: Part; page: PageFrame }) {
  const t = consentText[page.lang];
  return (
    <>
      {part.options.map((option) => {
        const sums = part.said.get(`option-${option.no}`) ?? { heads: 0, areaCentiM2: 0n };
        return (
          <Progress
            value={sums.heads}
            max={part.all.heads}
            label={t.optionVotes(choiceText(`option-${option.no}`, part.options, page.lang), sums.heads, m2(sums.areaCentiM2))}
          />
        );
      })}
    </>
  );
}

function missingWords(test: TallyTest, lang: 'zh' | 'en'): string {
  const t = consentText[lang];
  if (test.missing === null) return t.impossible;
  if (test.passed) return '';
  return test.measure === 'area' ? t.missingArea(test.missing.toFixed(2)) : t.missingHeads(test.missing);
}

/** How a part stands: bars by heads and by area with the law's lines, every test with its figures, and whether it is certain. */
export function PartStanding({ part, page, closed }: { part: Part; page: PageFrame; closed: boolean }) {
  const t = consentText[page.lang];
  const outcome = part.outcome;
  return (
    <section>
      <h3>{part.title}</h3>
      {part.options.length > 0 ? <Options part={part} page={page} /> : <Bars part={part} page={page} />}
      {outcome?.tests.map((test) => (
        <div class={test.passed ? 'reason passed' : 'reason ask'}>
          <p>
            <State tone={test.passed ? 'good' : 'wait'}>{test.passed ? t.met : t.notMet}</State> {testText(test, page.lang)}
            {!closed && missingWords(test, page.lang) !== '' && (
              <>
                {page.lang === 'zh' ? '；' : '; '}
                <b>{missingWords(test, page.lang)}</b>
              </>
            )}
          </p>
        </div>
      ))}
      {outcome && !closed && part.options.length === 0 && outcome.certain && <p class="lead">{outcome.passed ? t.certainYes : t.certainNo}</p>}
      <Soft>
        {t.clause}
        {page.lang === 'zh' ? '：' : ': '}
        {part.lawTitle}，{part.part.ballot.clause}
      </Soft>
    </section>
  );
}
