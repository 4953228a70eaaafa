import { type Election, missingRules, type RuleAnswer, type RuleKey, ruleKeys, type Term } from '#modules/elections';
import {
  Actions,
  Button,
  ButtonLink,
  CheckField,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextField,
  TimeField,
} from '../ui/index.ts';
import { electionText, electionWord } from './text.ts';
import { type Place, toneOf } from './view.ts';
import { ruleValue } from './election-page.tsx';

/** Elections of a neighbourhood and who holds the posts now. */
export function ListPage(props: {
  page: PageFrame;
  place: Place;
  elections: readonly Election[];
  committee: readonly Term[];
  may: { prepare: boolean; set: boolean };
}) {
  const { page, place } = props;
  const { lang, base } = page;
  const t = electionText[lang];
  return (
    <Layout page={page} title={t.list} crumbs={[{ label: place.name, href: `${base}/n/${place.code}` }]}>
      <Lead>{t.listLead}</Lead>
      {props.committee.length > 0 && (
        <Section title={t.committee}>
          <ul>
            {props.committee.map((term) => (
              <li>
                {electionWord(lang, term.postKind)} {t.termWords(term.name, dayText(term.toDay, lang))}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {props.elections.length === 0 ? (
        <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>
      ) : (
        <ul>
          {props.elections.map((election) => (
            <li>
              <a href={`${base}/elections/${election.id}`}>{election.title}</a> <State tone={toneOf(election)}>{electionWord(lang, election.state)}</State>
            </li>
          ))}
        </ul>
      )}
      <Actions>
        {props.may.prepare && <ButtonLink href={`${base}/n/${place.code}/elections/new`}>{t.prepare}</ButtonLink>}
        {props.may.set && (
          <ButtonLink kind="quiet" href={`${base}/elections/settings`}>
            {t.settings}
          </ButtonLink>
        )}
      </Actions>
    </Layout>
  );
}

type Answers = Partial<Record<RuleKey, RuleAnswer>>;

/** The form that prepares an election; where the office has not answered everything it says what is missing. */
export function NewPage(props: { page: PageFrame; place: Place; answers: Answers; today: string; maySet: boolean; errors?: FormErrors; values?: FormValues }) {
  const { page, place } = props;
  const { lang, base } = page;
  const t = electionText[lang];
  const missing = missingRules(props.answers);
  return (
    <Layout page={page} title={t.newTitle} crumbs={[{ label: `${place.name} ${t.list}`, href: `${base}/n/${place.code}/elections` }]}>
      <Lead>{t.newLead}</Lead>
      {missing.length > 0 ? (
        <div class="reason ask">
          <p>
            <b>{t.rulesMissing}</b>
          </p>
          <ul>
            {missing.map((key) => (
              <li>{electionWord(lang, key)}</li>
            ))}
          </ul>
          <p>{t.askOffice}</p>
          {props.maySet && (
            <p>
              <a href={`${base}/elections/settings`}>{t.settings}</a>
            </p>
          )}
        </div>
      ) : (
        <Form action={`${base}/n/${place.code}/elections/new`} errors={props.errors} values={props.values}>
          <TextField name="title" label={t.title} hint={t.titleHint} required maxLength={60} size="long" />
          <CheckField name="director" label={t.directorSeat} />
          <FieldRow>
            <NumberField name="deputies" label={t.deputySeats} />
            <NumberField name="members" label={t.memberSeats} />
          </FieldRow>
          <Soft>{t.seatsHint}</Soft>
          <FieldRow>
            <DateField name="day" label={t.closesDay} required min={props.today} />
            <TimeField name="time" label={t.closesTime} required value="17:00" />
          </FieldRow>
          <Button>{t.create}</Button>
        </Form>
      )}
    </Layout>
  );
}

/** Choices of each rule; those without are whole numbers. */
export const ruleChoices: Partial<Record<RuleKey, readonly string[]>> = {
  'election.electorate': ['person', 'household', 'representative'],
  'election.contested': ['yes', 'no'],
  'election.order': ['draw', 'strokes'],
  'election.turnout': ['over-half', 'two-thirds', 'none'],
  'election.majority': ['most-votes', 'over-half-of-cast', 'over-half-of-roll'],
  'election.tie': ['runoff', 'lot'],
  'election.unfilled': ['runoff', 'vacant'],
  'election.online': ['yes', 'no'],
  'election.receipts': ['yes', 'no'],
  'election.mobileBox': ['yes', 'no'],
};
/** Name of a rule's field: a dot would not do. */
export const fieldOf = (key: RuleKey): string => key.replace('.', '-');

/** What the office answers; each with who set it and on what ground. */
export function SettingsPage(props: { page: PageFrame; answers: Answers; errors?: FormErrors; values?: FormValues }) {
  const { page, answers } = props;
  const { lang, base } = page;
  const t = electionText[lang];
  const now = (key: RuleKey) => {
    const answer = answers[key];
    return answer === undefined ? t.ruleUnset : `${ruleValue(lang, key, answer.value)}。${t.ruleNow(answer.setBy, dayText(answer.setOn, lang), answer.source)}`;
  };
  return (
    <Layout page={page} title={t.settingsTitle}>
      <Lead>{t.settingsLead}</Lead>
      <Form action={`${base}/elections/settings`} errors={props.errors} values={props.values}>
        {ruleKeys.map((key) => {
          const choices = ruleChoices[key];
          return choices ? (
            <RadioField
              name={fieldOf(key)}
              label={electionWord(lang, key)}
              hint={now(key)}
              value={answers[key]?.value}
              options={choices.map((value) => ({ value, label: ruleValue(lang, key, value) }))}
            />
          ) : (
            <NumberField name={fieldOf(key)} label={electionWord(lang, key)} hint={now(key)} value={answers[key]?.value} />
          );
        })}
        <TextField name="reason" label={t.settingReason} required maxLength={400} size="long" />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
