import { adoptionNote, articleNo, type Clause, chaptersOf, commentComesInTime, forceOf } from '#modules/house-rules';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  ButtonLink,
  dayText,
  Empty,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
} from '../ui/index.ts';
import { CommentForm, Comments } from './comments.tsx';
import { Steps } from './steps.tsx';
import { houseRuleText, ruleWord } from './text.ts';
import { type RuleView, standOf } from './view.ts';

/** The page of one version. `back` is a form that came back with errors: which one and what was typed. */
export interface RulePageView {
  page: PageFrame;
  view: RuleView;
  today: string;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

export function RulePage(props: RulePageView) {
  const { page, view, today } = props;
  const { version, rule, place, clauses } = view;
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const here = `${base}/house-rules/${rule.id}/versions/${version.no}`;
  const stand = standOf(version, today, lang);
  return (
    <Layout page={page} title={version.title} crumbs={[{ label: `${place.name} ${t.list}`, href: `${base}/n/${place.code}/house-rules` }]}>
      <p>
        <State tone={stand.tone}>{stand.text}</State>{' '}
        <span class="soft">{[ruleWord(lang, rule.kind), t.version(version.no), ...(view.where === null ? [] : [t.ofBuilding(view.where)])].join(' · ')}</span>
      </p>
      {version.reason !== '' && version.state !== 'adopted' && <Lead>{version.reason}</Lead>}
      {version.withdrawnReason !== null && <p>{t.withdrawnBecause(version.withdrawnReason)}</p>}
      {version.repealReason !== null && forceOf(version, today) !== 'repealed' && (
        <div class="reason ask">
          <p>{t.repealBecause(version.repealReason)}</p>
          <p>
            <a href={`${base}/ballots/${version.repealBallotId}`}>{t.seeRepealBallot}</a>
          </p>
        </div>
      )}
      <Facts {...props} />
      <Steps {...props} />
      <Actions>
        {clauses.length > 0 && (
          <ButtonLink kind="quiet" href={`${here}/text.pdf`} word>
            {t.print}
          </ButtonLink>
        )}
        {view.versions
          .filter((other) => other.no < version.no)
          .slice(0, 1)
          .map((other) => (
            <ButtonLink kind="quiet" href={`${base}/house-rules/${rule.id}/compare?a=${other.no}&b=${version.no}`}>
              {t.compareWith(other.no)}
            </ButtonLink>
          ))}
      </Actions>
      {clauses.length === 0 ? <Empty title={t.noClauses}>{t.noClausesBody}</Empty> : <Text {...props} />}
      {version.state !== 'draft' && (
        <Section title={t.wholeComments} id="whole">
          <Comments {...props} articleId={null} />
          <CommentForm {...props} articleId={null} />
        </Section>
      )}
      <WhoseTurn items={view.turns} />
      {view.versions.length > 1 && (
        <Section title={t.versions}>
          <ul>
            {view.versions.map((other) => (
              <li>
                {other.no === version.no ? t.version(other.no) : <a href={`${base}/house-rules/${rule.id}/versions/${other.no}`}>{t.version(other.no)}</a>}{' '}
                <State tone={standOf(other, today, lang).tone}>{standOf(other, today, lang).text}</State>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  );
}

function Facts({ page, view }: RulePageView) {
  const { version, ballot } = view;
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const { fromDay: from, toDay: to } = version;
  const days =
    from === null
      ? undefined
      : to !== null && to < from
        ? t.neverInForce
        : to === null
          ? t.from(dayText(from, lang))
          : t.fromTo(dayText(from, lang), dayText(to, lang));
  return (
    <KeyValues
      items={[
        [t.inForceNow, days],
        [t.commentsUntil, version.state === 'discussion' && version.commentsUntil !== null ? dayText(version.commentsUntil, lang) : undefined],
        [
          t.adoption,
          ballot === null ? undefined : (
            <>
              {ballot.outcome !== null && `${adoptionNote(version, ballot)} `}
              <a href={`${base}/ballots/${ballot.id}`}>{t.seeBallot}</a>
            </>
          ),
        ],
        [t.digest, version.digest === null || ballot?.outcome ? undefined : <code>{version.digest.slice(0, 16)}</code>],
        [t.reason, version.state === 'adopted' && version.reason !== '' ? version.reason : undefined],
      ]}
    />
  );
}

function Text(props: RulePageView) {
  const { page, view } = props;
  const t = houseRuleText[page.lang];
  const chapters = chaptersOf(view.clauses);
  return (
    <>
      {chapters.length > 1 && (
        <nav aria-label={t.contents}>
          <ul>
            {chapters.map((chapter) => (
              <li>
                <a href={`#${chapter.clauses[0]?.articleId ?? ''}`}>{[chapter.no, chapter.title].filter(Boolean).join(' ')}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {view.version.preamble !== '' && <p class="lines">{view.version.preamble}</p>}
      {chapters.map((chapter) => (
        <section>
          {chapter.no !== null && (
            <h2>
              {chapter.no} {chapter.title}
            </h2>
          )}
          {chapter.clauses.map((clause) => (
            <ClauseBlock {...props} clause={clause} />
          ))}
        </section>
      ))}
    </>
  );
}

function ClauseBlock(props: RulePageView & { clause: Clause }) {
  const { page, view, clause, today } = props;
  const { version, rule } = view;
  const t = houseRuleText[page.lang];
  const count = view.comments.filter((one) => one.articleId === clause.articleId).length;
  const open = commentComesInTime(version, today);
  return (
    <section class="rule" id={clause.articleId}>
      <p class="lines">
        <b>
          {articleNo(clause.position)}
          {clause.heading !== '' && `　${clause.heading}`}
        </b>
        {'　'}
        {clause.text}
      </p>
      {clause.topics.length > 0 && (
        <Soft>
          {t.topics}
          {page.lang === 'zh' ? '：' : ': '}
          {clause.topics.join('、')}
        </Soft>
      )}
      {version.state === 'adopted' && (
        <p>
          <a href={`${page.base}/house-rules/${rule.id}/clauses/${clause.articleId}`}>{t.clausePage}</a>
        </p>
      )}
      {(open || count > 0) && (
        <details class="fold" open={props.back?.values['article'] === clause.articleId || undefined}>
          <summary>{count > 0 ? t.commentsCount(count) : t.say}</summary>
          <Comments {...props} articleId={clause.articleId} />
          <CommentForm {...props} articleId={clause.articleId} />
        </details>
      )}
    </section>
  );
}
