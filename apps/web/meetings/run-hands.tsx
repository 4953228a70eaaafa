import { type HandCount, handsAndVoices, type HandQuestion, handsRules, lawOfHands, presentAtCount, standingCount } from '#modules/meetings';
import { Button, dataTable, FieldRow, Form, NumberField, RadioField, Section, Soft, State, TextArea, TextField, VoteBar } from '../ui/index.ts';
import type { RunPart } from './run-page.tsx';
import { runText } from './run-text.ts';
import { needWords } from './run-view.ts';
import { countWords } from './view.ts';

/** The question on which hands are raised now, and all that were counted. */
export function HandsSection(part: RunPart) {
  const { page, view, here, kept } = part;
  const { lang } = page;
  const t = runText[lang];
  const { asked } = view;
  const counted = view.record.questions.filter((question) => question.counts.length > 0).reverse();
  if (!asked && counted.length === 0) return null;
  return (
    <Section title={t.hands} id="hands">
      {asked && (
        <>
          <p>
            <State tone="act">{t.counting}</State> <b>{asked.question.question}</b>
          </p>
          <Soft>
            {t.roomNow(countWords(view.meeting, view.units.room, lang), countWords(view.meeting, view.units.away, lang))} ·{' '}
            {needWords(asked.question.need, lang)}
          </Soft>
          {view.units.away > 0 && <p>{t.fromAfar(asked.voices.yes, asked.voices.no, asked.voices.abstain)}</p>}
          <CountForm {...part} question={asked.question} />
        </>
      )}
      {counted.map((question) => (
        <div>
          <h3>{question.question}</h3>
          <Counts question={question} page={page} meeting={view.meeting} />
          <details class="fold" open={kept(`count-${question.id}`).errors !== undefined || undefined}>
            <summary>{t.recount}</summary>
            <CountForm {...part} here={here} question={question} />
          </details>
        </div>
      ))}
    </Section>
  );
}

/** The numbers of a count, by two counters; a recount says why. */
function CountForm({ page, view, here, kept, question }: RunPart & { question: HandQuestion }) {
  const { lang } = page;
  const t = runText[lang];
  const last = standingCount(question);
  const unit = lang === 'zh' ? (view.meeting.counted === 'household' ? '户' : '人') : '';
  const form = `count-${question.id}`;
  const back = kept(form);
  const counters = last ?? view.record.questions.flatMap((one) => one.counts).at(-1);
  return (
    <Form action={`${here}/count`} {...back}>
      <input type="hidden" name="question" value={question.id} />
      <FieldRow>
        <NumberField name="yes" label={t.yes} unit={unit} required />
        <NumberField name="no" label={t.no} unit={unit} required />
        <NumberField name="abstain" label={t.abstain} unit={unit} required />
      </FieldRow>
      <NumberField name="found" label={t.found} hint={t.foundHint} unit={unit} />
      <FieldRow>
        <TextField name="first" label={t.firstCounter} required maxLength={80} value={counters?.firstCounter} />
        <TextField name="second" label={t.secondCounter} required maxLength={80} value={counters?.secondCounter} />
      </FieldRow>
      {last && <TextArea name="reason" label={t.recountReason} required rows={2} maxLength={500} />}
      <Button>{last ? t.recount : t.saveCount}</Button>
    </Form>
  );
}

/** Every count of a question as a table, the last as a bar. */
export function Counts({ question, page, meeting }: Pick<RunPart, 'page'> & { question: HandQuestion; meeting: RunPart['view']['meeting'] }) {
  const { lang } = page;
  const t = runText[lang];
  const last = standingCount(question);
  if (!last) return null;
  const votes = handsAndVoices(last);
  const present = presentAtCount(last);
  const need = question.need;
  const needs = needWords(need, lang);
  const words = `${t.present} ${countWords(meeting, present, lang)} · ${need === null ? needs : `${t.need(needs)} · ${last.majority ? t.enough : t.notEnough}`}`;
  const hasOnline = question.counts.some((count) => count.onlinePresent > 0);
  const row = (count: HandCount) => `${count.yes} / ${count.no} / ${count.abstain}`;
  return (
    <>
      <VoteBar
        {...votes}
        base={present}
        thresholds={need === null ? [] : [{ percent: Math.round((100 * need.num) / need.den), label: needs }]}
        words={words}
        unit={lang === 'zh' ? (meeting.counted === 'household' ? '户' : '人') : ''}
      />
      {(question.counts.length > 1 || hasOnline) &&
        dataTable({
          lang,
          base: page.base,
          query: {},
          tools: false,
          caption: `${t.hands} · ${question.counts.length > 1 ? t.standing : ''}`,
          rows: question.counts,
          columns: [
            { key: 'no', label: t.hands, value: (count) => t.countNo(count.countNo) },
            { key: 'room', label: `${t.inRoom}（${t.yes} / ${t.no} / ${t.abstain}）`, value: row },
            ...(hasOnline
              ? [{ key: 'online', label: t.online, value: (count: HandCount) => `${count.onlineYes} / ${count.onlineNo} / ${count.onlineAbstain}` }]
              : []),
            { key: 'counters', label: t.firstCounter, value: (count) => `${count.firstCounter}、${count.secondCounter}` },
            { key: 'reason', label: t.recountReason, value: (count) => count.reason },
          ],
        })}
      {question.counts.length === 1 && !hasOnline && <Soft>{t.countedBy(`${last.firstCounter}、${last.secondCounter}`)}</Soft>}
      {question.clause !== '' && <Soft>{question.clause}</Soft>}
    </>
  );
}

/** How many must agree: by the law, or as the meeting agrees. */
export function RuleField({ page, view }: Pick<RunPart, 'page' | 'view'>) {
  const t = runText[page.lang];
  const law = lawOfHands(view.meeting);
  if (law) return <Soft>{t.ruleLaw(law.clause)}</Soft>;
  return <RadioField name="rule" label={t.rule} hint={t.ruleHint} required options={handsRules.map((value) => ({ value, label: t[value] }))} />;
}
