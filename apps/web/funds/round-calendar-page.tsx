import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { addDays } from '#libs/civil-time';
import { type Briefing, calendarOf, type ProposedStep, type Round, type RoundStep, roundStepKinds } from '#modules/funds';
import {
  Actions,
  Button,
  ButtonLink,
  CheckField,
  DateField,
  dayText,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  Story,
  TextField,
} from '../ui/index.ts';
import type { RoundMay } from './round-call-page.tsx';
import { roundCrumbs, RoundLinks, stepName } from './round-parts.tsx';
import { roundYearText } from './round-year-text.ts';

/** What the calendar's page shows. */
export interface CalendarView {
  page: PageFrame;
  today: string;
  round: Round;
  steps: readonly RoundStep[];
  briefings: readonly Briefing[];
  /** Last days that the policy gives, for the form. */
  proposed: readonly ProposedStep[];
  may: RoundMay;
  errors?: FormErrors;
  values?: FormValues;
}

/** The steps of a round's year, for all; the office sets them on the same page. */
export function RoundCalendarPage(view: CalendarView) {
  const { page, round, today } = view;
  const { lang, base } = page;
  const t = roundYearText[lang];
  const items = calendarOf(round, view.steps);
  return (
    <Layout page={page} title={t.calendar} crumbs={roundCrumbs(base, round, lang, t.calendar)}>
      <Lead>{t.calendarLead}</Lead>
      <Story
        items={items.map((step) => ({
          state: step.toDay < today ? 'done' : step.fromDay <= today ? 'now' : 'next',
          when: step.fromDay === step.toDay ? dayText(step.fromDay, lang) : `${dayText(step.fromDay, lang)}—${dayText(step.toDay, lang)}`,
          datetime: step.fromDay,
          title: stepName(step, lang),
          ...(step.note === '' ? {} : { body: <p>{step.note}</p> }),
        }))}
      />
      {items.length === 1 && <Soft>{t.nothingPlanned}</Soft>}
      {view.briefings
        .filter(({ state }) => state === 'planned')
        .map((briefing) => (
          <p>
            <a href={`${base}/rounds/${round.id}/briefings`}>{briefing.title}</a> {instantText(briefing.startsAt, lang)}
            {lang === 'zh' ? '，' : ', '}
            {briefing.place}
          </p>
        ))}
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/rounds/${round.id}/calendar.ics`}>
          {t.ics}
        </ButtonLink>
      </Actions>
      {view.may.manage && round.state !== 'cancelled' && <CalendarForm {...view} />}
      <RoundLinks base={base} round={round} lang={lang} {...view.may} here="calendar" />
    </Layout>
  );
}

function CalendarForm({ page, round, steps, proposed, errors, values }: CalendarView) {
  const { lang, base } = page;
  const t = roundYearText[lang];
  const standing = steps.filter(({ removed }) => !removed);
  const missing = roundStepKinds.filter((kind) => kind === 'other' || !standing.some((step) => step.kind === kind));
  const rows = [
    ...standing.map((step) => ({ key: step.id, kind: step.kind, step, rule: null })),
    ...missing.map((kind) => ({ key: `new-${kind}`, kind, step: null, rule: proposed.find((one) => one.kind === kind) ?? null })),
  ];
  return (
    <Section title={t.editCalendar} id="edit">
      <Soft>{t.editCalendarHint}</Soft>
      <Form action={`${base}/rounds/${round.id}/calendar`} errors={errors} values={values} id="cal">
        {rows.map(({ key, kind, step, rule }) => (
          <Fieldset legend={t[`step_${kind}`]} hint={rule ? t.byRule(`${rule.source}${rule.clause}`) : undefined}>
            <input type="hidden" name="step" value={key} />
            <FieldRow>
              <DateField name={`from-${key}`} label={t.from} value={step?.fromDay ?? rule?.lastDay} together />
              <DateField name={`to-${key}`} label={t.to} value={step?.toDay ?? rule?.lastDay} together />
              <TextField name={`title-${key}`} label={t.stepTitle} value={step?.title} maxLength={80} />
            </FieldRow>
            {step && <CheckField name={`remove-${key}`} label={t.removeStep} />}
          </Fieldset>
        ))}
        <Button>{t.saveCalendar}</Button>
      </Form>
    </Section>
  );
}

/** The round's steps as an iCalendar feed of whole days, briefings with their hours; a step taken out is cancelled there too. */
export function roundCalendarFile(about: {
  round: Round;
  steps: readonly RoundStep[];
  briefings: readonly Briefing[];
  address: string;
  pageAddress: string;
}): string {
  const { round } = about;
  const calendar = ical({
    name: round.name,
    source: about.address,
    url: about.address,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'zhidian', product: 'rounds', language: 'ZH' },
    ttl: 6 * 3600,
  });
  // Whole days are written by their date alone, so they are made in UTC.
  const wholeDay = (day: string) => new Date(`${day}T00:00:00Z`);
  const cancelled = round.state === 'cancelled';
  const window = {
    id: round.id,
    kind: 'application' as const,
    title: '',
    fromDay: round.opensOn,
    toDay: round.closesOn,
    note: '',
    changed: round.changeNo,
    removed: false,
  };
  for (const step of [window, ...about.steps]) {
    const off = cancelled || step.removed;
    calendar.createEvent({
      id: step.id,
      start: wholeDay(step.fromDay),
      end: wholeDay(addDays(step.toDay, 1)),
      allDay: true,
      stamp: 'setAt' in step ? step.setAt : wholeDay(round.opensOn),
      sequence: step.changed + (off ? 1 : 0),
      summary: `${off ? '（已取消）' : ''}${round.name}：${stepName(step, 'zh')}`,
      description: step.note,
      url: about.pageAddress,
      status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  for (const briefing of about.briefings)
    calendar.createEvent({
      id: briefing.id,
      start: briefing.startsAt,
      end: briefing.endsAt ?? new Date(briefing.startsAt.getTime() + 2 * 3_600_000),
      stamp: briefing.plannedAt,
      sequence: briefing.state === 'cancelled' ? 1 : 0,
      summary: `${briefing.state === 'cancelled' ? '（已取消）' : ''}${briefing.title}`,
      location: briefing.place,
      description: briefing.about,
      url: about.pageAddress,
      status: briefing.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}
