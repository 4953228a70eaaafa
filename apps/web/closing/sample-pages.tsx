import type { Lesson } from '#modules/closing';
import type { Question, Survey } from '#modules/surveys';
import { Actions, Button, Form, type FormErrors, type FormValues, Layout, Lead, type PageFrame, RadioField, Soft, State, TextField } from '../ui/index.ts';
import { text } from './text.ts';

/** A drawn household answers by the code on its letter. */
export function AnswerByCodePage(props: {
  page: PageFrame;
  survey: Survey;
  questions: readonly Question[];
  code: string;
  thanks: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, survey } = props;
  const t = text[page.lang];
  return (
    <Layout page={page} title={survey.title}>
      {props.thanks ? (
        <p class="flash good" role="status">
          {t.codeThanks}
        </p>
      ) : survey.state === 'closed' ? (
        <p class="flash">{t.codeClosed}</p>
      ) : (
        <>
          <Lead>{t.codeLead}</Lead>
          {survey.purpose !== '' && <Soft>{survey.purpose}</Soft>}
          <Form action={`${page.base}/surveys/${survey.id}/by-code`} errors={props.errors} values={props.values}>
            <TextField name="code" label={t.codeField} required maxLength={20} value={props.code} />
            {props.questions.map((question) => (
              <RadioField
                name={`q${question.no}`}
                label={`${question.no}. ${question.text}`}
                options={question.options.map((option) => ({ value: option, label: option }))}
              />
            ))}
            <Actions>
              <Button>{t.codeSend}</Button>
            </Actions>
          </Form>
        </>
      )}
    </Layout>
  );
}

/** Lessons of all projects, found by words and tag. */
export function LessonsPage(props: { page: PageFrame; lessons: readonly Lesson[]; places: ReadonlyMap<string, string>; words: string; tag: string }) {
  const { page } = props;
  const t = text[page.lang];
  return (
    <Layout page={page} title={t.lessonsTitle}>
      <Lead>{t.lessonsLead}</Lead>
      <Form action={`${page.base}/lessons`} method="get">
        <TextField name="q" label={t.lessonWords} type="search" value={props.words} size="long" />
        {props.tag !== '' && <input type="hidden" name="tag" value={props.tag} />}
        <Actions>
          <Button kind="quiet">{t.lessonFind}</Button>
        </Actions>
      </Form>
      {props.tag !== '' && (
        <p>
          #{props.tag} <a href={`${page.base}/lessons`}>×</a>
        </p>
      )}
      {props.lessons.length === 0 && <Soft>{props.words === '' && props.tag === '' ? t.noLessons : t.noneFound}</Soft>}
      <ul>
        {props.lessons.map((one) => (
          <li>
            <State tone={one.kind === 'again' ? 'good' : 'wait'}>{t[one.kind]}</State> {one.text}{' '}
            <span class="soft">
              {one.tags.map((tag) => (
                <>
                  <a href={`${page.base}/lessons?tag=${encodeURIComponent(tag)}`}>#{tag}</a>{' '}
                </>
              ))}
              <a href={`${page.base}/projects/${one.projectId}`}>{one.projectTitle}</a> · {props.places.get(one.neighbourhoodId)} · {one.year}
            </span>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
