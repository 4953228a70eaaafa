import type { ApplicationDraft, DraftList } from '#modules/projects';
import { Button, CheckList, DateField, FieldRow, Fieldset, NumberField, SelectField, Soft, TextArea, TextField, useLang, type View } from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import { guideText } from './application-guide-text.ts';
import { withSpareRows } from './application-form.ts';
import type { EditorView } from './application-view.ts';

export function What({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const { draft } = view;
  return (
    <Fieldset legend={t.what}>
      <TextField name="title" label={t.titleField} value={draft.title} maxLength={60} required />
      <TextArea name="goal" label={t.goal} hint={t.goalHint} value={draft.goal} rows={3} maxLength={2000} required />
      <TextArea name="why" label={t.why} value={draft.why} rows={4} maxLength={4000} required />
      {view.tiers.length > 0 && (
        <SelectField name="projectTier" label={guideText[lang].tier} hint={guideText[lang].tierHint} value={draft.projectTier} options={view.tiers} />
      )}
    </Fieldset>
  );
}

export function Schedule({ draft }: { draft: ApplicationDraft }) {
  const t = applicationText[useLang()];
  return (
    <Fieldset legend={t.schedule}>
      <FieldRow>
        <DateField name="periodStart" label={t.periodStart} value={draft.periodStart} required />
        <DateField name="periodEnd" label={t.periodEnd} value={draft.periodEnd} required />
      </FieldRow>
    </Fieldset>
  );
}

export function Effects({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const g = guideText[lang];
  return (
    <Rows
      list="indicators"
      ready={withSpareRows(view.draft, 'indicators').indicators}
      legend={t.indicators}
      hint={t.indicatorsHint}
      one={t.indicator}
      rows={view.draft.indicators}
      render={(row, name) => (
        <>
          <FieldRow>
            <TextField name={`${name}.name`} label={t.indicator} value={row.name} required />
            <TextField name={`${name}.unit`} label={t.unit} value={row.unit} size="short" />
            <NumberField name={`${name}.baseline`} label={t.baseline} value={row.baseline} decimals required />
            <NumberField name={`${name}.target`} label={t.target} value={row.target} decimals required />
          </FieldRow>
          <FieldRow>
            <TextField name={`${name}.how`} label={g.how} hint={g.howHint} value={row.how ?? ''} />
            <TextField name={`${name}.when`} label={g.when} hint={g.whenHint} value={row.when ?? ''} />
          </FieldRow>
        </>
      )}
    />
  );
}

export function Team({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  return (
    <Rows
      list="members"
      ready={withSpareRows(view.draft, 'members').members}
      legend={t.team}
      one={t.member}
      rows={view.draft.members}
      render={(row, name) => (
        <FieldRow>
          <input type="hidden" name={`${name}.personId`} value={row.personId} />
          <TextField name={`${name}.name`} label={t.memberName} value={row.name} required />
          <TextField name={`${name}.duty`} label={t.duty} value={row.duty} required />
        </FieldRow>
      )}
    />
  );
}

export function Risks({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  return (
    <Rows
      list="risks"
      ready={withSpareRows(view.draft, 'risks').risks}
      legend={t.risks}
      one={t.risk}
      rows={view.draft.risks}
      render={(row, name) => (
        <FieldRow>
          <TextField name={`${name}.risk`} label={t.risk} value={row.risk} required />
          <TextField name={`${name}.answer`} label={t.answer} value={row.answer} required />
        </FieldRow>
      )}
    />
  );
}

/** A list with empty rows that stand ready one after another, opened without script and without sending the form; what was written in is kept as rows. */
export function Rows<T>(props: {
  list: DraftList;
  legend: string;
  hint?: string;
  one: string;
  rows: readonly T[];
  /** The list with the empty rows that stand ready (`withSpareRows`). */
  ready: readonly T[];
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
        <Ready {...props} from={props.rows.length} />
        {props.children}
      </Fieldset>
    </div>
  );
}

/** The next empty row, folded, and within it the one after; at the end a button that keeps what was written and gives more. */
function Ready<T>(props: {
  list: DraftList;
  legend: string;
  one: string;
  ready: readonly T[];
  render: (row: T, name: string, index: number) => View;
  from: number;
}): View {
  const t = applicationText[useLang()];
  const { list, from } = props;
  const row = props.ready[from];
  if (row === undefined)
    return (
      <p>
        <Button kind="quiet" name="do" value={`add:${list}`}>
          {t.addMore}
          <span class="unseen">{props.legend}</span>
        </Button>
      </p>
    );
  return (
    <details id={`${list}-${from}`} class="more-rows">
      <summary>
        {t.add}
        <span class="unseen">{`${props.legend} ${from + 1}`}</span>
      </summary>
      <Fieldset legend={t.row(props.one, from + 1)}>{props.render(row, `${list}.${from}`, from)}</Fieldset>
      <Ready {...props} from={from + 1} />
    </details>
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
