import { ballotKinds, countings, type RollLine, type RollShowing, rollWishes, secrecies } from '#modules/ballots';
import {
  Button,
  CheckField,
  dataTable,
  DateField,
  dayText,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type Option,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  type TableSpec,
  TextArea,
  TimeField,
  ButtonLink,
  Empty,
} from '../ui/index.ts';
import { ballotText } from './text.ts';
import { type BallotView, shownLabel } from './view.ts';
import { voteText } from './vote-text.ts';

export interface NewBallotView {
  page: PageFrame;
  place: { id: string; code: string; name: string };
  meeting: { id: string; title: string } | null;
  hidden: Record<string, string>;
  laws: readonly Option[];
  buildings: readonly Option[];
  today: string;
  start: { law: string };
  errors?: FormErrors;
  values?: FormValues;
}

/** The fold of options stands open when something in it was filled in or is wrong. */
const opened = ({ errors, values }: NewBallotView): boolean =>
  ['options', 'min', 'max', 'seats', 'score', 'budget', 'counting'].some((name) => errors?.[name] !== undefined || (values?.[name] ?? '') !== '');

/** The form that drafts a ballot. */
export function NewBallotPage(props: NewBallotView) {
  const { page, place, meeting } = props;
  const t = ballotText[page.lang];
  const v = voteText[page.lang];
  return (
    <Layout
      page={page}
      title={t.create}
      crumbs={[
        { label: place.name, href: `${page.base}/n/${place.code}/meetings` },
        ...(meeting ? [{ label: meeting.title, href: `${page.base}/meetings/${meeting.id}` }] : []),
      ]}
    >
      <Lead>{t.createLead}</Lead>
      <Form action={`${page.base}/ballots/new`} errors={props.errors} values={props.values}>
        {Object.entries(props.hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <TextArea name="question" label={t.question} hint={t.questionHint} required rows={2} maxLength={300} />
        <TextArea name="explanation" label={t.explanation} rows={4} maxLength={4000} />
        <RadioField name="law" label={t.law} required value={props.start.law} options={props.laws} />
        <RadioField name="kind" label={v.kind} required value="yes-no" options={ballotKinds.map((value) => ({ value, label: v[value] }))} />
        <details class="fold" open={opened(props) || undefined}>
          <summary>{v.more}</summary>
          <TextArea name="options" label={v.options} hint={v.optionsHint} rows={5} maxLength={8000} />
          <FieldRow>
            <NumberField name="min" label={v.minPicks} hint={v.picksHint} />
            <NumberField name="max" label={v.maxPicks} />
            <NumberField name="seats" label={v.seats} hint={v.seatsHint} />
          </FieldRow>
          <FieldRow>
            <NumberField name="score" label={v.scoreMax} />
            <MoneyField name="budget" label={v.budgetFen} />
          </FieldRow>
          <RadioField name="counting" label={v.counting} options={countings.map((value) => ({ value, label: v[value] }))} />
        </details>
        <RadioField name="secrecy" label={v.how} required value="named" options={secrecies.map((value) => ({ value, label: v[value] }))} />
        <CheckField name="unreceipted" label={v.noReceipts} hint={v.noReceiptsHint} />
        <CheckField name="fixed" label={v.fixed} />
        {props.buildings.length > 1 && <SelectField name="building" label={t.scope} options={props.buildings} />}
        <FieldRow>
          <DateField name="day" label={t.closeDay} required min={props.today} />
          <TimeField name="time" label={t.closeTime} required value="20:00" />
        </FieldRow>
        <Button>{t.create}</Button>
      </Form>
    </Layout>
  );
}

/** The roll as a table: numbers and doors; codes and areas for those who print the papers. */
export function rollTable(props: {
  page: PageFrame;
  view: BallotView;
  query: Readonly<Record<string, string | undefined>>;
  objected: ReadonlyMap<number, number>;
}): TableSpec<RollLine> {
  const { page, view } = props;
  const t = ballotText[page.lang];
  return {
    lang: page.lang,
    base: `${page.base}/ballots/${view.ballot.id}/roll`,
    query: props.query,
    caption: t.roll,
    rows: view.roll,
    empty: <Empty title={t.noRoll} />,
    columns: [
      { key: 'no', label: t.no_, numeric: true, value: (row) => row.no },
      { key: 'elector', label: t.elector, value: (row) => shownLabel(view.ballot, row.label, view.staff) },
      ...(view.ballot.electorate === 'owner'
        ? [{ key: 'area', label: t.area, numeric: true, value: (row: RollLine) => Number(row.areaCentiM2 ?? 0n) / 100 }]
        : []),
      ...(props.objected.size > 0 ? [{ key: 'objected', label: t.objected, numeric: true, value: (row: RollLine) => props.objected.get(row.no) ?? null }] : []),
      ...(view.may.print ? [{ key: 'code', label: t.code, value: (row: RollLine) => row.code }] : []),
    ],
  };
}

/** The roll, open to objections until it is frozen. */
export function RollPage(props: {
  page: PageFrame;
  view: BallotView;
  query: Readonly<Record<string, string | undefined>>;
  today: string;
  showings: readonly RollShowing[];
  objected: ReadonlyMap<number, number>;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, view } = props;
  const { ballot } = view;
  const t = ballotText[page.lang];
  const takes = ballot.state === 'roll_shown' && props.today <= (ballot.objectionsUntil ?? '');
  return (
    <Layout page={page} title={t.roll} crumbs={[{ label: ballot.question, href: `${page.base}/ballots/${ballot.id}` }]}>
      <Lead>{t.rollLead}</Lead>
      {ballot.rollSource && (
        <Soft>
          {t.rollSource}
          {page.lang === 'zh' ? '：' : ': '}
          {ballot.rollSource}
        </Soft>
      )}
      {ballot.state === 'roll_shown' && <p>{t.opensFrom(dayText(ballot.objectionsUntil ?? '', page.lang))}</p>}
      {ballot.rollNoticeId && (
        <ButtonLink kind={takes ? 'primary' : 'quiet'} href={`${page.base}/notices/${ballot.rollNoticeId}#objections`}>
          {takes ? t.objectTo : t.seeObjections}
        </ButtonLink>
      )}
      {props.showings.slice(1).map((showing) => (
        <Soft>{t.shownAnew(dayText(showing.shownOn, page.lang), showing.added.length, showing.removed.length)}</Soft>
      ))}
      {dataTable(rollTable(props))}
      {takes && (
        <Section title={t.objectTo} id="object">
          <Form action={`${page.base}/ballots/${ballot.id}/roll/objections`} errors={props.errors} values={props.values}>
            <RadioField name="wish" label={t.wish} required value="correct" options={rollWishes.map((value) => ({ value, label: t[`wish-${value}`] }))} />
            <NumberField name="line" label={t.whichLine} hint={t.whichLineHint} />
            <TextArea name="text" label={t.wishWhy} required rows={3} maxLength={1900} />
            <Button kind="quiet">{t.objectTo}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
