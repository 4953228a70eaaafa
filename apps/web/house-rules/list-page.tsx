import { articleNo, type ClauseInForce } from '#modules/house-rules';
import { Actions, Button, ButtonLink, dayText, Empty, Form, Layout, Lead, type PageFrame, Section, Soft, State, TextField } from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';
import { type Place, type RuleLine, standOf } from './view.ts';

/** The house rules of a neighbourhood: a search over what is in force, then what is in force, under way, past. */
export interface ListPageView {
  page: PageFrame;
  place: Place;
  today: string;
  query: string;
  found: readonly ClauseInForce[];
  inForce: readonly RuleLine[];
  underWay: readonly RuleLine[];
  past: readonly RuleLine[];
  may: { draft: boolean; set: boolean };
}

export function ListPage(view: ListPageView) {
  const { page, place } = view;
  const t = houseRuleText[page.lang];
  const here = `${page.base}/n/${place.code}/house-rules`;
  const none = view.inForce.length + view.underWay.length + view.past.length === 0;
  return (
    <Layout page={page} title={t.list} crumbs={[{ label: place.name, href: `${page.base}/n/${place.code}` }]}>
      <Lead>{t.listLead}</Lead>
      {none ? (
        <Empty title={t.emptyTitle} action={<ButtonLink href={`${page.base}/matters/new?n=${place.code}`}>{t.raise}</ButtonLink>}>
          {t.emptyBody}
        </Empty>
      ) : (
        <Form action={here} method="get" values={{ q: view.query }}>
          <TextField name="q" type="search" label={t.search} hint={t.searchHint} required maxLength={40} />
          <Button kind="quiet">{t.searchButton}</Button>
        </Form>
      )}
      {view.query !== '' && <Found {...view} />}
      {(view.may.draft || view.may.set) && (
        <Actions>
          {view.may.draft && <ButtonLink href={`${here}/new`}>{t.draftNew}</ButtonLink>}
          {view.may.set && (
            <ButtonLink kind="quiet" href={`${page.base}/house-rules/settings`}>
              {t.settings}
            </ButtonLink>
          )}
        </Actions>
      )}
      <Lines {...view} title={t.inForceNow} lines={view.inForce} />
      <Lines {...view} title={t.underWay} lines={view.underWay} />
      <Lines {...view} title={t.past} lines={view.past} />
    </Layout>
  );
}

function Found({ page, query, found }: ListPageView) {
  const t = houseRuleText[page.lang];
  return (
    <Section title={t.found(found.length, query)} id="found">
      {found.length === 0 && <p>{t.foundNone}</p>}
      <ul>
        {found.map((clause) => (
          <li>
            <a href={`${page.base}/house-rules/${clause.ruleId}/clauses/${clause.articleId}`}>
              {clause.title} {articleNo(clause.position)}
              {clause.heading !== '' && ` ${clause.heading}`}
            </a>
            <br />
            <span class="lines">{clause.text}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Lines({ page, today, title, lines }: ListPageView & { title: string; lines: readonly RuleLine[] }) {
  const t = houseRuleText[page.lang];
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <ul>
        {lines.map(({ rule, version, where }) => {
          const stand = standOf(version, today, page.lang);
          return (
            <li>
              <a href={`${page.base}/house-rules/${rule.id}/versions/${version.no}`}>{version.title}</a> <State tone={stand.tone}>{stand.text}</State>
              <Soft>
                {[
                  ruleWord(page.lang, rule.kind),
                  t.version(version.no),
                  where === null ? '' : t.ofBuilding(where),
                  version.fromDay === null ? '' : t.from(dayText(version.fromDay, page.lang)),
                  version.state === 'discussion' && version.commentsUntil !== null ? `${t.commentsUntil} ${dayText(version.commentsUntil, page.lang)}` : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </Soft>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
