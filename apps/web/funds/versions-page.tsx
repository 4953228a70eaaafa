import type { PolicyPack, Rule, RuleChange } from '#libs/policy';
import type { AdoptedPolicy, PolicyDraft } from '#modules/funds';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  useLang,
} from '../ui/index.ts';
import { editorText, kindName } from './editor-text.ts';
import { ruleWords } from './rule-words.ts';
import { fundText } from './text.ts';

/** One version, as the list shows it. */
export type VersionRow = Omit<AdoptedPolicy, 'packs'> & { title: string; titleEn: string };

/** What the page of all versions shows. */
export interface VersionsView {
  page: PageFrame;
  today: string;
  versions: readonly VersionRow[];
  drafts: readonly PolicyDraft[];
  /** Packs that a policy of the office's own may build on. */
  above: readonly PolicyPack[];
  inForceId: string | null;
  mayEdit: boolean;
  errors?: FormErrors;
  values?: FormValues;
}

const crumbs = (base: string, lang: 'zh' | 'en') => [
  { label: fundText[lang].policy, href: `${base}/policy` },
  { label: editorText[lang].versions, href: `${base}/policy/versions` },
];

/** Every version ever adopted; what is being written; where a new one begins. */
export function VersionsPage({ page, today, versions, drafts, above, inForceId, mayEdit, errors, values }: VersionsView) {
  const { lang, base } = page;
  const t = editorText[lang];
  return (
    <Layout page={page} title={t.versions} crumbs={[crumbs(base, lang)[0]!, { label: t.versions }]}>
      <Lead>{t.versionsLead}</Lead>
      {versions.length === 0 ? (
        <Empty title={t.none}>{t.noneBody}</Empty>
      ) : (
        dataTable({
          rows: versions,
          query: {},
          lang,
          base: `${base}/policy/versions`,
          tools: false,
          caption: t.versions,
          columns: [
            {
              key: 'title',
              label: t.policy,
              value: (row) => row.title,
              render: (row) => <a href={`${base}/policy/versions/${row.id}`}>{lang === 'zh' ? row.title : row.titleEn}</a>,
            },
            { key: 'version', label: t.version, value: (row) => row.version },
            { key: 'from', label: t.holdsFrom, value: (row) => row.holdsFrom, render: (row) => dayText(row.holdsFrom, lang) },
            {
              key: 'state',
              label: t.state,
              value: (row) => (row.id === inForceId ? t.inForce : row.holdsFrom > today ? t.toCome : t.former),
              render: (row) => (
                <State tone={row.id === inForceId ? 'good' : row.holdsFrom > today ? 'wait' : 'plain'}>
                  {row.id === inForceId ? t.inForce : row.holdsFrom > today ? t.toCome : t.former}
                </State>
              ),
            },
            { key: 'by', label: t.who, value: (row) => row.adoptedByName },
            { key: 'proposed', label: t.proposedBy, value: (row) => row.proposedByName ?? '' },
            { key: 'reason', label: t.reason, value: (row) => row.reason },
          ],
        })
      )}
      {mayEdit && (
        <Section title={t.open} id="drafts">
          {drafts.length === 0 ? (
            <Soft>{t.noDraft}</Soft>
          ) : (
            <ul>
              {drafts.map((draft) => (
                <li>
                  <a href={`${base}/policy/drafts/${draft.id}`}>
                    {draft.pack.title[lang]}
                    {lang === 'zh' ? `（${draft.pack.version}）` : ` (${draft.pack.version})`}
                  </a>{' '}
                  <State tone={draft.state === 'proposed' ? 'wait' : 'plain'}>{draft.state === 'proposed' ? t.proposedState : t.draftState}</State>{' '}
                  <span class="soft">{t.changedBy(draft.changedByName, instantText(draft.changedAt, lang))}</span>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      {mayEdit && (
        <Section title={t.begin} id="begin">
          <p>{t.beginLead}</p>
          <Form action={`${base}/policy/versions`} errors={errors} values={values} multipart>
            <RadioField
              name="from"
              label={t.from}
              required
              value={versions.length > 0 ? 'copy' : 'above'}
              options={[
                ...(versions.length > 0 ? [{ value: 'copy', label: t.copy, hint: t.copyHint }] : []),
                { value: 'above', label: t.above, hint: t.aboveHint },
                { value: 'file', label: t.file, hint: t.fileHint },
              ]}
            />
            <SelectField
              name="inherits"
              label={t.inherits}
              emptyLabel={t.noAbove}
              options={above.map((pack) => ({ value: pack.code, label: pack.title[lang] }))}
            />
            <TextField name="title" label={t.name} maxLength={120} />
            <TextField name="titleEn" label={t.nameEn} maxLength={120} />
            <FileField name="file" label={t.packFile} accept=".json,application/json" />
            <Button>{t.start}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

/** A rule in words, for a comparison. */
function InWords({ rule, label }: { rule: Rule; label: string }) {
  const lang = useLang();
  return (
    <p>
      <b>{label}</b>
      {lang === 'zh' ? '：' : ': '}
      {ruleWords(rule, lang).join(lang === 'zh' ? '；' : '; ') || rule.title[lang]} <span class="cite">{`${rule.source} ${rule.clause}`}</span>
    </p>
  );
}

/** What differs, rule by rule, in words. */
export function Differences({ changes }: { changes: readonly RuleChange[] }) {
  const lang = useLang();
  const t = editorText[lang];
  if (changes.length === 0) return <Soft>{t.noDifference}</Soft>;
  return (
    <>
      {changes.map((change) => {
        const rule = change.kind === 'removed' ? change.before : change.after;
        return (
          <div class="rule">
            <p>
              <b>{rule.title[lang]}</b> <State tone={change.kind === 'added' ? 'good' : change.kind === 'removed' ? 'bad' : 'wait'}>{t[change.kind]}</State>{' '}
              <span class="soft">{kindName(rule.kind, lang)}</span>
            </p>
            {change.kind !== 'added' && <InWords rule={change.before} label={t.was} />}
            {change.kind !== 'removed' && <InWords rule={change.after} label={t.now} />}
          </div>
        );
      })}
    </>
  );
}

/** What the page of one version shows. */
export interface VersionView {
  page: PageFrame;
  version: AdoptedPolicy;
  /** The version before it; null for the first. */
  before: VersionRow | null;
  changes: readonly RuleChange[];
  /** All versions to compare with. */
  others: readonly VersionRow[];
}

/** One version, what differs from another, and its file. */
export function VersionPage({ page, version, before, changes, others }: VersionView) {
  const { lang, base } = page;
  const t = editorText[lang];
  const [own] = version.packs;
  if (!own) return null;
  return (
    <Layout
      page={page}
      title={`${own.title[lang]}${lang === 'zh' ? `（${version.version}）` : ` (${version.version})`}`}
      crumbs={[...crumbs(base, lang), { label: version.version }]}
    >
      <KeyValues
        items={[
          [t.holdsFrom, dayText(version.holdsFrom, lang)],
          [t.who, version.adoptedByName],
          ...(version.proposedByName ? [[t.proposedBy, version.proposedByName] as const] : []),
          ...(version.reason ? [[t.reason, version.reason] as const] : []),
          [
            t.inherits,
            version.packs
              .slice(1)
              .map(({ title }) => title[lang])
              .join(' → ') || t.noAbove,
          ],
        ]}
      />
      <Actions>
        <ButtonLink href={`${base}/policy/versions/${version.id}/pack.json`} kind="quiet" download>
          {t.packJson}
        </ButtonLink>
      </Actions>
      <Section title={t.compareWith} id="diff">
        {others.length > 1 && (
          <Form action={`${base}/policy/versions/${version.id}`} method="get">
            <SelectField
              name="against"
              label={t.version}
              required
              value={before?.id}
              options={others
                .filter(({ id }) => id !== version.id)
                .map((each) => ({ value: each.id, label: `${lang === 'zh' ? each.title : each.titleEn} ${each.version}` }))}
            />
            <Button kind="quiet">{t.show}</Button>
          </Form>
        )}
        {before ? <Differences changes={changes} /> : <Soft>{t.first}</Soft>}
      </Section>
    </Layout>
  );
}
