import { articleNo, type Clause } from '#modules/house-rules';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  type Option,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';
import type { Place, RuleView } from './view.ts';

type Back = { form: string; errors: FormErrors; values: FormValues } | undefined;

/** Where clauses are written: each in its own fold, a new one, the whole text at once. */
export function EditPage({ page, view, back }: { page: PageFrame; view: RuleView; back?: Back }) {
  const { version, clauses } = view;
  const t = houseRuleText[page.lang];
  const here = `${page.base}/house-rules/${view.rule.id}/versions/${version.no}`;
  const returned = (form: string) => (back?.form === form ? { errors: back.errors, values: back.values } : {});
  return (
    <Layout page={page} title={t.editTitle(version.title)} crumbs={[{ label: version.title, href: here }]}>
      <Actions>
        <ButtonLink kind="quiet" href={here}>
          {t.backToText}
        </ButtonLink>
      </Actions>
      {clauses.length === 0 && <Empty title={t.noClauses}>{t.noClausesBody}</Empty>}
      {clauses.map((clause, index) => (
        <details class="fold" id={clause.articleId} open={back?.form === `clause ${clause.articleId}` || undefined}>
          <summary>
            {articleNo(clause.position)} {clause.heading || clause.text.slice(0, 20)}
          </summary>
          <ClauseForm page={page} here={here} clause={clause} clauses={clauses} {...returned(`clause ${clause.articleId}`)} />
          <Actions>
            {index > 0 && (
              <ActionForm kind="quiet" action={`${here}/move`} fields={{ article: clause.articleId, to: 'up' }}>
                {t.up}
              </ActionForm>
            )}
            {index < clauses.length - 1 && (
              <ActionForm kind="quiet" action={`${here}/move`} fields={{ article: clause.articleId, to: 'down' }}>
                {t.down}
              </ActionForm>
            )}
            <ActionForm kind="danger" action={`${here}/remove`} fields={{ article: clause.articleId }}>
              {t.remove}
            </ActionForm>
          </Actions>
        </details>
      ))}
      <Section title={t.addClause} id="add">
        <ClauseForm page={page} here={here} clause={null} clauses={clauses} {...returned('clause ')} />
      </Section>
      <details class="fold" open={back?.form === 'paste' || undefined}>
        <summary>{t.paste}</summary>
        <Form id="paste" action={`${here}/paste`} {...returned('paste')}>
          <TextArea name="text" label={t.paste} hint={t.pasteHint} required rows={12} />
          <Button kind="quiet">{t.pasteButton}</Button>
        </Form>
      </details>
      <details class="fold" open={back?.form === 'head' || undefined}>
        <summary>{t.head}</summary>
        <Form id="head" action={`${here}/head`} {...returned('head')}>
          <TextField name="title" label={t.title} required maxLength={60} value={version.title} size="long" />
          <TextArea name="preamble" label={t.preamble} rows={4} maxLength={2000} value={version.preamble} />
          <TextArea name="reason" label={t.reason} hint={t.reasonHint} rows={3} maxLength={2000} value={version.reason} />
          <Button>{t.save}</Button>
        </Form>
      </details>
    </Layout>
  );
}

function ClauseForm(props: { page: PageFrame; here: string; clause: Clause | null; clauses: readonly Clause[]; errors?: FormErrors; values?: FormValues }) {
  const { clause, clauses, page } = props;
  const t = houseRuleText[page.lang];
  return (
    <Form id={clause?.articleId ?? 'new'} action={`${props.here}/clauses`} errors={props.errors} values={props.values}>
      {clause !== null && <input type="hidden" name="article" value={clause.articleId} />}
      <TextField name="chapter" label={t.clauseChapter} hint={t.clauseChapterHint} maxLength={40} value={clause?.chapter ?? clauses.at(-1)?.chapter ?? ''} />
      <TextField name="heading" label={t.clauseHeading} maxLength={40} value={clause?.heading} />
      <TextArea name="text" label={t.clauseText} hint={t.clauseTextHint} required rows={4} maxLength={2000} value={clause?.text} />
      <TextField name="topics" label={t.clauseTopics} hint={t.clauseTopicsHint} maxLength={200} size="long" value={clause?.topics.join('、')} />
      {clause === null && clauses.length > 0 && (
        <SelectField
          name="after"
          label={t.after}
          emptyLabel={t.atEnd}
          options={[
            { value: 'start', label: t.atStart },
            ...clauses.map((one) => ({ value: one.articleId, label: `${articleNo(one.position)} ${one.heading}`.trim() })),
          ]}
        />
      )}
      <Button>{clause === null ? t.addClause : t.save}</Button>
    </Form>
  );
}

const kinds = ['convention', 'procedure', 'management', 'owners-procedure', 'building'] as const;

/** The form that begins new rules. */
export function NewPage(props: { page: PageFrame; place: Place; buildings: readonly Option[]; errors?: FormErrors; values?: FormValues }) {
  const { page, place } = props;
  const t = houseRuleText[page.lang];
  const hints = {
    convention: t.conventionHint,
    procedure: t.conventionHint,
    management: t.managementHint,
    'owners-procedure': t.managementHint,
    building: t.buildingHint,
  };
  return (
    <Layout page={page} title={t.draftNew} crumbs={[{ label: `${place.name} ${t.list}`, href: `${page.base}/n/${place.code}/house-rules` }]}>
      <Form action={`${page.base}/n/${place.code}/house-rules/new`} errors={props.errors} values={props.values}>
        <RadioField
          name="kind"
          label={t.kind}
          hint={t.kindHint}
          required
          options={kinds.map((value) => ({ value, label: ruleWord(page.lang, value), hint: hints[value] }))}
        />
        <SelectField name="building" label={t.whichBuilding} options={props.buildings} />
        <TextField name="title" label={t.title} hint={t.titleHint} required maxLength={60} size="long" />
        <TextArea name="reason" label={t.reason} hint={t.reasonHint} rows={3} maxLength={2000} />
        <Button>{t.startDraft}</Button>
      </Form>
    </Layout>
  );
}
