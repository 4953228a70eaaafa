import { type CrossTab, marginOf, percentText } from '#libs/govindex';
import { leastShown, type Member, type Question, type Survey, tableOf, tableOfCounts } from '#modules/surveys';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Progress,
  RadioField,
  Section,
  SelectField,
  shanghaiParts,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { surveyText } from './text.ts';

/** Everything a page or paper of a survey shows. */
export interface SurveyView {
  survey: Survey;
  place: { id: string; code: string; name: string } | null;
  questions: Question[];
  members: Member[];
  /** The reader's own drawn household. */
  mine: Member | null;
  /** Doors still waited for; only for who enters answers. */
  waiting: { id: string; label: string }[];
  /** Null: the reader may not see figures yet. */
  sheets: { group: string; answers: (string | null)[] }[] | null;
  counts: { questionNo: number; group: string; answer: string; count: number }[] | null;
  may: { answer: boolean; enter: boolean; close: boolean };
}

/** Answers to a question by group. */
export const resultOf = (view: SurveyView, question: Question): CrossTab =>
  view.counts
    ? tableOfCounts(
        question,
        view.counts.filter((one) => one.questionNo === question.no),
      )
    : tableOf(question, view.sheets ?? []);

/** Where the share of an answer lies among all households; empty where nothing was drawn. */
export function intervalWords(view: SurveyView, count: number, asked: number, words: (low: string, high: string) => string): string {
  const { population } = view.survey;
  const margin = population === null ? null : marginOf(count, asked, population);
  return margin ? words(`${Math.round(margin.low * 100)}%`, `${Math.round(margin.high * 100)}%`) : '';
}

/** All surveys. */
export function ListPage(props: { page: PageFrame; surveys: readonly Survey[]; mayHold: boolean }) {
  const { page } = props;
  const t = surveyText[page.lang];
  const action = props.mayHold ? <ButtonLink href={`${page.base}/surveys/new`}>{t.hold}</ButtonLink> : undefined;
  return (
    <Layout page={page} title={t.title}>
      <Lead>{t.lead}</Lead>
      {props.surveys.length === 0 ? (
        <Empty title={t.none} action={action}>
          {t.noneBody}
        </Empty>
      ) : (
        <>
          <ul class="duties">
            {props.surveys.map((survey) => (
              <li>
                <div>
                  <p>
                    <a href={`${page.base}/surveys/${survey.id}`}>
                      <b>{survey.title}</b>
                    </a>
                  </p>
                  <p class="soft">
                    {survey.openedByName} · {dayText(shanghaiParts(survey.openedAt).day, page.lang)}
                  </p>
                </div>
                <State tone={survey.state === 'open' ? 'act' : 'good'}>{t[survey.state]}</State>
              </li>
            ))}
          </ul>
          <Actions>{action}</Actions>
        </>
      )}
    </Layout>
  );
}

/** The two ways a survey begins. */
export function NewPage(props: {
  page: PageFrame;
  places: readonly { id: string; name: string }[];
  whole: boolean;
  form?: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, places } = props;
  const t = surveyText[page.lang];
  const [only] = places;
  const options = places.map((place) => ({ value: place.id, label: place.name }));
  const back = (form: string) => (props.form === form ? { errors: props.errors ?? {}, values: props.values ?? {} } : {});
  return (
    <Layout page={page} title={t.hold} crumbs={[{ label: t.title, href: `${page.base}/surveys` }, { label: t.hold }]}>
      <Lead>{t.lead}</Lead>
      <Form action={`${page.base}/surveys/new`} id="sample" {...back('sample')}>
        <SelectField name="place" label={t.place} value={places.length === 1 ? only?.id : undefined} options={options} required />
        <TextField name="title" label={t.name} maxLength={80} required />
        <TextArea name="purpose" label={t.purpose} rows={2} maxLength={1000} />
        <TextArea name="questions" label={t.questions} hint={t.questionsHint} rows={6} required />
        <NumberField name="margin" label={t.margin} hint={t.marginHint} unit="%" value="10" required />
        <TextField name="seed" label={t.seed} hint={t.seedHint} maxLength={100} required />
        <Button>{t.draw}</Button>
      </Form>
      <details class="fold" open={props.form === 'counts'}>
        <summary>{t.enterCounts}</summary>
        <Form action={`${page.base}/surveys/counts`} id="counts" {...back('counts')}>
          <SelectField name="place" label={t.place} options={[...(props.whole ? [{ value: 'all', label: t.whole }] : []), ...options]} required />
          <TextField name="title" label={t.name} maxLength={80} required />
          <TextField name="question" label={t.question} maxLength={200} required />
          <TextField name="source" label={t.source} maxLength={200} required />
          <TextArea name="counts" label={t.counts} hint={t.countsHint} rows={6} required />
          <Button>{t.save}</Button>
        </Form>
      </details>
    </Layout>
  );
}

