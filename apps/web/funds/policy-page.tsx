import type { ResolvedPack, ResolvedRule } from '#libs/policy';
import type { AdoptedPolicy } from '#modules/funds';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  dayText,
  Empty,
  Form,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
  TextField,
  useLang,
} from '../ui/index.ts';
import { ruleGroups, ruleWords } from './rule-words.ts';
import { type OpenSetting, settingText } from './setting-fields.tsx';
import { fundText } from './text.ts';

/** One value that was set, for the history. */
export interface SetValue {
  label: string;
  value: string;
  by: string;
  day: string;
  reason: string;
}

/** What the page of the policy in force shows. */
export interface PolicyView {
  page: PageFrame;
  adopted: AdoptedPolicy | null;
  pack: ResolvedPack | null;
  /** What neither policy nor office has said. */
  unset: readonly OpenSetting[];
  adoptions: readonly { code: string; version: string; title: string; adoptedByName: string; adoptedOn: string; digest: string }[];
  values: readonly SetValue[];
  query: string;
  may: { adopt: boolean; set: boolean };
}

const rulesTitle = { zh: '全部规定', en: 'All rules' };

/** The policy in force, for everybody: each rule with clause, source, status and the office's own values. */
export function PolicyPage(view: PolicyView) {
  const { page, adopted, pack } = view;
  const t = fundText[page.lang];
  const actions = (
    <Actions>
      <ButtonLink href={`${page.base}/rulings`} kind="quiet">
        {t.seeRulings}
      </ButtonLink>
      <ButtonLink href={`${page.base}/policy/versions`} kind="quiet">
        {view.may.adopt ? t.editVersions : t.seeVersions}
      </ButtonLink>
      {view.may.set && adopted && <ButtonLink href={`${page.base}/policy/settings`}>{t.editSettings}</ButtonLink>}
      {view.may.adopt && (
        <ButtonLink href={`${page.base}/policy/adopt`} kind={adopted ? 'quiet' : 'primary'}>
          {adopted ? t.adoptOther : t.adopt}
        </ButtonLink>
      )}
    </Actions>
  );
  if (!adopted || !pack) {
    return (
      <Layout page={page} title={t.policy}>
        <Empty title={t.noPolicy}>{t.noPolicyBody}</Empty>
        {actions}
      </Layout>
    );
  }
  return (
    <Layout page={page} title={pack.title[page.lang]}>
      <Lead>{t.inForce(adopted.adoptedByName, dayText(adopted.adoptedOn, page.lang))}</Lead>
      <KeyValues
        items={[
          [t.version, adopted.version],
          [
            t.buildsOn,
            pack.chain
              .slice(1)
              .map(({ title, version }) => `${title[page.lang]}（${version}）`)
              .join(' → '),
          ],
          [t.digest, <code>{adopted.digest.slice(0, 16)}</code>],
        ]}
      />
      {actions}
      <UnsetList view={view} />
      <Section title={rulesTitle[page.lang]} id="rules">
        <Form action={`${page.base}/policy`} method="get" values={{ q: view.query }}>
          <TextField name="q" label={t.searchRules} hint={t.searchHint} type="search" required />
          <Button kind="quiet">{t.search}</Button>
        </Form>
        <RuleList pack={pack} query={view.query} />
      </Section>
      <Histories view={view} />
    </Layout>
  );
}

function UnsetList({ view }: { view: PolicyView }) {
  const { lang, base } = view.page;
  const t = fundText[lang];
  const rules = [...new Set(view.unset.map(({ rule }) => rule))];
  return (
    <Section title={t.notSet} id="unset">
      {view.unset.length === 0 ? (
        <Soft>{t.allSet}</Soft>
      ) : (
        <>
          <p>{t.notSetLead(view.unset.length)}</p>
          <ul>
            {rules.map((rule) => {
              const own = view.unset.filter((each) => each.rule === rule);
              return (
                <li>
                  <b>{own[0]?.title[lang]}</b>
                  {lang === 'zh' ? '：' : ': '}
                  {own.map(({ label }) => label[lang]).join(lang === 'zh' ? '、' : ', ')}
                </li>
              );
            })}
          </ul>
          {view.may.set && (
            <ButtonLink href={`${base}/policy/settings`} kind="quiet">
              {t.editSettings}
            </ButtonLink>
          )}
        </>
      )}
    </Section>
  );
}

