import { articleNo, type Citation, type Clause, type HouseRule, type Version } from '#modules/house-rules';
import {
  Button,
  ButtonLink,
  CheckField,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
  TextArea,
} from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';
import { citedPath, type Place, standOf } from './view.ts';

/** One clause through all versions, where it was cited, and the form that reports its breach. */
export interface ClausePageView {
  page: PageFrame;
  today: string;
  place: Place;
  rule: HouseRule;
  /** The version in force that holds the clause; null when it is not in force. */
  version: Version | null;
  clause: Clause;
  history: readonly { version: Version; clause: Clause }[];
  citations: readonly Citation[];
  signedIn: boolean;
  mayReport: boolean;
  errors?: FormErrors;
  values?: FormValues;
}

export function ClausePage(view: ClausePageView) {
  const { page, rule, clause, version } = view;
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const newest = view.history[0]?.version;
  const title = version?.title ?? newest?.title ?? '';
  return (
    <Layout
      page={page}
      title={`${title} ${articleNo(clause.position)}${clause.heading === '' ? '' : ` ${clause.heading}`}`}
      crumbs={[
        { label: `${view.place.name} ${t.list}`, href: `${base}/n/${view.place.code}/house-rules` },
        { label: title, href: `${base}/house-rules/${rule.id}/versions/${(version ?? newest)?.no ?? 1}` },
      ]}
    >
      <p>{version === null ? <State>{t['not-in-force']}</State> : <State tone="good">{t['in-force']}</State>}</p>
      <Lead>{clause.text}</Lead>
      {version !== null && (
        <Section title={t.breach} id="breach">
          <Soft>{t.breachLead}</Soft>
          {!view.signedIn ? (
            <ButtonLink kind="quiet" href={page.links?.signIn ?? '/sign-in'}>
              {t.signInToReport}
            </ButtonLink>
          ) : view.mayReport ? (
            <Form action={`${base}/house-rules/${rule.id}/clauses/${clause.articleId}/breach`} multipart errors={view.errors} values={view.values}>
              <TextArea name="text" label={t.breachText} required rows={4} maxLength={2000} />
              <FileField name="photo" label={t.photo} accept="image/*" multiple />
              <CheckField name="anonymous" label={t.anonymous} />
              <Button>{t.breachButton}</Button>
            </Form>
          ) : (
            <Soft>{t['not-in-place']}</Soft>
          )}
        </Section>
      )}
      <Section title={t.cited}>
        {view.citations.length === 0 ? (
          <Soft>{t.citedNone}</Soft>
        ) : (
          <ul>
            {view.citations.map((one) => (
              <li>
                <a href={`${base}${citedPath(one)}`}>{one.kind === 'breach' ? t.citedBreach : t.citedAnswer}</a> {one.note}
                <Soft>{instantText(one.at, lang, 'short')}</Soft>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t.clauseHistory}>
        {view.history.map((one) => (
          <div class="rule">
            <p>
              <a href={`${base}/house-rules/${rule.id}/versions/${one.version.no}`}>{t.version(one.version.no)}</a> {articleNo(one.clause.position)}{' '}
              <State tone={standOf(one.version, view.today, lang).tone}>{ruleWord(lang, standOf(one.version, view.today, lang).text)}</State>
            </p>
            <p class="lines">{one.clause.text}</p>
          </div>
        ))}
      </Section>
    </Layout>
  );
}