/** One survey: how it was drawn, the questionnaire for those it is for, and the figures. */
export function SurveyPage(props: { page: PageFrame; view: SurveyView; form?: string; errors?: FormErrors; values?: FormValues }) {
  const { page, view } = props;
  const { survey, may } = view;
  const t = surveyText[page.lang];
  const at = `${page.base}/surveys/${survey.id}`;
  const returned = view.members.filter((member) => member.channel !== null).length;
  const back = (form: string) => (props.form === form ? { errors: props.errors ?? {}, values: props.values ?? {} } : {});
  const questions = view.questions.map((question) => (
    <RadioField
      name={`q${question.no}`}
      label={`${question.no}. ${question.text}`}
      options={question.options.map((option) => ({ value: option, label: option }))}
    />
  ));
  const shown = view.sheets !== null || view.counts !== null;
  return (
    <Layout page={page} title={survey.title} crumbs={[{ label: t.title, href: `${page.base}/surveys` }, { label: survey.title }]}>
      <p>
        <State tone={survey.state === 'open' ? 'act' : 'good'}>{t[survey.state]}</State> {view.place?.name ?? t.whole} · {survey.openedByName} ·{' '}
        {dayText(shanghaiParts(survey.openedAt).day, page.lang)}
      </p>
      {survey.purpose !== '' && <Lead>{survey.purpose}</Lead>}
      {survey.kind === 'sample' ? (
        <>
          <Soft>{t.drawn(view.members.length, survey.population ?? 0, String((survey.marginPermille ?? 0) / 10), survey.seed ?? '')}</Soft>
          <Progress value={returned} max={view.members.length} label={t.returned(returned, view.members.length)} />
        </>
      ) : (
        <Soft>
          {t.source}：{survey.source}
        </Soft>
      )}
      {may.answer && (
        <Section title={t.yourTurn} id="answer">
          <Soft>{t.yourTurnLead}</Soft>
          <Form action={`${at}/answer`} id="answer" {...back('answer')}>
            {questions}
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      {survey.state === 'open' && view.mine !== null && view.mine.channel !== null && <p>{t.answered}</p>}
      {survey.state === 'open' && view.mine === null && !may.enter && <p>{t.notDrawn}</p>}
      {may.enter && (
        <details class="fold" open={props.form === 'enter'}>
          <summary>{t.enter}</summary>
          <Form action={`${at}/enter`} id="enter" {...back('enter')}>
            <SelectField name="household" label={t.household} options={view.waiting.map((one) => ({ value: one.id, label: one.label }))} required />
            <RadioField
              name="channel"
              label={t.channel}
              options={[
                { value: 'paper', label: t.paper },
                { value: 'phone', label: t.phone },
              ]}
              required
            />
            {questions}
            <Button>{t.saveEntered}</Button>
          </Form>
        </details>
      )}
      <Section title={t.results} id="results">
        {!shown && <p>{t.later}</p>}
        {shown && survey.state === 'open' && <Soft>{t.running}</Soft>}
        {shown && view.questions.map((question) => <Result view={view} question={question} lang={page.lang} />)}
        {shown && survey.kind === 'sample' && <Soft>{t.small(leastShown)}</Soft>}
      </Section>
      <Actions>
        {shown && (
          <ButtonLink kind="quiet" href={`${at}/report.pdf`} word>
            {t.report}
          </ButtonLink>
        )}
        {may.enter && (
          <ButtonLink kind="quiet" href={`${at}/paper.pdf`} word>
            {t.print}
          </ButtonLink>
        )}
        {may.close && (
          <ActionForm kind="danger" action={`${at}/close`}>
            {t.close}
          </ActionForm>
        )}
      </Actions>
    </Layout>
  );
}

function Result({ view, question, lang }: { view: SurveyView; question: Question; lang: 'zh' | 'en' }) {
  const t = surveyText[lang];
  const table = resultOf(view, question);
  const cell = (group: string, answer: string) => table.cells.find((one) => one.group === group && one.answer === answer);
  const first = table.answerTotals.toSorted((a, b) => b.count - a.count)[0];
  return (
    <>
      <h3>
        {question.no}. {question.text}
      </h3>
      {table.total > 0 && first && (
        <p>
          <b>
            {first.answer} {percentText(first.count, table.total)}
          </b>
          {view.survey.kind === 'sample' && <span class="soft"> {intervalWords(view, first.count, table.total, t.interval)}</span>}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th>{t.group}</th>
            {table.answers.map((answer) => (
              <th class="n">{answer}</th>
            ))}
            <th class="n">{t.sheets}</th>
          </tr>
        </thead>
        <tbody>
          {table.groupTotals.map(({ group, count }) => (
            <tr>
              <td>{group}</td>
              {table.answers.map((answer) => (
                <td class="n" data-h={answer}>
                  {cell(group, answer)?.count ?? 0} <small class="soft">{percentText(cell(group, answer)?.count ?? 0, count)}</small>
                </td>
              ))}
              <td class="n" data-h={t.sheets}>
                {count}
              </td>
            </tr>
          ))}
          <tr>
            <td>
              <b>{t.all}</b>
            </td>
            {table.answerTotals.map((one) => (
              <td class="n" data-h={one.answer}>
                <b>{one.count}</b> <small class="soft">{percentText(one.count, table.total)}</small>
              </td>
            ))}
            <td class="n" data-h={t.sheets}>
              <b>{table.total}</b>
            </td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
