import type { PaperFigures } from '#modules/ballots';
import type { EntryFault } from '#modules/ballots';
import { papersWereUsed, sheetIsCurrent } from '#modules/ballots';
import type { Lang } from '#platform/i18n';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  TextArea,
  TextField,
  TimeField,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { Faults } from './batch-pages.tsx';
import { paperText } from './paper-text.ts';
import type { PaperView } from './paper-view.ts';

/** The rows of the sheet in its order: what, and how many. */
export function sheetRows(figures: PaperFigures & { leftOver?: number; byHand?: number }, lang: Lang): [string, number][] {
  const t = paperText[lang];
  return [
    [t.printed, figures.printed],
    [t.issued, figures.issued],
    [t.unlogged, figures.unlogged],
    [t.returned, figures.returned],
    [t.counted, figures.counted],
    [t.superseded, figures.superseded],
    [t.spoiled, figures.spoiled],
    [t.blank, figures.blank],
    [t.void, figures.void],
    [t.copies, figures.copies],
    [t.unknownRow, figures.unknown],
    [t.replaced, figures.replaced],
    [t.outstanding, figures.outstanding],
    ...(figures.leftOver === undefined ? [] : [[t.leftOver, figures.leftOver] as [string, number]]),
    ...(figures.byHand === undefined ? [] : [[t.byHand, figures.byHand] as [string, number]]),
  ];
}

/** Both sums of the sheet written out. */
export function sheetSums(f: PaperFigures, lang: Lang): string[] {
  const t = paperText[lang];
  const parts = (...numbers: number[]) => numbers.join(' + ');
  return [
    t.sumReturned({ returned: f.returned, parts: parts(f.counted, f.superseded, f.spoiled, f.blank, f.void, f.copies, f.unknown) }),
    t.sumIssued({ issued: parts(f.issued, f.unlogged), parts: parts(f.returned - f.copies - f.unknown, f.replaced, f.outstanding) }),
  ];
}

export interface SheetPageView {
  page: PageFrame;
  view: PaperView;
  timeIsOver: boolean;
  pending: boolean;
  back?: { errors: FormErrors; values: FormValues };
}

/** The sheet on which the papers add up: to be signed after closing, readable by everybody with the result. */
export function SheetPage({ page, view, timeIsOver, pending, back }: SheetPageView) {
  const t = paperText[page.lang];
  const { figures, sheet } = view;
  const here = `${page.base}/ballots/${view.ballot.id}`;
  const current = sheetIsCurrent(sheet, figures);
  const shown = current && sheet ? sheet : figures;
  const used = papersWereUsed(figures);
  return (
    <Layout page={page} title={t.sheet} crumbs={[{ label: view.ballot.question, href: here }]}>
      <Lead>{used ? t.sheetLead : t.sheetNone}</Lead>
      {used && (
        <>
          {dataTable({
            lang: page.lang,
            base: `${here}/reconciliation`,
            query: {},
            tools: false,
            caption: t.sheet,
            rows: sheetRows(shown, page.lang),
            columns: [
              { key: 'what', label: t.figure, value: ([what]) => what.trim(), render: ([what]) => what },
              { key: 'n', label: t.number, numeric: true, value: ([, n]) => n },
            ],
          })}
          <Note tone="good" title={t.addsUp}>
            <ul>
              {sheetSums(figures, page.lang).map((sum) => (
                <li>{sum}</li>
              ))}
            </ul>
          </Note>
          {sheet && sheet.explanation !== '' && (
            <Note tone="ask" title={t.explanation}>
              {sheet.explanation}
            </Note>
          )}
          {sheet && <p>{t.signedBy(sheet.madeBy, sheet.watcher, instantText(sheet.madeAt, page.lang))}</p>}
          {sheet && !current && <Note tone="bad" title={t.stale} />}
          {current && (
            <Actions>
              <ButtonLink kind="quiet" href={`${here}/reconciliation.pdf`} word>
                {t.sheetPdf}
              </ButtonLink>
            </Actions>
          )}
        </>
      )}
      {used && view.ballot.state === 'open' && !timeIsOver && <Soft>{t.sheetLater}</Soft>}
      {used && view.ballot.state === 'open' && timeIsOver && pending && <Note tone="bad" title={t['papers-pending']} />}
      {used && view.ballot.state === 'open' && timeIsOver && !pending && !current && view.may.close && (
        <Section title={t.sign} id="sign">
          <Form action={`${here}/reconciliation`} errors={back?.errors} values={back?.values}>
            <FieldRow>
              <NumberField name="leftOver" label={t.leftOver} required />
              <NumberField name="byHand" label={t.byHand} required />
            </FieldRow>
            <TextArea name="explanation" label={t.explanation} hint={t.explanationHint} rows={3} maxLength={2000} />
            <TextField name="watcher" label={t.watcher} required maxLength={100} />
            <Button>{t.sign}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

/** Votes that were said to staff, or hands raised by name in the meeting. */
export function OthersPage(props: {
  page: PageFrame;
  view: PaperView;
  start: { day: string; time: string };
  back?: { faults?: readonly EntryFault[]; errors?: FormErrors; values?: FormValues };
}) {
  const { page, view, back } = props;
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  return (
    <Layout
      page={page}
      title={t.others}
      crumbs={[
        { label: view.ballot.question, href: here },
        { label: t.title, href: `${here}/papers` },
      ]}
    >
      <Lead>{t.othersLead}</Lead>
      <Soft>{view.ballot.meetingId === null ? t.noMeeting : t.handsRule}</Soft>
      <Faults faults={back?.faults ?? []} lang={page.lang} />
      <Form action={`${here}/others`} errors={back?.errors} values={back?.values}>
        <RadioField
          name="channel"
          label={t.channelField}
          required
          value="assisted"
          options={[{ value: 'assisted', label: t.assisted }, ...(view.ballot.meetingId === null ? [] : [{ value: 'hands', label: t.hands }])]}
        />
        <FieldRow>
          <DateField name="day" label={t.castDay} hint={t.castHint} required value={props.start.day} />
          <TimeField name="time" label={t.castTime} required value={props.start.time} />
        </FieldRow>
        <TextArea name="lines" label={t.othersLines} hint={t.othersHint} required rows={8} />
        <Button>{t.othersSave}</Button>
      </Form>
    </Layout>
  );
}
