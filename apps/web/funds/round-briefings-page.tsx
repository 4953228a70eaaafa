import type { Briefing, BriefingGuest, Round, RoundDocument, RoundQuestion } from '#modules/funds';
import type { Neighbourhood } from '#modules/places';
import {
  Button,
  DateField,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  TimeField,
} from '../ui/index.ts';
import type { RoundMay } from './round-call-page.tsx';
import { roundCrumbs, RoundLinks } from './round-parts.tsx';
import { roundYearText } from './round-year-text.ts';

/** What the page of briefings and questions shows. */
export interface BriefingsView {
  page: PageFrame;
  now: Date;
  round: Round;
  briefings: readonly Briefing[];
  guests: readonly BriefingGuest[];
  documents: readonly RoundDocument[];
  questions: readonly RoundQuestion[];
  places: readonly Neighbourhood[];
  /** Neighbourhoods in whose name the viewer may ask; null stands for the office itself. */
  mayAskFor: readonly Neighbourhood[];
  mayAsk: boolean;
  may: RoundMay;
  form?: 'plan' | 'ask';
  errors?: FormErrors;
  values?: FormValues;
}

/** Briefings of a round with who was there, and what was asked and answered. */
export function BriefingsPage(view: BriefingsView) {
  const { page, round, may } = view;
  const { lang, base } = page;
  const t = roundYearText[lang];
  const running = round.state === 'open' || round.state === 'reviewing';
  return (
    <Layout page={page} title={t.briefings} crumbs={roundCrumbs(base, round, lang, t.briefings)}>
      <Lead>{t.briefingsLead}</Lead>
      {view.briefings.length === 0 && <Empty title={t.noBriefing} />}
      {view.briefings.map((briefing) => (
        <OneBriefing view={view} briefing={briefing} />
      ))}
      {may.manage && running && (
        <Section title={t.planBriefing} id="plan">
          <Form
            action={`${base}/rounds/${round.id}/briefings`}
            id="plan"
            errors={view.form === 'plan' ? view.errors : undefined}
            values={view.form === 'plan' ? view.values : undefined}
          >
            <TextField name="title" label={t.briefingTitle} value={t.briefingTitleValue} maxLength={80} required />
            <FieldRow>
              <DateField name="day" label={t.day} required />
              <TimeField name="starts" label={t.starts} required />
              <TimeField name="ends" label={t.ends} />
            </FieldRow>
            <TextField name="place" label={t.place} maxLength={120} required />
            <TextField name="speaker" label={t.speaker} maxLength={120} />
            <TextArea name="about" label={t.about} rows={3} maxLength={2000} />
            <Button kind="quiet">{t.planIt}</Button>
          </Form>
        </Section>
      )}
      <Questions view={view} running={running} />
      <RoundLinks base={base} round={round} lang={lang} {...may} here="briefings" />
    </Layout>
  );
}

const tones = { planned: 'wait', held: 'good', cancelled: 'bad' } as const;
const stateKeys = { planned: 'statePlanned', held: 'stateHeld', cancelled: 'stateCancelled' } as const;

