import { type Answer, answerText, type BallotOption, type Question, receiptText } from '#modules/ballots';
import {
  Actions,
  Button,
  ButtonLink,
  CheckList,
  Form,
  type FormErrors,
  type FormValues,
  HiddenKeys,
  Layout,
  NumberField,
  type PageFrame,
  RadioField,
  SelectField,
  Soft,
  useLang,
  type View,
  yuanText,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { encodeAnswer } from './answer-form.ts';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

/** Hidden fields that go with a vote from page to page. */
export type Hidden = Readonly<Record<string, string>>;
export const HiddenFields = ({ fields }: { fields: Hidden }) => (
  <>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
);

interface Asked {
  question: Question;
  options: readonly BallotOption[];
}

/** Yes, no, abstain: one tap each. `confirm` sends to the page where one looks at it first. */
export function YesNoForm(props: { action: string; hidden: Hidden; without?: string; quiet?: boolean; before?: View }) {
  const t = ballotText[useLang()];
  return (
    <form method="post" action={props.action} data-once="">
      <HiddenKeys />
      <HiddenFields fields={props.hidden} />
      {props.before}
      <Actions>
        {(['yes', 'no', 'abstain'] as const)
          .filter((choice) => choice !== props.without)
          .map((choice) => (
            <Button kind={props.quiet || choice !== 'yes' ? 'quiet' : 'primary'} name="choice" value={choice}>
              {t[choice]}
            </Button>
          ))}
      </Actions>
    </form>
  );
}

/** The options to choose from, each kind in its way; then to the page where one looks at it first. */
export function OptionsForm(props: Asked & { action: string; hidden: Hidden; errors?: FormErrors; values?: FormValues; id?: string }) {
  const t = voteText[useLang()];
  const { question, options } = props;
  return (
    <Form id={props.id ?? 'vote-form'} action={props.action} errors={props.errors} values={props.values}>
      <HiddenFields fields={props.hidden} />
      <Picks question={question} options={options} />
      <Actions>
        <Button>{t.check}</Button>
        <Button kind="quiet" name="choice" value="abstain">
          {t.abstainAll}
        </Button>
      </Actions>
    </Form>
  );
}

function Picks({ question, options }: Asked) {
  const t = voteText[useLang()];
  const labelled = options.map((option) => ({
    value: String(option.no),
    label: `${option.no}. ${option.label}${option.costFen === null ? '' : `（${yuanText(option.costFen)} 元）`}`,
    ...(option.note === '' ? {} : { hint: option.note }),
  }));
  switch (question.kind) {
    case 'yes-no':
      return null;
    case 'one':
      return <RadioField name="pick" label={t.pickOne} required options={labelled} />;
    case 'approval':
      return <CheckList name="pick" label={t.pickSome(question.minPicks ?? 1, question.maxPicks ?? 1)} required options={labelled} />;
    case 'budget':
      return <CheckList name="pick" label={t.withinBudget(yuanText(question.budgetFen ?? 0n))} required options={labelled} />;
    case 'score':
      return (
        <fieldset class="group">
          <legend>{t.scoreEach(question.scoreMax ?? 0)}</legend>
          {labelled.map((option) => (
            <NumberField name={`score-${option.value}`} label={option.label} hint={option.hint} unit={t.points} />
          ))}
        </fieldset>
      );
    case 'ranking':
      return (
        <fieldset class="group">
          <legend>{t.rankEach}</legend>
          {labelled.map((option) => (
            <SelectField
              name={`rank-${option.value}`}
              label={option.label}
              hint={option.hint}
              emptyLabel="—"
              options={labelled.slice(0, question.maxPicks ?? 1).map((_, index) => ({ value: String(index + 1), label: String(index + 1) }))}
            />
          ))}
        </fieldset>
      );
  }
}

/** What was chosen, before it counts. */
export function CheckPage(
  props: Asked & { page: PageFrame; title: string; label: string; answer: Answer; action: string; hidden: Hidden; back: View; notes: readonly string[] },
) {
  const { page } = props;
  const t = voteText[page.lang];
  return (
    <Layout page={page} title={t.checkTitle}>
      <p>{props.title}</p>
      <Note tone="ask" title={t.notYet}>
        {t.notYetMore}
      </Note>
      <p>
        <b>{props.label}</b>
        {page.lang === 'zh' ? '：' : ': '}
        <b class="lead">{answerText(props.question.kind, props.options, props.answer, page.lang)}</b>
      </p>
      {props.notes.map((note) => (
        <Soft>{note}</Soft>
      ))}
      <form method="post" action={props.action} data-once="">
        <HiddenKeys />
        <HiddenFields fields={{ ...props.hidden, choice: encodeAnswer(props.answer) }} />
        <Actions>
          <Button>{t.confirm}</Button>
          {props.back}
        </Actions>
      </form>
    </Layout>
  );
}

/** The vote is in the box; the receipt is shown here and nowhere else. */
export function CastPage(props: { page: PageFrame; label: string; receipt: string | null; secret: boolean; after: View; locks?: boolean }) {
  const { page, receipt } = props;
  const t = voteText[page.lang];
  return (
    <Layout page={page} title={t.castTitle}>
      <Note tone="good" title={t.castTitle}>
        {(props.secret ? t.castSecret : t.castNamed)(props.label)}
      </Note>
      {receipt !== null && (
        <>
          <p>{t.receipt}</p>
          <p class="lead">
            <b>
              <code>{receiptText(receipt)}</code>
            </b>
          </p>
          <p>{t.receiptKeep}</p>
          <Soft>{t.receiptShow}</Soft>
        </>
      )}
      {props.locks && <Soft>{t.locks}</Soft>}
      <Actions>{props.after}</Actions>
    </Layout>
  );
}

export const BackLink = ({ href }: { href: string }) => (
  <ButtonLink kind="quiet" href={href}>
    {voteText[useLang()].back}
  </ButtonLink>
);
