import { dayOf } from '#libs/civil-time';
import { toChineseCapital } from '#libs/money';
import type { ProjectAccount } from '#modules/books';
import { type Acceptance, acceptanceItems, type Grade, type GradeChoice, type Project, type Settlement } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  DateField,
  dayText,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextArea,
  TextField,
  TimeField,
  useLang,
  type View,
  yuanText,
} from '../ui/index.ts';
import { closingText } from './closing-text.ts';

interface Shell {
  page: PageFrame;
  project: Project;
  errors?: FormErrors;
  values?: FormValues;
}
const crumbs = ({ page, project }: Shell, label: string) => [{ label: project.title, href: `${page.base}/projects/${project.id}` }, { label }];

/** Calls the residents to appraise what was done. */
export function AppraisalPage(props: Shell & { today: string }) {
  const t = closingText[props.page.lang];
  return (
    <Layout page={props.page} title={t.appraisalTitle} crumbs={crumbs(props, t.appraisalTitle)}>
      <Lead>{t.appraisalLead}</Lead>
      <Form action={`${props.page.base}/projects/${props.project.id}/appraisal`} errors={props.errors} values={props.values}>
        <FieldRow>
          <DateField name="day" label={t.day} min={props.today} required />
          <TimeField name="time" label={t.time} required />
        </FieldRow>
        <TextField name="place" label={t.place} maxLength={200} required size="long" />
        <Actions>
          <Button>{t.callIt}</Button>
        </Actions>
      </Form>
    </Layout>
  );
}

/** The acceptance list, to be filled in on a phone at the site. */
export function AcceptancePage(props: Shell & { acceptances: Acceptance[]; appraised: boolean; may: boolean }) {
  const t = closingText[props.page.lang];
  const options = [
    { value: 'ok', label: t.ok },
    { value: 'not', label: t.notOk },
  ];
  return (
    <Layout page={props.page} title={t.acceptanceTitle} crumbs={crumbs(props, t.acceptanceTitle)}>
      <Lead>{t.acceptanceLead}</Lead>
      <p>
        <a href={`${props.page.base}/projects/${props.project.id}/acceptance-list`}>{t.toList}</a>
      </p>
      {props.may && !props.appraised && <p class="flash bad">{t.noAppraisal}</p>}
      {props.may && props.appraised && (
        <Form action={`${props.page.base}/projects/${props.project.id}/acceptance`} errors={props.errors} values={props.values}>
          {acceptanceItems.map((item) => (
            <div class="rule">
              <RadioField name={item} label={t[item]} options={options} required />
              <TextField name={`${item}-note`} label={t.itemNote(t[item])} maxLength={300} size="long" />
            </div>
          ))}
          <TextArea name="remark" label={t.remark} rows={3} maxLength={1000} />
          <Actions>
            <Button name="result" value="accepted">
              {t.accept}
            </Button>
            <Button name="result" value="all-in-order" kind="quiet" unfinished>
              {t.acceptAll}
            </Button>
            <Button name="result" value="rework" kind="quiet">
              {t.rework}
            </Button>
          </Actions>
        </Form>
      )}
      {props.acceptances.length > 0 && (
        <Section title={t.earlier}>
          {[...props.acceptances].reverse().map((one) => (
            <article>
              <p>
                <b>{dayText(dayOf(one.at), props.page.lang)}</b> {one.byName}{' '}
                <State tone={one.result === 'accepted' ? 'good' : 'bad'}>{one.result === 'accepted' ? t.accept : t.rework}</State>
              </p>
              <KeyValues items={one.checklist.map((line) => [t[line.item], `${line.ok ? t.ok : t.notOk}${line.note ? `：${line.note}` : ''}`] as const)} />
              {one.remark !== '' && <p>{one.remark}</p>}
            </article>
          ))}
        </Section>
      )}
    </Layout>
  );
}

interface MoneyRow {
  name: string;
  plannedFen: bigint;
  receivedFen: bigint;
  spentFen: bigint;
  lastFen: bigint;
}