function matches({ rule }: ResolvedRule, query: string): boolean {
  const text = JSON.stringify(rule, (_key, value) => (typeof value === 'bigint' ? String(value) : value)).toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The rules of a policy by group, narrowed by a search. */
export function RuleList({ pack, query }: { pack: ResolvedPack; query: string }) {
  const lang = useLang();
  const t = fundText[lang];
  const found = pack.rules.filter((rule) => query === '' || matches(rule, query));
  if (found.length === 0) return <Empty title={t.noneFound}>{t.noneFoundBody}</Empty>;
  return (
    <>
      {query !== '' && <Soft>{t.found(found.length)}</Soft>}
      {ruleGroups.map(({ title, kinds }) => {
        const own = found.filter(({ rule }) => kinds.includes(rule.kind));
        return own.length === 0 ? null : (
          <>
            <h3>{title[lang]}</h3>
            {own.map((rule) => (
              <OneRule resolved={rule} />
            ))}
          </>
        );
      })}
    </>
  );
}

function OneRule({ resolved: { rule, pack, settings } }: { resolved: ResolvedRule }) {
  const lang = useLang();
  const t = fundText[lang];
  const words = ruleWords(rule, lang);
  const valid = [rule.validFrom && t.from(dayText(rule.validFrom, lang)), rule.validTo && t.until(dayText(rule.validTo, lang))].filter((part) => part !== null);
  const decides =
    rule.kind === 'use' || rule.kind === 'cap' || rule.kind === 'evidence' || rule.kind === 'tiers' || rule.kind === 'leverage' || rule.kind === 'collection';
  return (
    <div class="rule" id={`rule-${rule.id}`}>
      <p>
        <b>{rule.title[lang]}</b> <State tone={rule.status === 'text' ? 'good' : 'wait'}>{rule.status === 'text' ? t.fromText : t.reported}</State>{' '}
        {decides && <State tone={rule.blocks ? 'bad' : 'plain'}>{rule.blocks ? t.blocks : t.asks}</State>}
      </p>
      {words.map((line) => (
        <p>{line}</p>
      ))}
      {settings.length > 0 && (
        <p class="soft">{[...new Set(settings.map((setting) => t.setBy(setting.setBy, dayText(setting.setOn, lang))))].join(lang === 'zh' ? '；' : '; ')}</p>
      )}
      <p class="cite">
        {t.clause}
        {lang === 'zh' ? '：' : ': '}
        {rule.source} {rule.clause}
        {valid.length > 0 && ` · ${valid.join(' ')}`} · {pack.title[lang]}
      </p>
    </div>
  );
}

function Histories({ view }: { view: PolicyView }) {
  const { lang, base } = view.page;
  const t = fundText[lang];
  const table = { query: {}, lang, base: `${base}/policy`, tools: false as const };
  return (
    <>
      <Section title={t.history}>
        {dataTable({
          ...table,
          rows: view.adoptions,
          caption: t.history,
          columns: [
            { key: 'title', label: t.policy, value: (row) => row.title },
            { key: 'version', label: t.version, value: (row) => row.version },
            { key: 'day', label: t.day, value: (row) => row.adoptedOn, render: (row) => dayText(row.adoptedOn, lang) },
            { key: 'by', label: t.who, value: (row) => row.adoptedByName },
          ],
        })}
      </Section>
      {view.values.length > 0 && (
        <details class="fold">
          <summary>{t.settingHistory}</summary>
          {dataTable({
            ...table,
            rows: view.values,
            caption: t.settingHistory,
            columns: [
              { key: 'label', label: t.item, value: (row) => row.label },
              { key: 'value', label: t.value, value: (row) => row.value },
              { key: 'by', label: t.who, value: (row) => row.by },
              { key: 'day', label: t.day, value: (row) => row.day, render: (row) => dayText(row.day, lang) },
              { key: 'reason', label: t.reason, value: (row) => row.reason },
            ],
          })}
        </details>
      )}
    </>
  );
}

/** Values set, newest first, in words. */
export function setValues(
  history: readonly { key: string; value: string; setBy: string; setOn: string; reason: string }[],
  known: readonly OpenSetting[],
  lang: 'zh' | 'en',
): SetValue[] {
  return history.map((each) => {
    const setting = known.find(({ key }) => key === each.key);
    return {
      label: setting ? `${setting.title[lang]}${lang === 'zh' ? '：' : ': '}${setting.label[lang]}` : each.key,
      value: setting ? settingText(setting, each.value, lang) : each.value,
      by: each.setBy,
      day: each.setOn,
      reason: each.reason,
    };
  });
}
