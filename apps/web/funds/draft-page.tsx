import type { Loosening, Rule, RuleChange, RuleKind } from '#libs/policy';
import type { DraftFaults, PolicyDraft } from '#modules/funds';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  dayText,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  useLang,
} from '../ui/index.ts';
import { Differences } from './versions-page.tsx';
import { editorText, kindName } from './editor-text.ts';
import { ruleShapes } from './rule-shape.ts';
import { ruleWords } from './rule-words.ts';
import { fundText } from './text.ts';

/** What the editor of a version shows. */
export interface DraftView {
  page: PageFrame;
  draft: PolicyDraft;
  inherited: readonly Rule[];
  faults: DraftFaults;
  changes: readonly RuleChange[];
  may: { edit: boolean; publish: boolean; isProposer: boolean };
  errors?: FormErrors;
  values?: FormValues;
}

/** Where the pages of a draft stand above. */
export const draftCrumbs = (page: PageFrame, draft: PolicyDraft) => [
  { label: fundText[page.lang].policy, href: `${page.base}/policy` },
  { label: editorText[page.lang].versions, href: `${page.base}/policy/versions` },
  { label: `${draft.pack.title[page.lang]} ${draft.pack.version}`, href: `${page.base}/policy/drafts/${draft.id}` },
];

/** What is looser than above, in words. */
export function LoosenedList({ loosened }: { loosened: readonly { rule: Rule; loosenings: readonly Loosening[] }[] }) {
  const lang = useLang();
  const t = editorText[lang];
  return (
    <>
      {loosened.map(({ rule, loosenings }) => (
        <>
          <p>{t.loosens(rule.title[lang])}</p>
          <ul>
            {loosenings.map(({ what, was, now }) => (
              <li>{t.fromTo(what[lang], was, now)}</li>
            ))}
          </ul>
        </>
      ))}
    </>
  );
}

/** The editor: what the version says, what differs, and the way to its publication. */
export function DraftPage(view: DraftView) {
  const { page, draft, faults, may } = view;
  const { lang, base } = page;
  const t = editorText[lang];
  const here = `${base}/policy/drafts/${draft.id}`;
  const isWritten = draft.state === 'draft' && may.edit;
  const lead = draft.state === 'draft' ? t.draftLead : draft.state === 'proposed' ? t.proposedLead(draft.proposedByName ?? '') : t.doneLead;
  return (
    <Layout page={page} title={t.draftOf(draft.pack.title[lang])} crumbs={[...draftCrumbs(page, draft).slice(0, 2), { label: draft.pack.version }]}>
      <Lead>{lead}</Lead>
      <Actions>
        <ButtonLink href={`${here}/replay`} kind="quiet">
          {t.replay}
        </ButtonLink>
      </Actions>
      {(faults.resolve !== null || faults.loosened.length > 0) && (
        <Section title={t.faults} id="faults">
          {faults.resolve !== null && <p class="error">{t[faults.resolve]}</p>}
          <LoosenedList loosened={faults.loosened} />
        </Section>
      )}
      <Section title={t.headTitle} id="head">
        {isWritten ? (
          <Form action={here} errors={view.errors} values={view.values}>
            <TextField name="title" label={t.name} value={draft.pack.title.zh} maxLength={120} required />
            <TextField name="titleEn" label={t.nameEn} value={draft.pack.title.en} maxLength={120} />
            <TextField name="version" label={t.version} hint={t.versionHint} value={draft.pack.version} maxLength={60} required />
            <DateField name="holdsFrom" label={t.holdsFrom} value={draft.holdsFrom ?? undefined} />
            <TextArea name="reason" label={t.reason} hint={t.reasonHint} value={draft.reason} rows={3} maxLength={1000} />
            <Button>{t.save}</Button>
          </Form>
        ) : (
          <KeyValues
            items={[
              [t.version, draft.pack.version],
              [t.holdsFrom, draft.holdsFrom ? dayText(draft.holdsFrom, lang) : ''],
              [t.reason, draft.reason],
            ]}
          />
        )}
      </Section>
      <Section title={t.ownRules} id="rules">
        {draft.pack.rules.length === 0 && <Empty title={t.noRules}>{t.aboveHint}</Empty>}
        {draft.pack.rules.map((rule) => (
          <DraftRule rule={rule} here={here} verb={isWritten ? t.edit : null} />
        ))}
        {isWritten && (
          <Form action={`${here}/rule`} method="get" id="new">
            <SelectField
              name="kind"
              label={t.addRule}
              required
              options={Object.keys(ruleShapes).map((kind) => ({ value: kind, label: kindName(kind as RuleKind, lang) }))}
            />
            <Button kind="quiet">{t.next}</Button>
          </Form>
        )}
      </Section>
      <Section title={t.compareInForce} id="diff">
        <Differences changes={view.changes} />
      </Section>
      {view.inherited.length > 0 && (
        <details class="fold">
          <summary>
            {t.inherited}
            {lang === 'zh' ? `（${view.inherited.length}）` : ` (${view.inherited.length})`}
          </summary>
          <p>{t.inheritedLead}</p>
          {view.inherited.map((rule) => (
            <DraftRule rule={rule} here={here} verb={isWritten && !draft.pack.rules.some(({ id }) => id === rule.id) ? t.narrow : null} />
          ))}
        </details>
      )}
      <Steps view={view} here={here} />
    </Layout>
  );
}

function DraftRule({ rule, here, verb }: { rule: Rule; here: string; verb: string | null }) {
  const lang = useLang();
  const t = fundText[lang];
  return (
    <div class="rule" id={`rule-${rule.id}`}>
      <p>
        <b>{rule.title[lang]}</b> <span class="soft">{kindName(rule.kind, lang)}</span>{' '}
        <State tone={rule.blocks ? 'bad' : 'plain'}>{rule.blocks ? t.blocks : t.asks}</State>
        {verb !== null && (
          <>
            {' '}
            <a href={`${here}/rule?rule=${rule.id}`} aria-label={`${verb} ${rule.title[lang]}`}>
              {verb}
            </a>
          </>
        )}
      </p>
      {ruleWords(rule, lang).map((line) => (
        <p>{line}</p>
      ))}
      <p class="cite">{`${rule.source} ${rule.clause}`}</p>
    </div>
  );
}

function Steps({ view: { draft, may }, here }: { view: DraftView; here: string }) {
  const t = editorText[useLang()];
  if (draft.state === 'draft' && may.edit)
    return (
      <Actions>
        <ActionForm action={`${here}/propose`}>{t.propose}</ActionForm>
        <ActionForm action={`${here}/drop`} kind="quiet">
          {t.drop}
        </ActionForm>
      </Actions>
    );
  if (draft.state !== 'proposed') return null;
  return (
    <>
      {may.isProposer && <Soft>{t.notYourself}</Soft>}
      <Actions>
        {may.publish && !may.isProposer && <ActionForm action={`${here}/publish`}>{t.publish}</ActionForm>}
        {may.edit && (
          <ActionForm action={`${here}/back`} kind="quiet">
            {t.back}
          </ActionForm>
        )}
      </Actions>
    </>
  );
}
