import {
  ActionForm,
  Actions,
  ButtonLink,
  dataTable,
  dayText,
  Empty,
  KeyValues,
  Layout,
  Lead,
  MoneyBar,
  type PageFrame,
  Section,
  State,
  type TableSpec,
  yuanText,
} from '../ui/index.ts';
import { stateName, stateTone } from '../projects/words.ts';
import { RoundLinks } from './round-parts.tsx';
import { roundText } from './round-text.ts';
import type { RoundFigures, RoundLine } from './round-view.ts';
import { roundStateName, roundTone, waitingFor } from './round-words.ts';

/** What the page of a round shows. */
export interface RoundPageView extends RoundFigures {
  page: PageFrame;
  today: string;
  query: Record<string, string>;
  may: { manage: boolean; decide: boolean; seeReviews: boolean; work: boolean; follow: boolean; mine: boolean };
}

function outcomeText({ proposal }: RoundLine, lang: 'zh' | 'en'): string | null {
  const t = roundText[lang];
  if (!proposal) return null;
  const outcome = proposal.outcome === 'award' ? t.award : proposal.outcome === 'wait' ? t.wait : t.decline;
  const word = proposal.confirmation === null ? t.onNotice : proposal.confirmation.decision === 'refused' ? t.refusedByHead : null;
  return word === null ? outcome : `${outcome}${lang === 'zh' ? `（${word}）` : ` (${word})`}`;
}

/** Where the work on a project of the round is done. */
function workHref(base: string, { project }: RoundLine): string {
  const at = `${base}/projects/${project.id}`;
  if (project.state === 'submitted' || project.state === 'checked') return `${at}/check`;
  return project.state === 'in_review' || project.state === 'noticed' || project.state === 'awarded' ? `${at}/award` : at;
}

/** The round's projects as a table, also for Excel. */
export function roundTable(view: RoundPageView): TableSpec<RoundLine> {
  const { lang, base } = view.page;
  const t = roundText[lang];
  // One word over the column where all points are of one kind, else a word beside each.
  const words = [...new Set(view.lines.filter(({ meanText }) => meanText !== null).map(({ scoreWord }) => scoreWord))];
  const oneWord = words.length === 1 ? words[0] : undefined;
  const done = ({ board }: RoundLine) => `${board?.reviews.filter(({ review }) => review.state === 'submitted').length ?? 0}/${view.round.reviewersWanted}`;
  return {
    rows: view.lines,
    query: view.query,
    lang,
    base: `${base}/rounds/${view.round.id}`,
    caption: view.round.name,
    columns: [
      {
        key: 'project',
        label: t.project,
        value: ({ project }) => project.title,
        render: (line) => <a href={view.may.work ? workHref(base, line) : `${base}/projects/${line.project.id}`}>{line.project.title}</a>,
      },
      { key: 'place', label: t.place, value: ({ placeName }) => placeName },
      {
        key: 'stage',
        label: t.stage,
        value: ({ project }) => stateName(project.state, lang),
        render: ({ project }) => <State tone={stateTone(project.state)}>{stateName(project.state, lang)}</State>,
      },
      { key: 'asked', label: t.asked, value: ({ askedFen }) => askedFen, render: ({ askedFen }) => yuanText(askedFen, { whole: true }), numeric: true },
      ...(view.may.seeReviews ? [{ key: 'reviews', label: t.reviewsDone, value: done, numeric: true }] : []),
      {
        key: 'mean',
        label: oneWord ? t[oneWord] : t.mean,
        value: (line: RoundLine) => (line.meanText === null ? null : Number(line.meanText)),
        render: ({ meanText, scoreWord }: RoundLine) =>
          meanText === null ? (
            '—'
          ) : oneWord ? (
            meanText
          ) : (
            <>
              {meanText} <small class="soft">{t[scoreWord]}</small>
            </>
          ),
        numeric: true,
      },
      { key: 'outcome', label: t.outcome, value: (line: RoundLine) => outcomeText(line, lang) },
      {
        key: 'grant',
        label: t.grant,
        value: ({ proposal }: RoundLine) => (proposal ? proposal.grantFen : null),
        render: ({ proposal }: RoundLine) => (proposal ? yuanText(proposal.grantFen, { whole: true }) : '—'),
        numeric: true,
      },
      { key: 'waiting', label: t.waiting, value: ({ project }: RoundLine) => waitingFor(project, lang) },
    ],
    filters: [
      {
        key: 'state',
        label: t.stage,
        options: [...new Set(view.lines.map(({ project }) => project.state))].map((state) => ({ value: state, label: stateName(state, lang) })),
        matches: ({ project }, value) => project.state === value,
      },
    ],
    empty: <Empty title={t.noProjects}>{t.noProjectsBody}</Empty>,
  };
}

