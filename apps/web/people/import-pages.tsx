import {
  changesNothing,
  type ColumnMapping,
  type RosterChange,
  type RosterDraft,
  rosterErrorText,
  rosterFailureText,
  type RosterFailure,
  type RosterField,
  rosterFields,
  type RosterPreview,
  rosterText,
} from '#modules/people';
import type { Compound, Neighbourhood } from '#modules/places';
import {
  ActionForm,
  Button,
  ButtonLink,
  dataTable,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  useLang,
} from '../ui/index.ts';
import { importText } from './import-text.ts';
import { crumbs, SummaryList } from './imported-page.tsx';

/** Where a roster is uploaded. */
export interface UploadView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  earlier: readonly (RosterDraft & { by: string })[];
  errors?: FormErrors;
}

export function UploadPage({ page, neighbourhood, earlier, errors }: UploadView) {
  const t = importText[page.lang];
  const at = `${page.base}/n/${neighbourhood.code}/import`;
  return (
    <Layout page={page} title={`${neighbourhood.name} ${t.title}`} crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }]}>
      <Lead>{t.lead}</Lead>
      <Soft>
        {t.columns}{' '}
        <a href={`${at}/template.xlsx`} download="">
          {t.template}
        </a>
      </Soft>
      <Form action={at} multipart errors={errors}>
        <FileField name="roster" label={t.file} accept=".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv" required />
        <Button>{t.upload}</Button>
      </Form>
      <Section title={t.earlier}>
        {dataTable({
          rows: earlier,
          query: {},
          lang: page.lang,
          base: at,
          tools: false,
          caption: t.earlier,
          empty: <Soft>{t.noEarlier}</Soft>,
          columns: [
            {
              key: 'file',
              label: t.file,
              value: (i) => i.fileName,
              render: (i) => <a href={`${page.base}/imports/${i.id}`}>{i.fileName}</a>,
            },
            { key: 'at', label: t.when, value: (i) => i.startedAt },
            { key: 'by', label: t.by, value: (i) => i.by },
            {
              key: 'state',
              label: t.state,
              value: (i) => t[i.state],
              render: (i) => <State tone={i.state === 'done' ? 'good' : 'wait'}>{t[i.state]}</State>,
            },
          ],
        })}
      </Section>
    </Layout>
  );
}

/** A roster between upload and import: what it would do, what is wrong, which column is what. */
export interface PreviewView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  draft: RosterDraft;
  compounds: readonly Compound[];
  preview: RosterPreview | null;
  failure: RosterFailure | null;
}

export function PreviewPage(view: PreviewView) {
  const { page, preview, draft, failure } = view;
  const t = importText[page.lang];
  return (
    <Layout page={page} title={t.previewTitle} crumbs={crumbs(view)} wide>
      <Lead>{draft.fileName}</Lead>
      {failure && (
        <div class="error-summary" role="alert">
          <p>
            <b>{t.cannotRead}</b>
          </p>
          <p>{rosterFailureText(page.lang, failure)}</p>
        </div>
      )}
      {preview && preview.errors.length > 0 && <Wrong view={view} preview={preview} />}
      {preview?.needsCompound && (
        <div class="error-summary" role="alert">
          <p>{rosterFailureText(page.lang, { code: 'which-compound' })}</p>
        </div>
      )}
      {preview && preview.errors.length === 0 && <Plan view={view} preview={preview} />}
      <Choose view={view} />
    </Layout>
  );
}

function Wrong({ view, preview }: { view: PreviewView; preview: RosterPreview }) {
  const { page, neighbourhood } = view;
  const t = importText[page.lang];
  const shown = preview.errors.slice(0, 100);
  return (
    <div class="error-summary" role="alert">
      <p>
        <b>{t.errorsTitle(preview.errors.length)}</b>
      </p>
      <p>{t.errorsBody}</p>
      <ul>
        {shown.map((error) => (
          <li>{rosterErrorText(page.lang, error)}</li>
        ))}
      </ul>
      {preview.errors.length > shown.length && <p>{t.more(preview.errors.length - shown.length)}</p>}
      <ButtonLink href={`${page.base}/n/${neighbourhood.code}/import`}>{t.upload}</ButtonLink>
    </div>
  );
}

