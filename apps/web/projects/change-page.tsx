import { dayOf } from '#libs/civil-time';
import type { ChangeRequest, Project } from '#modules/projects';
import {
  Actions,
  Button,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';

const stateKeys = { asked: 'stateAsked', with_residents: 'stateResidents', approved: 'approved', refused: 'refused' } as const;
const tones = { asked: 'wait', with_residents: 'wait', approved: 'good', refused: 'bad' } as const;

/** What was changed since the agreement, by whom and why; the forms to ask and to answer. */
export function ChangesPage(props: {
  page: PageFrame;
  project: Project;
  changes: ChangeRequest[];
  mayAsk: boolean;
  mayDecide: boolean;
  personId: string | null;
  resolutions: Option[];
  errors?: FormErrors;
  values?: FormValues;
  /** The change whose answer was refused, with the words. */
  refused?: { id: string; text: string };
}) {
  const { page, project } = props;
  const t = doingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t.changesTitle} crumbs={[{ label: project.title, href: at }, { label: t.changesTitle }]}>
      <Lead>{t.changesLead}</Lead>
      {props.changes.length === 0 && <Empty title={t.noChanges} />}
      {props.changes.map((change) => (
        <Section
          title={`${change.no}. ${change.what}`}
          id={`change-${change.no}`}
          action={<State tone={tones[change.state]}>{t[stateKeys[change.state]]}</State>}
        >
          <KeyValues
            items={[
              [t.from, change.fromText],
              [t.to, change.toText],
              [t.why, change.why],
              [t.amount, change.amountFen > 0n ? <Money fen={change.amountFen} /> : undefined],
              [
                t.answer,
                <>
                  {t[change.size]}
                  {change.sizeReason.saidBy
                    ? `，${t.saidBy(change.sizeReason.saidBy)}`
                    : change.sizeReason.bigFromPercent !== null
                      ? `（${t.byRule(change.sizeReason.bigFromPercent)}）`
                      : ''}
                </>,
              ],
              [change.askedByName, <Instant at={change.askedAt} />],
              [
                change.decidedByName ?? '',
                change.decidedAt ? (
                  <>
                    {change.decisionReason} · {dayText(dayOf(change.decidedAt), page.lang)}
                  </>
                ) : undefined,
              ],
            ]}
          />
          {change.decidedAt === null && props.mayDecide && change.askedBy !== props.personId && (
            <AnswerForm
              change={change}
              at={at}
              resolutions={props.resolutions}
              refused={props.refused?.id === change.id ? props.refused.text : undefined}
              lang={page.lang}
            />
          )}
        </Section>
      ))}
      {props.mayAsk && (
        <Section title={t.askChange} id="ask">
          <Form action={`${at}/changes`} errors={props.errors} values={props.values}>
            <TextField name="what" label={t.what} required maxLength={100} size="long" />
            <FieldRow>
              <TextField name="fromText" label={t.from} required />
              <TextField name="toText" label={t.to} required />
            </FieldRow>
            <TextArea name="why" label={t.why} rows={3} maxLength={1000} required />
            <MoneyField name="amount" label={t.amount} value="0" required />
            <Actions>
              <Button>{t.askChange}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

function AnswerForm(props: { change: ChangeRequest; at: string; resolutions: Option[]; refused?: string; lang: PageFrame['lang'] }) {
  const { change } = props;
  const t = doingText[props.lang];
  return (
    <Form action={`${props.at}/changes/${change.id}/answer`} id={change.id} errors={props.refused ? { '': props.refused } : {}}>
      <TextArea name="reason" label={t.reason} rows={2} maxLength={1000} required />
      {change.size === 'big' && change.state === 'with_residents' && (
        <SelectField name="resolutionId" label={t.resolution} options={props.resolutions} required />
      )}
      <Actions>
        {(change.size !== 'big' || change.state === 'with_residents') && (
          <Button name="answer" value="approve">
            {t.approve}
          </Button>
        )}
        {change.state === 'asked' && (
          <Button name="answer" value="send-to-residents" kind={change.size === 'big' ? 'primary' : 'quiet'}>
            {t.sendToResidents}
          </Button>
        )}
        <Button name="answer" value="refuse" kind="quiet">
          {t.refuse}
        </Button>
      </Actions>
    </Form>
  );
}