/** One round: its money, its projects, and the reasons for winners and losers. */
export function RoundPage(view: RoundPageView) {
  const { page, round, committedFen, lines } = view;
  const { lang, base } = page;
  const t = roundText[lang];
  const noticed = lines.filter(({ proposal }) => proposal !== null);
  return (
    <Layout page={page} title={round.name} wide crumbs={[{ label: t.rounds, href: `${base}/rounds` }, { label: round.name }]}>
      <p>
        <State tone={roundTone(round, view.today)}>{roundStateName(round, view.today, lang)}</State>
      </p>
      {round.callText !== '' && round.callText.split(/\n\s*\n/).map((paragraph) => <Lead>{paragraph}</Lead>)}
      <div class="cols">
        <div>
          <MoneyBar
            label={t.poolBar}
            parts={[
              { label: t.promised, amountFen: committedFen },
              { label: t.left, amountFen: round.poolFen - committedFen },
            ]}
          />
        </div>
        <div class="aside">
          <KeyValues
            items={[
              [t.period, `${dayText(round.opensOn, lang)}—${dayText(round.closesOn, lang)}`],
              [t.reviewersWanted, `${round.reviewersWanted} ${t.persons}`],
              [t.underPolicy, <a href={`${base}/policy`}>{view.policyTitle}</a>],
            ]}
          />
        </div>
      </div>
      {(view.may.manage || view.may.decide) && <Manage view={view} />}
      <RoundLinks base={base} round={round} lang={lang} follow={view.may.follow} manage={view.may.manage} mine={view.may.mine} />
      <Section title={t.projects} id="projects">
        {dataTable(roundTable(view))}
      </Section>
      <p>
        {view.may.seeReviews && (
          <>
            <a href={`${base}/rounds/${round.id}/review`}>{t.reviewOfRound}</a> ·{' '}
          </>
        )}
        <a href={`${base}/rounds/${round.id}/decision`}>{t.decision}</a> · <a href={`${base}/rounds/${round.id}/shared`}>{t.howShared}</a>
      </p>
      {noticed.length > 0 && (
        <Section title={t.reasonsTitle} id="reasons">
          <p>{t.reasonsLead}</p>
          {[...noticed]
            .sort((a, b) => Number(b.meanText ?? 0) - Number(a.meanText ?? 0))
            .map((line) => (
              <OneReason line={line} base={base} lang={lang} />
            ))}
        </Section>
      )}
    </Layout>
  );
}

function OneReason({ line, base, lang }: { line: RoundLine; base: string; lang: 'zh' | 'en' }) {
  const t = roundText[lang];
  const { proposal, project } = line;
  if (!proposal) return null;
  const tone = proposal.confirmation?.decision === 'confirmed' ? (proposal.outcome === 'award' ? 'good' : 'bad') : 'wait';
  return (
    <div class="rule">
      <p>
        <b>
          <a href={`${base}/projects/${project.id}`}>{project.title}</a>
        </b>{' '}
        {line.placeName} <State tone={tone}>{outcomeText(line, lang)}</State>
        {proposal.grantFen > 0n && ` ${yuanText(proposal.grantFen, { whole: true })} ${lang === 'zh' ? '元' : 'yuan'}`}
      </p>
      <p>{proposal.reason}</p>
      <p class="soft">
        {t.pointsOf(t[line.scoreWord], proposal.meanText)} · <a href={`${base}/notices/${proposal.noticeId}`}>{t.seeNotice}</a>
      </p>
    </div>
  );
}

function Manage({ view }: { view: RoundPageView }) {
  const { page, round, may } = view;
  const t = roundText[page.lang];
  const at = `${page.base}/rounds/${round.id}`;
  if (round.state !== 'open' && round.state !== 'reviewing') return null;
  return (
    <Actions>
      {round.state === 'open' && may.manage && view.today <= round.closesOn && view.today >= round.opensOn && (
        <ButtonLink kind="quiet" href={`${at}/change#close-early`}>
          {t.closeEarly}
        </ButtonLink>
      )}
      {round.state === 'open' && may.manage && view.today > round.closesOn && (
        <ActionForm action={`${at}/move`} kind="quiet" fields={{ to: 'reviewing' }}>
          {t.closeCall}
        </ActionForm>
      )}
      {round.state === 'reviewing' && may.decide && (
        <ActionForm action={`${at}/decide`} kind="quiet">
          {t.decide}
        </ActionForm>
      )}
    </Actions>
  );
}
