import { toChineseCapital } from '#libs/money';
import type { Verdict } from '#libs/policy';
import { type ApplicationDraft, type DraftList, draftSums, type Project, sourceKinds } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  CheckList,
  DateField,
  FieldRow,
  Fieldset,
  FileField,
  FileList,
  Form,
  type FormErrors,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type Option,
  type PageFrame,
  SelectField,
  Soft,
  TextArea,
  TextField,
  useLang,
  type View,
  yuanText,
} from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import { projectText } from './text.ts';
import { VerdictReasons } from './verdict.tsx';

/** Everything the editor needs beside the draft. */
export interface EditorView {
  page: PageFrame;
  project: Project;
  draft: ApplicationDraft;
  revision: number;
  errors: FormErrors;
  /** Said on top, beside the fields' own errors. */
  note?: string;
  categories: Option[];
  organisations: Option[];
  persons: Option[];
  resolutions: Option[];
  ballots: Option[];
  evidenceKinds: Option[];
  /** Null: no policy is in force, or the draft is not complete. */
  verdict: Verdict | null;
  policyInForce: boolean;
}

/** The editor of an application: one page, its parts under their headings, sums and policy check by the server. */
export function ApplicationPage(view: EditorView) {
  const { page, project, draft, errors } = view;
  const t = applicationText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const revising = project.state === 'awarded';
  return (
    <Layout page={page} title={`${t.title} ${project.serial}`} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <Lead>{t.lead}</Lead>
      {project.state === 'returned' && project.stateReason !== null && <p class="flash bad">{t.returnedWhy(project.stateReason)}</p>}
      {revising && project.grantAwardedFen !== null && <p class="flash">{t.awardedOf(yuanText(project.grantAwardedFen))}</p>}
      {view.note !== undefined && (
        <p class="flash bad" role="alert">
          {view.note}
        </p>
      )}
      <Form action={`${at}/application`} errors={errors} multipart>
        {/* Enter saves; it never removes a row. */}
        <button type="submit" name="do" value="save" class="unseen" tabindex={-1} aria-hidden="true">
          {t.save}
        </button>
        <input type="hidden" name="revision" value={String(view.revision)} />
        <What draft={draft} />
        <Rows
          list="indicators"
          legend={t.indicators}
          hint={t.indicatorsHint}
          one={t.indicator}
          rows={draft.indicators}
          render={(row, name) => (
            <FieldRow>
              <TextField name={`${name}.name`} label={t.indicator} value={row.name} required />
              <TextField name={`${name}.unit`} label={t.unit} value={row.unit} size="short" />
              <NumberField name={`${name}.baseline`} label={t.baseline} value={row.baseline} decimals required />
              <NumberField name={`${name}.target`} label={t.target} value={row.target} decimals required />
            </FieldRow>
          )}
        />
        <Rows
          list="members"
          legend={t.team}
          one={t.member}
          rows={draft.members}
          render={(row, name) => (
            <FieldRow>
              <input type="hidden" name={`${name}.personId`} value={row.personId} />
              <TextField name={`${name}.name`} label={t.memberName} value={row.name} required />
              <TextField name={`${name}.duty`} label={t.duty} value={row.duty} required />
            </FieldRow>
          )}
        />
        <Sources view={view} />
        <Budget view={view} />
        <Keeper view={view} />
        <Rows
          list="risks"
          legend={t.risks}
          one={t.risk}
          rows={draft.risks}
          render={(row, name) => (
            <FieldRow>
              <TextField name={`${name}.risk`} label={t.risk} value={row.risk} required />
              <TextField name={`${name}.answer`} label={t.answer} value={row.answer} required />
            </FieldRow>
          )}
        />
        <Basis view={view} />
        <Evidence view={view} />
        <Fieldset legend={t.policy}>
          {view.verdict ? <VerdictReasons verdict={view.verdict} /> : <Soft>{view.policyInForce ? t.policyLater : t.noPolicy}</Soft>}
        </Fieldset>
        <Actions>
          <Button name="do" value="submit">
            {revising ? t.submitRevision : t.submit}
          </Button>
          <Button name="do" value="save" kind="quiet">
            {t.save}
          </Button>
          <ButtonLink href={`${at}/application.pdf`} kind="quiet">
            {projectText[page.lang].applicationPaper}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}

function What({ draft }: { draft: ApplicationDraft }) {
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
function Rows<T>(props: {
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

function Sources({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const kinds = sourceKinds.map((kind) => ({ value: kind, label: projectText[lang][kind] }));
  return (
    <Rows
      list="sources"
      legend={t.money}
      hint={t.moneyHint}
      one={t.source}
      rows={view.draft.sources}
      render={(row, name) => (
        <>
          <input type="hidden" name={`${name}.id`} value={row.id} />
          <FieldRow>
            <SelectField name={`${name}.kind`} label={t.sourceKind} value={row.kind} options={kinds} required />
            <TextField name={`${name}.name`} label={t.sourceName} value={row.name} required />
          </FieldRow>
          {row.kind === 'household' ? (
            <FieldRow>
              <MoneyField name={`${name}.perHousehold`} label={t.perHousehold} value={row.perHousehold} required />
              <NumberField name={`${name}.households`} label={t.householdsCount} value={row.households} unit={projectText[lang].households} required />
            </FieldRow>
          ) : (
            <FieldRow>
              <MoneyField name={`${name}.planned`} label={t.planned} value={row.planned} required />
              {row.kind !== 'grant' && view.organisations.length > 0 && (
                <SelectField name={`${name}.organisationId`} label={t.organisation} value={row.organisationId} options={view.organisations} />
              )}
            </FieldRow>
          )}
        </>
      )}
    />
  );
}

function Budget({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  const { draft } = view;
  const sums = draftSums(draft);
  const payers = [
    ...draft.sources.map((source) => ({ value: source.id, label: source.name || source.id })),
    ...(draft.sources.length > 1 ? [{ value: 'split', label: t.split }] : []),
  ];
  return (
    <Rows
      list="lines"
      legend={t.budget}
      hint={t.budgetHint}
      one={t.line}
      rows={draft.lines}
      render={(row, name, index) => (
        <>
          <FieldRow>
            <TextField name={`${name}.name`} label={t.lineName} value={row.name} required />
            <SelectField name={`${name}.category`} label={t.category} value={row.category} options={view.categories} required />
          </FieldRow>
          <FieldRow>
            <NumberField name={`${name}.quantity`} label={t.quantity} value={row.quantity} decimals required />
            <TextField name={`${name}.unit`} label={t.unit} value={row.unit} size="short" />
            <MoneyField name={`${name}.unitPrice`} label={t.unitPrice} value={row.unitPrice} required />
            <SelectField
              name={`${name}.payer`}
              label={t.payer}
              value={row.payer || (draft.sources.length === 1 ? (draft.sources[0]?.id ?? '') : '')}
              options={payers}
              required
            />
          </FieldRow>
          {draft.sources.length > 1 && (
            <details open={row.payer === 'split' || undefined}>
              <summary>{t.splitHint}</summary>
              <FieldRow>
                {draft.sources.map((source) => (
                  <MoneyField name={`${name}.shares.${source.id}`} label={source.name || source.id} value={row.shares[source.id] ?? ''} />
                ))}
              </FieldRow>
            </details>
          )}
          {sums.lineFen[index] != null && <Soft>{t.lineAmount(yuanText(sums.lineFen[index] ?? 0n))}</Soft>}
        </>
      )}
    >
      <Sums draft={draft} />
    </Rows>
  );
}

/** Sources against lines, to the fen: what must agree before the application can be submitted. */
function Sums({ draft }: { draft: ApplicationDraft }) {
  const t = applicationText[useLang()];
  const sums = draftSums(draft);
  return (
    <div class="table">
      <h3>{t.sumsTitle}</h3>
      <table>
        <caption class="unseen">{t.sumsTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{t.source}</th>
            <th scope="col" class="n">
              {t.sumPlanned}
            </th>
            <th scope="col" class="n">
              {t.sumUsed}
            </th>
            <th scope="col" class="n">
              {t.sumDifference}
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.sources.map((source, index) => {
            const { plannedFen, usedFen } = sums.sources[index] ?? { plannedFen: null, usedFen: 0n };
            return (
              <tr>
                <td data-h={t.source}>{source.name || source.id}</td>
                <td data-h={t.sumPlanned} class="n">
                  {plannedFen === null ? '—' : yuanText(plannedFen)}
                </td>
                <td data-h={t.sumUsed} class="n">
                  {yuanText(usedFen)}
                </td>
                <td data-h={t.sumDifference} class="n">
                  {plannedFen === null ? '—' : yuanText(plannedFen - usedFen)}
                </td>
              </tr>
            );
          })}
          <tr>
            <td data-h={t.source}>
              <b>{t.total}</b>
            </td>
            <td data-h={t.sumPlanned} class="n">
              <b>{yuanText(sums.sourcesFen)}</b>
            </td>
            <td data-h={t.sumUsed} class="n">
              <b>{yuanText(sums.linesFen)}</b>
            </td>
            <td data-h={t.sumDifference} class="n">
              {yuanText(sums.sourcesFen - sums.linesFen)}
            </td>
          </tr>
        </tbody>
        {sums.linesFen > 0n && (
          <tfoot>
            <tr>
              <td colspan={4}>
                {t.capital}：{toChineseCapital(sums.linesFen)}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Keeper({ view }: { view: EditorView }) {
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

function Basis({ view }: { view: EditorView }) {
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

function Evidence({ view }: { view: EditorView }) {
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