function MoneyTable({ rows, last }: { rows: MoneyRow[]; last: string }) {
  const t = closingText[useLang()];
  const sum = (key: Exclude<keyof MoneyRow, 'name'>) => yuanText(rows.reduce((all, row) => all + row[key], 0n));
  const cells = (row: { name: View; planned: string; received: string; spent: string; last: string }) => (
    <tr>
      <td data-h={t.source}>{row.name}</td>
      <td class="n" data-h={t.planned}>
        {row.planned}
      </td>
      <td class="n" data-h={t.received}>
        {row.received}
      </td>
      <td class="n" data-h={t.spent}>
        {row.spent}
      </td>
      <td class="n" data-h={last}>
        {row.last}
      </td>
    </tr>
  );
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            {[t.source, t.planned, t.received, t.spent, last].map((label, index) => (
              <th scope="col" class={index > 0 ? 'n' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            cells({
              name: row.name,
              planned: yuanText(row.plannedFen),
              received: yuanText(row.receivedFen),
              spent: yuanText(row.spentFen),
              last: yuanText(row.lastFen),
            }),
          )}
          {cells({ name: <b>{t.total}</b>, planned: sum('plannedFen'), received: sum('receivedFen'), spent: sum('spentFen'), last: sum('lastFen') })}
        </tbody>
      </table>
      <Soft>
        {t.capital}：{toChineseCapital(rows.reduce((all, row) => all + row.spentFen, 0n))}
      </Soft>
    </div>
  );
}

/** The account at the end, from the books; nothing is typed but a remark. */
export function SettlementPage(props: Shell & { account: ProjectAccount; settlement: Settlement | null; may: boolean; refused?: string; facts?: View }) {
  const t = closingText[props.page.lang];
  const { settlement } = props;
  return (
    <Layout page={props.page} title={t.settleTitle} crumbs={crumbs(props, t.settleTitle)} wide>
      <Lead>{t.settleLead}</Lead>
      {props.refused !== undefined && (
        <p class="flash bad" role="alert">
          {props.refused}
        </p>
      )}
      {settlement ? (
        <>
          <MoneyTable last={t.returned} rows={settlement.sources.map((one) => ({ ...one, lastFen: one.returnedFen }))} />
          <Soft>
            {t.settledBy(settlement.byName)} · {dayText(dayOf(settlement.at), props.page.lang)} {settlement.note}
          </Soft>
          {props.facts}
        </>
      ) : (
        <>
          <MoneyTable last={t.toReturn} rows={props.account.sources.map((one) => ({ ...one, lastFen: one.availableFen }))} />
          {props.facts}
          {props.may && (
            <Form action={`${props.page.base}/projects/${props.project.id}/settlement`} errors={props.errors} values={props.values}>
              <TextArea name="note" label={t.note} rows={2} maxLength={1000} />
              <Actions>
                <Button>{t.settle}</Button>
              </Actions>
            </Form>
          )}
        </>
      )}
    </Layout>
  );
}

/** Grade and closing, with what speaks for the grade beside it. */
export function GradePage(
  props: Shell & {
    choices: GradeChoice[];
    clause: string;
    source: string;
    grades: Grade[];
    facts: readonly (readonly [string, View])[];
    may: boolean;
    mayClose: boolean;
    /** What was said of the grade after it was given. */
    toldPart?: View;
  },
) {
  const { lang, base } = props.page;
  const t = closingText[lang];
  const titleOf = (code: string) => props.choices.find((choice) => choice.code === code)?.title[lang] ?? code;
  return (
    <Layout page={props.page} title={t.gradeTitle} crumbs={crumbs(props, t.gradeTitle)}>
      <Lead>{t.gradeLead}</Lead>
      <Section title={t.facts}>
        <KeyValues items={props.facts} />
      </Section>
      {props.grades.map((grade) => (
        <p>
          <State tone="good">{titleOf(grade.grade)}</State> {grade.reason}{' '}
          <span class="soft">
            {grade.byName} · {dayText(dayOf(grade.at), lang)}
          </span>
        </p>
      ))}
      {props.choices.length === 0 && <p class="flash bad">{t.noGrades}</p>}
      {props.may && props.choices.length > 0 && (
        <Form action={`${base}/projects/${props.project.id}/grade`} errors={props.errors} values={props.values}>
          <RadioField
            name="grade"
            label={t.grade}
            hint={t.gradeBy(props.clause, props.source)}
            required
            options={props.choices.map((choice) => ({
              value: choice.code,
              label: choice.title[lang],
              ...(choice.effect ? { hint: choice.effect[lang] } : {}),
            }))}
          />
          <TextArea name="reason" label={t.reason} rows={3} maxLength={1000} required />
          <Actions>
            <Button kind={props.grades.length > 0 ? 'quiet' : 'primary'}>{t.giveGrade}</Button>
          </Actions>
        </Form>
      )}
      {props.toldPart}
      {props.mayClose && (
        <Section title={t.close}>
          <Soft>{t.closeHint}</Soft>
          <ActionForm action={`${base}/projects/${props.project.id}/close`}>{t.close}</ActionForm>
        </Section>
      )}
    </Layout>
  );
}
