import type { ApplicationDraft, DraftList } from '#modules/projects';
import {
  Button,
  CheckList,
  DateField,
  FieldRow,
  Fieldset,
  FileField,
  FileList,
  MoneyField,
  NumberField,
  SelectField,
  Soft,
  TextArea,
  TextField,
  useLang,
  type View,
} from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import type { EditorView } from './application-page.tsx';

export function What({ draft }: { draft: ApplicationDraft }) {
  const t = applicationText[useLang()];
  return (
    <Fieldset legend={t.what}>
      <TextField name="title" label={t.titleField} value={draft.title} maxLength={60} required />
      <TextArea name="goal" label={t.goal} hint={t.goalHint} value={draft.goal} rows={3} maxLength={2000} required />
      <TextArea name="why" label={t.why} value={draft.why} rows={4} maxLength={4000} required />
      <FieldRow>
        <DateField name="periodStart" label={t.periodStart} value={draft.periodStart} required />
        <DateField name="periodEnd" label={t.periodEnd} value={draft.periodEnd} required />
      </FieldRow>
    </Fieldset>
  );
}

/** A list whose rows are added and taken away by buttons that send the form: nothing typed is lost, no script is needed. */
export function Rows<T>(props: {
  list: DraftList;
  legend: string;
  hint?: string;
  one: string;
  rows: readonly T[];
  render: (row: T, name: string, index: number) => View;
  children?: View;
}) {
  const t = applicationText[useLang()];
  return (
    <div id={props.list}>
      <Fieldset legend={props.legend} hint={props.hint}>
        {props.rows.map((row, index) => (
          <div id={`${props.list}-${index}`}>
            <Fieldset legend={t.row(props.one, index + 1)}>
              {props.render(row, `${props.list}.${index}`, index)}
              <p>
                <Button kind="quiet" name="do" value={`remove:${props.list}:${index}`}>
                  {t.remove}
                  <span class="unseen">{t.row(props.one, index + 1)}</span>
                </Button>
              </p>
            </Fieldset>
          </div>
        ))}
        <p>
          <Button kind="quiet" name="do" value={`add:${props.list}`}>
            {t.add}
            <span class="unseen">{props.legend}</span>
          </Button>
        </p>
        {props.children}
      </Fieldset>
    </div>
  );
}

export function Keeper({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  const { draft } = view;
  return (
    <Fieldset legend={t.keeperTitle}>
      <FieldRow>
        <SelectField name="keeperPersonId" label={t.keeperPerson} value={draft.keeperPersonId} options={view.persons} />
        <TextField name="keeperName" label={t.keeperName} value={draft.keeperName} required />
      </FieldRow>
      <FieldRow>
        <NumberField name="upkeepMonths" label={t.upkeepMonths} value={draft.upkeepMonths} unit={t.months} required />
        <MoneyField name="upkeepYearly" label={t.upkeepYearly} value={draft.upkeepYearly} required />
      </FieldRow>
      <TextArea name="upkeepPlan" label={t.upkeepPlan} value={draft.upkeepPlan} rows={3} maxLength={1000} required />
    </Fieldset>
  );
}

export function Basis({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  const collects = view.draft.sources.some((source) => source.kind === 'household');
  return (
    <Fieldset legend={t.basis}>
      {view.resolutions.length === 0 ? (
        <Soft>{t.noResolutions}</Soft>
      ) : (
        <CheckList name="resolutionIds" label={t.resolutions} options={view.resolutions} values={view.draft.resolutionIds} required />
      )}
      {view.ballots.length === 0 ? (
        collects && <Soft>{t.noBallots}</Soft>
      ) : (
        <CheckList name="ballotIds" label={t.ballots} options={view.ballots} values={view.draft.ballotIds} required={collects} />
      )}
    </Fieldset>
  );
}

export function Evidence({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  const { draft, page } = view;
  const nameOf = (kind: string) => view.evidenceKinds.find((one) => one.value === kind)?.label ?? t.otherEvidence;
  return (
    <Fieldset legend={t.evidence}>
      {draft.evidence.map((row, index) => (
        <>
          <input type="hidden" name={`evidence.${index}.kind`} value={row.kind} />
          <input type="hidden" name={`evidence.${index}.fileId`} value={row.fileId} />
          <input type="hidden" name={`evidence.${index}.name`} value={row.name} />
        </>
      ))}
      {draft.evidence.length > 0 && (
        <FileList
          items={draft.evidence.map((row) => ({
            name: row.name || nameOf(row.kind),
            href: `${page.base}/files/${row.fileId}`,
            kind: nameOf(row.kind),
            note: t.evidenceThere,
          }))}
        />
      )}
      <FieldRow>
        <SelectField name="paperKind" label={t.evidenceKind} options={[...view.evidenceKinds, { value: 'other', label: t.otherEvidence }]} />
        <FileField name="paper" label={t.evidenceFile} multiple />
      </FieldRow>
    </Fieldset>
  );
}
