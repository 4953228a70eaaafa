import { noticeState, objectionOutcomes } from '#modules/notices';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  type DutyItem,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  instantText,
  dayText,
  KeyValues,
  Layout,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  Story,
  TextArea,
  TextField,
  type View,
} from '../ui/index.ts';
import { type Applying, ClausesThatApply } from '../house-rules/applies.tsx';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { disclosureText } from './disclosure-text.ts';
import { kindWords, noticeText } from './text.ts';
import { type NoticeView, paragraphsOf, periodWords, stateWords, subjectPath } from './view.ts';

/** The page of one notice: its words, what it is about, objections with their answers, and the form while it is open. */
export interface NoticePageView {
  page: PageFrame;
  view: NoticeView;
  today: string;
  turns: readonly DutyItem[];
  /** House rules that its words speak of. */
  applying: Applying;
  signedIn: boolean;
  /** A form that came back: which one, its errors and what was typed. */
  back?: { form: string; errors: FormErrors; values: FormValues };
}

export function NoticePage(props: NoticePageView) {
  const { page, view } = props;
  const { notice } = view;
  const { lang, base } = page;
  const t = noticeText[lang];
  const board = view.place ? `${base}/n/${view.place.code}/notices` : `${base}/notices`;
  const state = stateWords(notice, props.today, lang);
  const subject = subjectPath(notice);
  return (
    <Layout page={page} title={notice.title} crumbs={[{ label: t.board, href: board }]} description={paragraphsOf(notice.body)[0]?.slice(0, 120)}>
      <p>
        <State tone={state.tone}>{state.text}</State> <span class="soft">{kindWords(notice.kind, lang)}</span>
      </p>
      {notice.correctedById !== null && (
        <Note>
          {t.replacedBy} <a href={`${base}/notices/${notice.correctedById}`}>{t.seeCorrection}</a>
        </Note>
      )}
      {notice.correctsNoticeId !== null && (
        <Note>
          {t.corrects}
          {notice.correctionReason} <a href={`${base}/notices/${notice.correctsNoticeId}`}>{t.seeFirst}</a>
        </Note>
      )}
      <article>
        {paragraphsOf(notice.body).map((part) => (
          <p class="pre">{lines(part)}</p>
        ))}
      </article>
      <KeyValues
        items={[
          [t.period, periodWords(notice, lang)],
          [t.place, view.place?.name ?? page.subdistrictName ?? ''],
          [t.publisher, view.publisher ?? t.system],
          [t.published, <Instant at={notice.publishedAt} />],
          [disclosureText[lang].fulfilsWords, view.fulfils.length === 0 ? undefined : view.fulfils.map((title) => title[lang]).join('、')],
          [t.about, subject === null ? undefined : <a href={`${base}${subject}`}>{t.seeSubject}</a>],
        ]}
      />
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/notices/${notice.id}/paper.pdf`} word>
          {t.printA4}
        </ButtonLink>
        {view.may.correct && noticeState(notice, props.today) !== 'ended' && notice.correctedById === null && (
          <ButtonLink kind="quiet" href={`${base}/notices/${notice.id}/correct`}>
            {t.correct}
          </ButtonLink>
        )}
      </Actions>
      <Objections {...props} />
      <ClausesThatApply page={page} applying={props.applying} />
      {notice.acceptsObjections && <WhoseTurn items={props.turns} />}
    </Layout>
  );
}

/** A box of words beside the notice's own. */
const Note = (props: { good?: boolean; children?: View }) => <div class={props.good ? 'reason passed' : 'reason ask'}>{props.children}</div>;

const lines = (text: string) => text.split('\n').flatMap((line, i) => (i === 0 ? [line] : [<br />, line]));

function Objections(props: NoticePageView) {
  const { page, view } = props;
  const t = noticeText[page.lang];
  const { notice } = view;
  if (!notice.acceptsObjections)
    return (
      <Section title={t.objections}>
        <Soft>{t.takesNone}</Soft>
      </Section>
    );
  return (
    <Section title={t.objections} id="objections">
      <Soft>{notice.answerDueDay === null ? t.answerDueUnset : t.answerDue(dayText(notice.answerDueDay, page.lang))}</Soft>
      {view.objections.length === 0 ? (
        <p>{t.noObjections}</p>
      ) : (
        <Story
          items={view.objections.map((one) => ({
            state: one.answer === null ? 'now' : 'done',
            title: one.by,
            when: instantText(one.at, page.lang, 'short'),
            datetime: one.at.toISOString(),
            badge:
              one.answer === null
                ? { tone: 'wait', text: t.waiting }
                : { tone: one.answer.outcome === 'rejected' ? 'plain' : 'good', text: t[one.answer.outcome] },
            body: (
              <>
                <p>{lines(one.text)}</p>
                {one.channel !== 'own' && (
                  <Soft>
                    {t[one.channel]}
                    {one.enteredByName !== null && ` · ${t.enteredBy(one.enteredByName)}`}
                  </Soft>
                )}
                {one.answer !== null && (
                  <Note good={one.answer.outcome !== 'rejected'}>
                    <b>{`${t.answer} · ${t[one.answer.outcome]}`}</b>
                    <br />
                    {lines(one.answer.text)}
                    <Soft>{t.answeredBy(one.answeredByName ?? '', instantText(one.answer.at, page.lang, 'short'))}</Soft>
                  </Note>
                )}
                <Told {...props} one={one} />
                {one.answer === null && view.may.answer && <AnswerForm {...props} objectionId={one.id} />}
              </>
            ),
          }))}
        />
      )}
      <ObjectionForm {...props} />
      {view.may.objectFor && view.takesObjections && (
        <p>
          <a href={`${page.base}/notices/${notice.id}/objections-for`}>{t.objectFor}</a>
        </p>
      )}
    </Section>
  );
}

/** What is left until the objector knows the answer: they say so themselves, or whoever answers brings it on paper. */
function Told(props: NoticePageView & { one: NoticeView['objections'][number] }) {
  const { page, one, back } = props;
  const t = noticeText[page.lang];
  const id = `told-${one.id}`;
  const mine = back?.form === id ? back : undefined;
  if (one.toRead) return <ActionForm action={`${page.base}/objections/${one.id}/told`}>{t.readIt}</ActionForm>;
  if (!one.toBring) return null;
  return (
    <>
      <Soft>{t.notTold}</Soft>
      <ButtonLink kind="quiet" href={`${page.base}/objections/${one.id}/letter.pdf`} word>
        {t.letter}
      </ButtonLink>
      <Form id={id} action={`${page.base}/objections/${one.id}/told`} errors={mine?.errors} values={mine?.values}>
        <TextField name="how" label={t.howTold} hint={t.howToldHint} required maxLength={100} />
        <Button kind="quiet">{t.told}</Button>
      </Form>
    </>
  );
}

function AnswerForm(props: NoticePageView & { objectionId: string }) {
  const { page, back } = props;
  const t = noticeText[page.lang];
  const id = `answer-${props.objectionId}`;
  const mine = back?.form === id ? back : undefined;
  return (
    <Form id={id} action={`${page.base}/objections/${props.objectionId}/answer`} errors={mine?.errors} values={mine?.values}>
      <RadioField name="outcome" label={t.outcome} required options={objectionOutcomes.map((value) => ({ value, label: t[value] }))} />
      <TextArea name="text" label={t.answerField} required maxLength={2000} rows={3} />
      <Button>{t.answer}</Button>
    </Form>
  );
}

function ObjectionForm(props: NoticePageView) {
  const { page, view, back } = props;
  const t = noticeText[page.lang];
  const { notice } = view;
  if (!view.takesObjections) {
    const coming = noticeState(notice, props.today) === 'coming';
    return <Soft>{coming ? t.objectionsLater(dayText(notice.startDay, page.lang)) : t.objectionsClosed}</Soft>;
  }
  const until = <p>{t.objectionsUntil(dayText(notice.endDay ?? '', page.lang))}</p>;
  if (!props.signedIn)
    return (
      <>
        {until}
        <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signInToObject}</ButtonLink>
      </>
    );
  if (!view.may.object) return <Soft>{view.notice.neighbourhoodId === null ? t.notYourTown : t.notYourPlace}</Soft>;
  // Of a round's results one says which project is meant, so that its result is looked at anew.
  if (notice.kind === 'award' && notice.subjectKind === 'round')
    return (
      <>
        {until}
        <ButtonLink href={`${page.base}/rounds/${notice.subjectId}/objections`}>{t.objectInRound}</ButtonLink>
      </>
    );
  const mine = back?.form === 'object' ? back : undefined;
  return (
    <>
      {until}
      <Form id="object" action={`${page.base}/notices/${notice.id}/objections`} errors={mine?.errors} values={mine?.values}>
        <TextArea name="text" label={t.objectionField} hint={t.objectionHint} required maxLength={2000} />
        <Button>{t.object}</Button>
      </Form>
    </>
  );
}