function Plan({ view, preview }: { view: PreviewView; preview: RosterPreview }) {
  const { page, draft } = view;
  const t = importText[page.lang];
  const same = changesNothing(preview.plan);
  const assumed = preview.roster.parsed.notes.length;
  return (
    <>
      <Section title={t.willDo}>
        <SummaryList lang={page.lang} summary={preview.summary} />
        {assumed > 0 && <Soft>{rosterText[page.lang]['equal-shares'](assumed)}</Soft>}
        {same ? (
          <p>{t.nothing}</p>
        ) : (
          !preview.needsCompound && (
            <>
              <ActionForm action={`${page.base}/imports/${draft.id}/confirm`}>{t.confirm}</ActionForm>
              <Soft>{t.confirmHint}</Soft>
            </>
          )
        )}
      </Section>
      {preview.plan.changes.length > 0 && <Changes view={view} changes={preview.plan.changes} />}
    </>
  );
}

function Changes({ view, changes }: { view: PreviewView; changes: readonly RosterChange[] }) {
  const { page } = view;
  const t = importText[page.lang];
  return (
    <Section title={t.changesTitle}>
      {dataTable({
        rows: changes.slice(0, 200),
        query: {},
        lang: page.lang,
        base: `${page.base}/imports/${view.draft.id}`,
        tools: false,
        caption: t.changesTitle,
        columns: [
          { key: 'row', label: t.row, value: (c) => c.row, numeric: true },
          { key: 'home', label: t.home, value: (c) => c.label },
          { key: 'what', label: t.what, value: (c) => t[c.what] },
          { key: 'from', label: t.from, value: (c) => c.from || null },
          { key: 'to', label: t.to, value: (c) => c.to || null },
        ],
      })}
      {changes.length > 200 && <Soft>{t.more(changes.length - 200)}</Soft>}
    </Section>
  );
}

/** Which column is what: as guessed, to be corrected. */
function Choose({ view }: { view: PreviewView }) {
  const { page, draft, preview, failure, compounds } = view;
  const t = importText[page.lang];
  const known = preview?.roster ?? (failure?.code === 'missing-column' ? failure : null);
  if (!known) return null;
  const options = known.headers.map((header, i) => ({ value: String(i), label: t.columnNo(i + 1, header) }));
  return (
    <Section title={t.columnsTitle}>
      <Soft>{t.columnsHint}</Soft>
      <Form action={`${page.base}/imports/${draft.id}/columns`}>
        {[0, 3, 6, 9].map((from) => (
          <FieldRow>
            {rosterFields.slice(from, from + 3).map((field) => (
              <ColumnSelect field={field} mapping={known.mapping} options={options} />
            ))}
          </FieldRow>
        ))}
        {known.sheets.length > 1 && (
          <SelectField name="sheet" label={t.sheet} value={known.sheet} required options={known.sheets.map((name) => ({ value: name, label: name }))} />
        )}
        {compounds.length > 1 && known.mapping.compound === undefined && (
          <SelectField
            name="compoundId"
            label={t.compound}
            value={draft.choice.compoundId ?? undefined}
            options={compounds.map((c) => ({ value: c.id, label: c.name }))}
          />
        )}
        <Button kind="quiet">{t.again}</Button>
      </Form>
    </Section>
  );
}

function ColumnSelect({ field, mapping, options }: { field: RosterField; mapping: ColumnMapping; options: { value: string; label: string }[] }) {
  const lang = useLang();
  const needed = field === 'building' || field === 'room';
  return (
    <SelectField
      name={field}
      label={rosterText[lang][field]}
      value={mapping[field]?.toString()}
      required={needed}
      emptyLabel={importText[lang].noColumn}
      options={options}
    />
  );
}
