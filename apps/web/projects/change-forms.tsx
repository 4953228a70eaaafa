import { type ApplicationVersion, type ChangeKind, changeKinds, type KeptMove, partOf } from '#modules/projects';
import {
  Actions,
  Button,
  DateField,
  dayText,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  MoneyField,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { changeText } from './change-text.ts';
import { doingText } from './doing-text.ts';

interface Ask {
  page: PageFrame;
  at: string;
  kind: ChangeKind;
  application: ApplicationVersion | null;
  moves: readonly KeptMove[];
  lastDay: string | null;
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}

/** Rows of moves that the form offers. */
export const moveRows = [1, 2, 3] as const;

/** The form that asks for a change, one for each kind. */
export function AskForm(props: Ask) {
  const { page, at, kind } = props;
  const t = doingText[page.lang];
  const c = changeText[page.lang];
  const lead = kind === 'budget' ? c.budgetLead : kind === 'schedule' ? c.scheduleLead : kind === 'scope' ? c.scopeLead : null;
  return (
    <Section title={t.askChange} id="ask">
      <nav class="works" aria-label={c.kinds}>
        {changeKinds.map((one) => (
          <a href={`${at}/changes?kind=${one}#ask`} aria-current={one === kind ? 'page' : undefined}>
            {c[one]}
          </a>
        ))}
      </nav>
      {lead && <Soft>{lead}</Soft>}
      <Form action={`${at}/changes?kind=${kind}`} errors={props.errors} values={props.values}>
        {kind === 'budget' && <Moves {...props} />}
        {kind === 'schedule' && (
          <DateField
            name="newLastDay"
            label={c.newLastDay}
            hint={props.lastDay === null ? undefined : c.oldLastDay(dayText(props.lastDay, page.lang))}
            min={props.today}
            required
          />
        )}
        {(kind === 'scope' || kind === 'other') && (
          <>
            <TextField name="what" label={t.what} required maxLength={100} size="long" />
            <FieldRow>
              <TextField name="fromText" label={t.from} required />
              <TextField name="toText" label={t.to} required />
            </FieldRow>
          </>
        )}
        <TextArea name="why" label={t.why} rows={3} maxLength={1000} required />
        {kind === 'other' && <MoneyField name="amount" label={t.amount} value="0" required />}
        <Actions>
          <Button>{t.askChange}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** What each line still has of each of its sources, as choices. */
export function partOptions(application: ApplicationVersion, moves: readonly KeptMove[], left: (yuan: string) => string): Option[] {
  const approved = moves.filter((move) => move.approved);
  return application.lines.flatMap((line, at) =>
    application.sources.flatMap((source, index) => {
      const fen = partOf(application, approved, at + 1, index + 1);
      return fen > 0n ? [{ value: `${at + 1}:${index + 1}`, label: `${line.name} · ${source.name}（${left(yuanText(fen))}）` }] : [];
    }),
  );
}

function Moves({ page, application, moves }: Ask) {
  const c = changeText[page.lang];
  if (!application) return null;
  const from = partOptions(application, moves, c.left);
  const to = [...application.lines.map((line, at) => ({ value: String(at + 1), label: line.name })), { value: 'new', label: c.newLine }];
  return (
    <>
      {moveRows.map((row) => (
        <Fieldset legend={c.move(row)}>
          <FieldRow>
            <SelectField name={`from${row}`} label={c.fromPart} options={from} together />
            <SelectField name={`to${row}`} label={c.toPart} options={to} together />
          </FieldRow>
          <FieldRow>
            <MoneyField name={`fen${row}`} label={c.amount} together />
            <TextField name={`name${row}`} label={c.newName} maxLength={60} />
          </FieldRow>
        </Fieldset>
      ))}
    </>
  );
}