function OneBriefing({ view, briefing }: { view: BriefingsView; briefing: Briefing }) {
  const { page, may, places } = view;
  const { lang, base } = page;
  const t = roundYearText[lang];
  const guests = view.guests.filter(({ briefingId }) => briefingId === briefing.id);
  const nameOf = (id: string) => places.find((place) => place.id === id)?.name ?? '';
  const came = guests.filter(({ people }) => people > 0);
  const absent = places.filter(({ id }) => !came.some(({ neighbourhoodId }) => neighbourhoodId === id));
  const material = view.documents.filter(({ briefingId, withdrawnReason }) => briefingId === briefing.id && withdrawnReason === null);
  return (
    <Section title={briefing.title} action={<State tone={tones[briefing.state]}>{t[stateKeys[briefing.state]]}</State>}>
      <KeyValues
        items={[
          [t.starts, `${instantText(briefing.startsAt, lang)}${briefing.endsAt ? `—${instantText(briefing.endsAt, lang).split(' ').at(-1)}` : ''}`],
          [t.place, briefing.place],
          [t.speaker, briefing.speaker],
          [t.about, briefing.about],
          [briefing.state === 'cancelled' ? t.callOffReason : t.minutes, briefing.stateText],
          [t.documents, material.length > 0 ? material.map((one) => <a href={`${base}/files/${one.fileId}`}>{one.title} </a>) : null],
        ]}
      />
      {briefing.state === 'held' && (
        <>
          <p>
            <b>{t.whoCame}</b>
            {lang === 'zh' ? '：' : ': '}
            {came
              .map(({ neighbourhoodId, people, names }) => t.cameLine(nameOf(neighbourhoodId), people, may.manage ? names : ''))
              .join(lang === 'zh' ? '；' : '; ')}
          </p>
          {absent.length > 0 && <Soft>{t.notThere(absent.map(({ name }) => name).join(lang === 'zh' ? '、' : ', '))}</Soft>}
        </>
      )}
      {may.manage && briefing.state !== 'cancelled' && briefing.startsAt <= view.now && (
        <details>
          <summary>{t.record}</summary>
          <Form action={`${base}/round-briefings/${briefing.id}/held`} id={`h${briefing.id}`}>
            <Soft>{t.recordHint}</Soft>
            {places.map((place) => {
              const guest = guests.find(({ neighbourhoodId }) => neighbourhoodId === place.id);
              return (
                <FieldRow>
                  <NumberField
                    name={`people-${place.id}`}
                    label={place.name}
                    unit={lang === 'zh' ? '人' : ''}
                    value={guest ? String(guest.people) : undefined}
                  />
                  <TextField name={`names-${place.id}`} label={t.names} value={guest?.names} maxLength={300} />
                </FieldRow>
              );
            })}
            <TextArea name="text" label={t.minutes} value={briefing.stateText} rows={3} maxLength={2000} />
            <Button kind="quiet">{t.saveRecord}</Button>
          </Form>
        </details>
      )}
      {may.manage && briefing.state === 'planned' && (
        <details>
          <summary>{t.callOff}</summary>
          <Form action={`${base}/round-briefings/${briefing.id}/cancel`} id={`c${briefing.id}`}>
            <TextField name="text" label={t.callOffReason} required maxLength={500} />
            <Button kind="danger">{t.callOff}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

function Questions({ view, running }: { view: BriefingsView; running: boolean }) {
  const { page, places, may } = view;
  const { lang, base } = page;
  const t = roundYearText[lang];
  const who = (id: string | null) => places.find((place) => place.id === id)?.name ?? t.officeName;
  return (
    <Section title={t.questions} id="questions">
      {view.questions.length === 0 && <p>{t.noQuestions}</p>}
      {view.questions.map((question) => (
        <div class="rule">
          <p>
            <b>{question.text}</b>{' '}
            <small class="soft">
              {who(question.neighbourhoodId)} {instantText(question.askedAt, lang)}
            </small>
          </p>
          {question.answer !== null ? (
            <p>
              {question.answer}{' '}
              <small class="soft">
                {question.answeredByName} {question.answeredAt && instantText(question.answeredAt, lang)}
              </small>
            </p>
          ) : may.manage ? (
            <Form action={`${base}/round-questions/${question.id}/answer`} id={`q${question.id}`}>
              <TextArea name="answer" label={t.answer} rows={2} maxLength={2000} required />
              <Button kind="quiet">{t.answerIt}</Button>
            </Form>
          ) : (
            <p>
              <State tone="wait">{t.waitingAnswer}</State>
            </p>
          )}
        </div>
      ))}
      {view.mayAsk && running && (
        <Form
          action={`${base}/rounds/${view.round.id}/questions`}
          id="ask"
          errors={view.form === 'ask' ? view.errors : undefined}
          values={view.form === 'ask' ? view.values : undefined}
        >
          <TextArea name="text" label={t.ask} hint={t.askHint} rows={2} maxLength={1000} required />
          {view.mayAskFor.length === 1 && <input type="hidden" name="place" value={view.mayAskFor[0]?.id} />}
          {view.mayAskFor.length > 1 && (
            <SelectField
              name="place"
              label={t.askedFor}
              emptyLabel={t.officeName}
              options={view.mayAskFor.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <Button kind="quiet">{t.askIt}</Button>
        </Form>
      )}
    </Section>
  );
}
