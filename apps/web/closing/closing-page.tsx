import { dayOf } from '#libs/civil-time';
import { driftFigure, driftStates } from '#modules/closing';
import { shownName } from '../projects/words.ts';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import type { ClosingView } from './closing-view.ts';
import { text } from './text.ts';
import { driftTone, driftWords, promiseWords, satisfactionLines } from './words.ts';

/** Which form was refused, and what was typed. */
export interface ClosingBack {
  form: 'drift' | 'satisfaction' | 'reach' | 'lesson';
  errors: FormErrors;
  values: FormValues;
}

interface Props {
  page: PageFrame;
  view: ClosingView;
  may: { judge: boolean; ask: boolean; enter: boolean; closeSurvey: boolean; note: boolean; lesson: boolean; paper: boolean };
  back?: ClosingBack;
}
const kept = (back: ClosingBack | undefined, form: ClosingBack['form']) => (back?.form === form ? { errors: back.errors, values: back.values } : {});

function Drift({ page, view, may, back }: Props) {
  const t = text[page.lang];
  const { lang } = page;
  if (view.drift.length === 0) return <Soft>{t.noPromises}</Soft>;
  const figure = driftWords(driftFigure(view.drift), lang);
  return (
    <>
      {figure !== '' && (
        <p>
          <b>{figure}</b>
        </p>
      )}
      {dataTable({
        lang,
        tools: false,
        rows: view.drift,
        query: {},
        base: '',
        caption: t.driftTitle,
        columns: [
          {
            key: 'promised',
            label: t.promised,
            value: (row) => promiseWords(row, lang),
            render: (row) => (
              <>
                <span class="soft">{t[row.item.kind]}</span> {promiseWords(row, lang)}
              </>
            ),
          },
          { key: 'done', label: t.done, value: (row) => row.done },
          {
            key: 'state',
            label: t.state,
            value: (row) => row.state ?? '',
            render: (row) => <State tone={row.state ? driftTone[row.state] : 'plain'}>{row.state ? t[row.state] : t.unknown}</State>,
          },
          { key: 'why', label: t.why, value: (row) => `${row.reason}${row.byName ? `（${t.judgedBy(row.byName)}）` : ''}` },
        ],
      })}
      <Soft>{t.driftHow}</Soft>
      {may.judge && (
        <details open={back?.form === 'drift'}>
          <summary>{t.judgeTitle}</summary>
          <Form id="drift" action={`${page.base}/projects/${view.project.id}/closing/drift`} {...kept(back, 'drift')}>
            <SelectField
              name="item"
              label={t.judgeItem}
              required
              options={view.drift.map((row) => ({ value: row.item.id, label: promiseWords(row, lang).slice(0, 60) }))}
            />
            <RadioField name="state" label={t.judgeState} required options={driftStates.map((state) => ({ value: state, label: t[state] }))} />
            {view.changes.length > 0 && (
              <SelectField
                name="change"
                label={t.judgeChange}
                emptyLabel={t.noChange}
                options={view.changes.map((one) => ({ value: one.id, label: `${one.no}. ${one.what}` }))}
              />
            )}
            <TextField name="reason" label={t.why} required maxLength={500} size="long" />
            <Actions>
              <Button kind="quiet">{t.judge}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </>
  );
}

function Satisfied({ page, view, may, back }: Props) {
  const t = text[page.lang];
  const one = view.satisfaction;
  if (!one)
    return (
      <>
        <Soft>{t.satNone}</Soft>
        {may.ask && (
          <Form id="satisfaction" action={`${page.base}/projects/${view.project.id}/closing/satisfaction`} {...kept(back, 'satisfaction')}>
            <NumberField name="margin" label={t.satMargin} hint={t.satMarginHint} unit="%" required />
            <Actions>
              <Button>{t.satAsk}</Button>
            </Actions>
          </Form>
        )}
      </>
    );
  return (
    <>
      <KeyValues items={satisfactionLines(one, page.lang)} />
      {one.state === 'open' && <Soft>{t.satOpen}</Soft>}
      <Actions>
        {one.state === 'open' && may.enter && (
          <>
            <ActionForm action={`${page.base}/surveys/${one.surveyId}/letters`} kind="quiet">
              {t.satLetters}
            </ActionForm>
            <ButtonLink href={`${page.base}/surveys/${one.surveyId}`} kind="quiet">
              {t.satOpenSurvey}
            </ButtonLink>
          </>
        )}
        {one.state === 'open' && may.closeSurvey && (
          <ActionForm action={`${page.base}/surveys/${one.surveyId}/close`} kind="quiet">
            {t.satClose}
          </ActionForm>
        )}
      </Actions>
      {one.state === 'open' && may.enter && <Soft>{t.satLettersHint}</Soft>}
    </>
  );
}

function ReachAndLessons({ page, view, may, back }: Props) {
  const t = text[page.lang];
  const at = `${page.base}/projects/${view.project.id}/closing`;
  return (
    <>
      <Section title={t.reachTitle} id="reach">
        <p>{view.reach ? t.reachSaid(view.reach.households, view.reach.countedHow, shownName(view.reach.byName, null, view.names)) : t.reachNone}</p>
        {may.note && (
          <details open={back?.form === 'reach' || view.reach === null}>
            <summary>{t.reachTitle}</summary>
            <Form id="reach" action={`${at}/reach`} {...kept(back, 'reach')}>
              <NumberField name="households" label={t.reachField} required />
              <TextField name="how" label={t.reachHow} required maxLength={300} size="long" />
              <Actions>
                <Button kind="quiet">{t.reachSave}</Button>
              </Actions>
            </Form>
          </details>
        )}
      </Section>
      <Section title={t.lessonsTitle} id="lessons" action={<a href={`${page.base}/lessons`}>{t.lessonSearch}</a>}>
        {view.lessons.length === 0 && <Soft>{t.noLessons}</Soft>}
        <ul>
          {view.lessons.map((one) => (
            <li>
              <State tone={one.kind === 'again' ? 'good' : 'wait'}>{t[one.kind]}</State> {one.text}{' '}
              <span class="soft">
                {one.tags.map((tag) => `#${tag} `)}
                {shownName(one.byName, null, view.names)} · {dayText(dayOf(one.at), page.lang, 'short')}
              </span>
            </li>
          ))}
        </ul>
        {may.lesson && (
          <details open={back?.form === 'lesson'}>
            <summary>{t.lessonSave}</summary>
            <Form id="lesson" action={`${at}/lesson`} {...kept(back, 'lesson')}>
              <RadioField
                name="kind"
                label={t.lessonKind}
                required
                options={[
                  { value: 'differently', label: t.differently },
                  { value: 'again', label: t.again },
                ]}
              />
              <TextArea name="text" label={t.lessonText} rows={3} maxLength={1000} required />
              <TextField name="tags" label={t.lessonTags} hint={t.lessonTagsHint} maxLength={100} size="long" />
              <Actions>
                <Button kind="quiet">{t.lessonSave}</Button>
              </Actions>
            </Form>
          </details>
        )}
      </Section>
    </>
  );
}

/** Closing of a project: promises beside what was done, what a sample of the households says, lessons, and the report. */
export function ClosingPage(props: Props) {
  const { page, view, may } = props;
  const t = text[page.lang];
  const at = `${page.base}/projects/${view.project.id}`;
  return (
    <Layout page={page} title={t.closingTitle} crumbs={[{ label: view.project.title, href: at }, { label: t.closingTitle }]} wide>
      <Lead>{t.closingLead}</Lead>
      <Actions>
        {may.paper && (
          <ButtonLink href={`${at}/closing-report.pdf`} kind="quiet" word>
            {t.report}
          </ButtonLink>
        )}
        <ButtonLink href={`${at}/acceptance-list`} kind="quiet">
          {t.listLink}
        </ButtonLink>
        <ButtonLink href={`${at}/grade`} kind="quiet">
          {t.gradeLink}
        </ButtonLink>
      </Actions>
      <Section title={t.driftTitle} id="drift">
        <Drift {...props} />
      </Section>
      <Section title={t.satTitle} id="satisfaction">
        <Soft>{t.satLead}</Soft>
        <Satisfied {...props} />
      </Section>
      <ReachAndLessons {...props} />
    </Layout>
  );
}
