import { explain, type Reason as PolicyReason } from '#libs/policy';
import type { LineVerdict, SourceVerdict, SpendingOutcome } from '#modules/projects';
import { type Outcome, Reason, Section, State, type Tone, useLang, type View } from '../ui/index.ts';
import { spendingText } from './text.ts';

const outcomes: Record<SpendingOutcome, Outcome> = { allowed: 'passed', 'needs-ruling': 'ask', forbidden: 'blocked' };
const outcomeOf = (reason: PolicyReason): Outcome => (reason.outcome === 'pass' ? 'passed' : reason.outcome === 'block' ? 'blocked' : 'ask');

/** One reason of the policy in plain words, with its clause and the earlier ruling in the sentence. */
export function PolicyReasonView({ reason }: { reason: PolicyReason }) {
  const lang = useLang();
  return (
    <Reason outcome={outcomeOf(reason)} title={reason.title[lang]}>
      <p>{explain(reason, lang)}</p>
    </Reason>
  );
}

/** A source passes only because no rule knows the thing: that is no permission. */
export const noRuleKnows = (source: SourceVerdict): boolean => source.outcome === 'pass' && source.reasons.length === 0;
const onlySilence = (line: LineVerdict): boolean => line.sources.filter((source) => source.outcome === 'pass').every(noRuleKnows);

const sourceTone = (source: SourceVerdict): Tone =>
  noRuleKnows(source) ? 'wait' : source.outcome === 'pass' ? 'good' : source.outcome === 'block' ? 'bad' : 'wait';

/** Which sources may pay, each with its reasons; a reason that several sources share is told once. */
export function SourceVerdicts({ sources, figure }: { sources: readonly SourceVerdict[]; figure?: (source: SourceVerdict) => View }) {
  const lang = useLang();
  const t = spendingText[lang];
  const reasons = new Map(
    sources.flatMap((source) => source.reasons).map((reason) => [`${reason.rule} ${reason.outcome} ${(reason.terms ?? []).join()}`, reason]),
  );
  return (
    <>
      <ul class="plain">
        {sources.map((source) => (
          <li>
            {source.awardName}{' '}
            <State tone={sourceTone(source)}>
              {noRuleKnows(source) ? t.sourceUnclear : source.outcome === 'pass' ? t.sourceOk : source.outcome === 'block' ? t.sourceNo : t.sourceAsk}
            </State>
            {figure && <span class="soft"> {figure(source)}</span>}
          </li>
        ))}
      </ul>
      {[...reasons.values()].map((reason) => (
        <PolicyReasonView reason={reason} />
      ))}
      {reasons.size === 0 && sources.length > 0 && <p class="soft">{t.noRule}</p>}
    </>
  );
}

/** The whole answer: the outcome, then line by line what each source may do, and what is short. */
export function VerdictView(props: { outcome: SpendingOutcome | null; lines: readonly LineVerdict[]; title?: string }) {
  const lang = useLang();
  const t = spendingText[lang];
  const unclear = props.outcome === 'allowed' && props.lines.some(onlySilence);
  return (
    <Section title={props.title ?? t.checked} id="verdict">
      {props.outcome !== null &&
        (unclear ? <Reason outcome="note" title={t.unclear} /> : <Reason outcome={outcomes[props.outcome]} title={t[props.outcome]} />)}
      {props.lines.map((line) => (
        <div>
          {props.lines.length > 1 && <h3>{t.lineVerdict(line.no, line.text)}</h3>}
          {line.sources.length === 0 ? (
            <Reason outcome="blocked" title={t.forbidden}>
              {t.noSource}
            </Reason>
          ) : (
            <SourceVerdicts sources={line.sources} />
          )}
        </div>
      ))}
    </Section>
  );
}
