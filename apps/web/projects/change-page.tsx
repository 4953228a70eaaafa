import { dayOf } from '#libs/civil-time';
import {
  type ApplicationVersion,
  budgetAfter,
  type ChangeKind,
  type ChangeRequest,
  type Delays,
  itWasAskedLate,
  type KeptMove,
  type Project,
} from '#modules/projects';
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
  type Option,
  type PageFrame,
  Section,
  SelectField,
  State,
  TextArea,
} from '../ui/index.ts';
import { AskForm } from './change-forms.tsx';
import { changeText } from './change-text.ts';
import { doingText } from './doing-text.ts';
import { WorksNav } from './works-nav.tsx';

const stateKeys = { asked: 'stateAsked', with_residents: 'stateResidents', approved: 'approved', refused: 'refused' } as const;
const tones = { asked: 'wait', with_residents: 'wait', approved: 'good', refused: 'bad' } as const;

/** What was changed since the agreement, by whom and why; the forms to ask and to answer. */
export function ChangesPage(props: {
  page: PageFrame;
  project: Project;
  changes: ChangeRequest[];
  staff: boolean;
  mayAsk: boolean;
  mayDecide: (change: ChangeRequest) => boolean;
  personId: string | null;
  resolutions: Option[];
  ballots: Option[];
  application: ApplicationVersion | null;
  moves: KeptMove[];
  lastDay: string | null;
  delays: Delays;
  today: string;
  /** The kind that is being asked for. */
  kind: ChangeKind;
  errors?: FormErrors;
  values?: FormValues;
  /** The change whose answer was refused, with the words. */
  refused?: { id: string; text: string };
}) {
  const { page, project } = props;
  const t = doingText[page.lang];
  const c = changeText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const approved = props.moves.filter((move) => move.approved);
  return (
    <Layout page={page} title={t.changesTitle} crumbs={[{ label: project.title, href: at }, { label: t.changesTitle }]}>
      <WorksNav page={page} project={project} here="changes" staff={props.staff} />
      <Lead>{t.changesLead}</Lead>
      {props.delays.times > 0 && <p>{c.delayed(props.delays.times, props.delays.days, props.delays.askedLate)}</p>}
      {props.changes.length === 0 && <Empty title={t.noChanges} />}
      {props.changes.map((change) => (
        <Section
          title={`${change.no}. ${change.kind === 'other' ? '' : `${c[change.kind]}：`}${change.what}`}
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
              [c.decidedBy, c[change.decider]],
              [
                change.askedByName,
                <>
                  <Instant at={change.askedAt} /> {itWasAskedLate(change, dayOf) && <State tone="bad">{c.late}</State>}
                </>,
              ],
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
          {change.kind === 'budget' && props.application && <Compared {...props} change={change} />}
          {change.decidedAt === null && props.mayDecide(change) && change.askedBy !== props.personId && (
            <AnswerForm
              change={change}
              at={at}
              resolutions={props.resolutions}
              ballots={props.ballots}
              refused={props.refused?.id === change.id ? props.refused.text : undefined}
              lang={page.lang}
            />
          )}
        </Section>
      ))}
      {approved.length > 0 && props.application && (
        <Section title={c.nowTitle}>
          <Budget
            {...props}
            columns={[c.agreed, c.now]}
            lines={budgetAfter(props.application, approved).map((line) => [line.name, line.agreedFen, line.amountFen])}
          />
        </Section>
      )}
      {props.mayAsk && <AskForm {...props} at={at} />}
    </Layout>
  );
}

/** The lines that a change touches, before and after it. */
function Compared(props: Parameters<typeof ChangesPage>[0] & { change: ChangeRequest }) {
  const c = changeText[props.page.lang];
  if (!props.application) return null;
  const position = props.changes.findIndex((one) => one.id === props.change.id);
  const earlier = new Set(props.changes.slice(0, position).map((one) => one.id));
  const before = budgetAfter(
    props.application,
    props.moves.filter((move) => move.approved && (props.change.state !== 'approved' || earlier.has(move.changeId)) && move.changeId !== props.change.id),
  );
  const after = budgetAfter(
    props.application,
    props.moves.filter((move) => move.changeId === props.change.id || (move.approved && (props.change.state !== 'approved' || earlier.has(move.changeId)))),
  );
  const lines = after
    .map((line): [string, bigint, bigint] => [line.name, before.find((one) => one.no === line.no && one.name === line.name)?.amountFen ?? 0n, line.amountFen])
    .filter(([, was, is]) => was !== is);
  return <Budget {...props} columns={[c.before, c.after]} lines={lines} />;
}

const Budget = ({ page, columns, lines }: { page: PageFrame; columns: [string, string]; lines: [string, bigint, bigint][] }) => {
  const c = changeText[page.lang];
  const sum = (at: 1 | 2) => lines.reduce((fen, line) => fen + line[at], 0n);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{c.line}</th>
          {columns.map((label) => (
            <th scope="col" class="n">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...lines, [c.total, sum(1), sum(2)] as const].map(([name, was, is]) => (
          <tr>
            <th scope="row">{name}</th>
            <td class="n" data-h={columns[0]}>
              <Money fen={was} />
            </td>
            <td class="n" data-h={columns[1]}>
              <Money fen={is} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function AnswerForm(props: { change: ChangeRequest; at: string; resolutions: Option[]; ballots: Option[]; refused?: string; lang: PageFrame['lang'] }) {
  const { change } = props;
  const t = doingText[props.lang];
  return (
    <Form action={`${props.at}/changes/${change.id}/answer`} id={change.id} errors={props.refused ? { '': props.refused } : {}}>
      <TextArea name="reason" label={t.reason} rows={2} maxLength={1000} required />
      {change.size === 'big' && change.state === 'with_residents' && (
        <FieldRow>
          <SelectField name="resolutionId" label={t.resolution} options={props.resolutions} />
          <SelectField name="ballotId" label={changeText[props.lang].ballot} options={props.ballots} />
        </FieldRow>
      )}
      <Actions>
        {(change.size !== 'big' || change.state === 'with_residents') && (
          <Button name="answer" value="approve">
            {t.approve}
          </Button>
        )}
        {change.state === 'asked' && change.decider !== 'team' && (
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
