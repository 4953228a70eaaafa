import { dayOf } from '#libs/civil-time';
import { type Grade, type GradeChoice, gradeStanding, type GradeTold } from '#modules/projects';
import { shownName } from '../projects/words.ts';
import type { PublicNames } from '../projects/words.ts';
import {
  ActionForm,
  Actions,
  Button,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextArea,
  type View,
} from '../ui/index.ts';
import { text } from './text.ts';

/** The form of a told grade that came back. */
export interface GradeBack {
  form: 'object' | 'decide';
  errors: FormErrors;
  values: FormValues;
}

/** What was said of a grade after it was given, and who may say the next thing: tell, take or object, answer. */
export function GradeToldSection(props: {
  page: PageFrame;
  projectId: string;
  grades: readonly Grade[];
  told: GradeTold | null;
  choices: readonly GradeChoice[];
  names: PublicNames;
  today: string;
  may: { tell: boolean; answer: boolean; decide: boolean; set: boolean };
  /** A form that came back, with its errors and what was typed. */
  back?: GradeBack | undefined;
}): View {
  const { page, told, may } = props;
  const t = text[page.lang];
  const at = `${page.base}/projects/${props.projectId}/grade`;
  const standing = gradeStanding(props.grades.length, told, props.today);
  if (standing === 'none') return null;
  const objects = props.back?.form === 'object' ? props.back : undefined;
  const decides = props.back?.form === 'decide' ? props.back : undefined;
  const day = (instant: Date) => dayText(dayOf(instant), page.lang);
  return (
    <Section title={t.toldTitle} id="told">
      {told && (
        <KeyValues
          items={[
            [
              t.toldTitle,
              `${t.toldOn(day(told.at), told.byName)}；${told.objectUntil === null ? t.untilUnset : t.until(dayText(told.objectUntil, page.lang))}`,
            ],
            [t.objection, told.objection ? `${told.objection.text}（${shownName(told.objection.byName, null, props.names)}，${day(told.objection.at)}）` : ''],
            [t.answerTitle, told.end && told.end.reason !== '' ? `${told.end.reason}（${told.end.byName}，${day(told.end.at)}）` : ''],
          ]}
        />
      )}
      {standing === 'final' && (
        <p>
          <State tone="good">{told?.end?.how === 'kept' ? t.keptGrade : told?.end?.how === 'upheld' ? t.upheld : told?.end ? t.taken : t.overNow}</State>
        </p>
      )}
      {standing === 'given' && may.tell && (
        <>
          <Soft>{t.tellHint}</Soft>
          <ActionForm action={`${at}/tell`}>{t.tell}</ActionForm>
        </>
      )}
      {told && told.objectUntil === null && standing === 'told' && may.set && (
        <p>
          <a href={`${page.base}/project-deadlines`}>{t.setDays}</a>
        </p>
      )}
      {standing === 'told' && may.answer && (
        <>
          <ActionForm action={`${at}/answer`} fields={{ how: 'take' }}>
            {t.takeIt}
          </ActionForm>
          <details open={objects !== undefined}>
            <summary>{t.object}</summary>
            <Form id="object" action={`${at}/answer`} errors={objects?.errors} values={objects?.values}>
              <input type="hidden" name="how" value="object" />
              <TextArea name="objection" label={t.objectWhy} rows={4} maxLength={2000} required />
              <Actions>
                <Button kind="quiet">{t.object}</Button>
              </Actions>
            </Form>
          </details>
        </>
      )}
      {standing === 'objected' && may.decide && (
        <Form id="decide" action={`${at}/objection`} errors={decides?.errors} values={decides?.values}>
          <RadioField
            name="grade"
            label={t.answerGrade}
            required
            options={[
              { value: 'keep', label: t.answerKeep },
              ...props.choices.map((choice) => ({ value: `grade-${choice.code}`, label: choice.title[page.lang] })),
            ]}
          />
          <TextArea name="reason" label={t.answerReason} rows={3} maxLength={1000} required />
          <Actions>
            <Button>{t.answer}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
