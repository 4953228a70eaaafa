import type { Allocation, Loser } from '#libs/decide';
import type { Lang } from '#platform/i18n';
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
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  PrintButton,
  Progress,
  Section,
  shareText,
  Soft,
  type TableSpec,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { type ComparedProject, type Comparison, fenOf, type RuleKey, type RuleOutcome } from './compare.ts';
import { sharedText } from './shared-text.ts';
import { sourceKey, type VoteSource } from './vote.ts';

/** What the page shows. */
export interface SharedPageView {
  page: PageFrame;
  round: { id: string; name: string };
  /** False while only the office and the reviewers may look. */
  shown: boolean;
  sources: VoteSource[];
  comparison: Comparison | null;
  may: { upload: boolean; takeVotes: boolean };
  errors?: FormErrors;
  values?: FormValues;
}

const hows: Readonly<Record<RuleKey, keyof (typeof sharedText)['zh']>> = {
  greedy: 'howGreedy',
  greedyNoskip: 'howGreedyNoskip',
  mes: 'howMes',
  mesUtilitarian: 'howMesUtilitarian',
  mesAdd1: 'howMesAdd1',
  mesAdd1Utilitarian: 'howMesAdd1Utilitarian',
  phragmen: 'howPhragmen',
  maxwelfare: 'howMaxwelfare',
};

/** What the office decided about a project of the vote. */
export function decisionText({ line }: ComparedProject, lang: Lang): string {
  const t = sharedText[lang];
  if (line === null) return t.notInRound;
  const { proposal } = line;
  if (proposal === null || proposal.confirmation?.decision === 'refused') return t.open;
  return proposal.outcome === 'award' ? t.granted(yuanText(proposal.grantFen, { whole: true })) : t.notGranted;
}

/** A rule's word on a project. */
function placeText(one: RuleOutcome, id: string, lang: Lang): string {
  const t = sharedText[lang];
  if ('error' in one) return t.noOutcome;
  const at = one.outcome.order.indexOf(id);
  return at < 0 ? t.lost : t.place(at + 1);
}

const byPoints = ({ contest }: Comparison): boolean => contest.election.points !== null || contest.election.voteType === 'ordinal';
/** Reviewers' means are kept in hundredths. */
const supportText = (comparison: Comparison, support: number): string | number =>
  comparison.contest.source.kind === 'scores' ? (support / 100).toFixed(2) : support;

/** Projects by rules, also for Excel. */
export function sharedTable(view: Pick<SharedPageView, 'page' | 'round'>, comparison: Comparison): TableSpec<ComparedProject> {
  const { lang, base } = view.page;
  const t = sharedText[lang];
  return {
    lang,
    base: `${base}/rounds/${view.round.id}/shared`,
    query: {},
    tools: false,
    caption: `${view.round.name} ${t.title}`,
    rows: comparison.projects,
    columns: [
      {
        key: 'project',
        label: t.project,
        value: ({ name }) => name,
        render: ({ name, line }) => (line ? <a href={`${base}/projects/${line.project.id}`}>{name}</a> : name),
      },
      { key: 'cost', label: t.cost, numeric: true, value: ({ costFen }) => costFen, render: ({ costFen }) => yuanText(costFen, { whole: true }) },
      { key: 'votes', label: byPoints(comparison) ? t.points : t.votes, numeric: true, value: ({ support }) => supportText(comparison, support) },
      { key: 'decided', label: t.decided, value: (project) => decisionText(project, lang) },
      ...comparison.outcomes.map((one) => ({ key: one.key, label: t[one.key], value: ({ id }: ComparedProject) => placeText(one, id, lang) })),
    ],
  };
}

/** How the round's money would be shared by each rule, beside what was decided. */
export function SharedPage(view: SharedPageView) {
  const { page, round, comparison, shown } = view;
  const { lang, base } = page;
  const t = sharedText[lang];
  return (
    <Layout
      page={page}
      title={t.title}
      wide
      crumbs={[{ label: t.rounds, href: `${base}/rounds` }, { label: round.name, href: `${base}/rounds/${round.id}` }, { label: t.title }]}
    >
      <Lead>{t.lead}</Lead>
      {!shown && <Empty title={t.notYet}>{t.notYetBody}</Empty>}
      {shown && view.sources.length === 0 && <Empty title={t.noVote}>{t.noVoteBody}</Empty>}
      {shown && comparison && <Compared view={view} comparison={comparison} />}
      {view.may.upload && <Upload view={view} />}
    </Layout>
  );
}

function sourceName(source: VoteSource, lang: Lang): string {
  const t = sharedText[lang];
  if (source.kind === 'ballot') return source.ballot.question;
  return source.kind === 'file' ? t.fromFile(source.vote.source, source.vote.keptByName, dayText(source.vote.keptOn, lang)) : t.fromScores;
}

function Compared({ view, comparison }: { view: SharedPageView; comparison: Comparison }) {
  const { page, round } = view;
  const { lang, base } = page;
  const t = sharedText[lang];
  const { contest } = comparison;
  const at = `${base}/rounds/${round.id}/shared`;
  const key = sourceKey(contest.source);
  const others = view.sources.filter((source) => sourceKey(source) !== key);
  return (
    <>
      {contest.source.kind === 'scores' && (
        <div class="reason ask">
          <p>
            <b>{t.standIn}</b>
          </p>
          <div>{t.standInBody}</div>
        </div>
      )}
      <KeyValues
        items={[
          [
            t.source,
            contest.source.kind === 'ballot' ? (
              <a href={`${base}/ballots/${contest.source.ballot.id}`}>{sourceName(contest.source, lang)}</a>
            ) : (
              sourceName(contest.source, lang)
            ),
          ],
          [t.pool, `${yuanText(comparison.budgetFen, { whole: true })} ${lang === 'zh' ? '元' : 'yuan'}`],
          [
            t.ballots,
            contest.source.kind === 'scores' ? null : t.ballotsOf(comparison.supporters, contest.election.voters - comparison.supporters + contest.abstained),
          ],
          [t.ties, t.tiesBy],
          [t.leftOut, contest.leftOut.length === 0 ? null : t.leftOutWhy(contest.leftOut.join(lang === 'zh' ? '、' : ', '))],
          [
            t.otherVotes,
            others.length === 0
              ? null
              : others.map((source) => (
                  <>
                    <a href={`${at}?vote=${sourceKey(source)}`}>{sourceName(source, lang)}</a>{' '}
                  </>
                )),
          ],
        ]}
      />
      <Section title={t.sideBySide} id="rules">
        <div class="wrap-heads">{dataTable(sharedTable(view, comparison))}</div>
        {dataTable(rulesTable(view, comparison))}
        <Actions>
          <ButtonLink kind="quiet" href={`${at}?vote=${key}&format=xlsx`} download>
            {t.excel}
          </ButtonLink>
          {view.may.takeVotes && contest.source.kind !== 'scores' && (
            <ButtonLink kind="quiet" href={`${at}?vote=${key}&format=pb`} download>
              {t.pb}
            </ButtonLink>
          )}
          <PrintButton>{t.print}</PrintButton>
        </Actions>
      </Section>
      {contest.source.kind !== 'scores' && comparison.supporters > 0 && (
        <Section title={t.withoutTitle} id="without">
          <Progress value={comparison.decision.withoutWinner} max={comparison.supporters} label={t.decided} />
          {comparison.outcomes.map((one) => 'outcome' in one && <Progress value={one.outcome.withoutWinner} max={one.outcome.supporters} label={t[one.key]} />)}
        </Section>
      )}
      <Section title={t.whyTitle} id="why">
        {comparison.outcomes.map((one) => (
          <OneRule one={one} comparison={comparison} lang={lang} />
        ))}
      </Section>
    </>
  );
}

interface RuleLine {
  label: string;
  winners: number;
  spentFen: bigint;
  without: number;
}

function rulesTable({ page, round }: SharedPageView, comparison: Comparison): TableSpec<RuleLine> {
  const { lang, base } = page;
  const t = sharedText[lang];
  const hasPeople = comparison.contest.source.kind !== 'scores';
  return {
    lang,
    base: `${base}/rounds/${round.id}/shared`,
    query: {},
    tools: false,
    caption: hasPeople ? t.withoutTitle : t.rule,
    rows: [
      { label: t.decided, winners: comparison.decision.granted.length, spentFen: comparison.decision.grantedFen, without: comparison.decision.withoutWinner },
      ...comparison.outcomes.flatMap((one) =>
        'outcome' in one
          ? [{ label: t[one.key], winners: one.outcome.order.length, spentFen: fenOf(one.outcome.cost), without: one.outcome.withoutWinner }]
          : [],
      ),
    ],
    columns: [
      { key: 'rule', label: t.rule, value: ({ label }) => label },
      { key: 'winners', label: t.winners, numeric: true, value: ({ winners }) => winners },
      { key: 'spent', label: t.spent, numeric: true, value: ({ spentFen }) => spentFen, render: ({ spentFen }) => yuanText(spentFen, { whole: true }) },
      {
        key: 'left',
        label: t.left,
        numeric: true,
        value: ({ spentFen }) => comparison.budgetFen - spentFen,
        render: ({ spentFen }) => yuanText(comparison.budgetFen - spentFen, { whole: true }),
      },
      ...(hasPeople
        ? [
            {
              key: 'without',
              label: t.without,
              numeric: true,
              value: ({ without }: RuleLine) => t.withoutOf(without, shareText(without, comparison.supporters)),
            },
          ]
        : []),
    ],
  };
}

/** Why a project lost, and what would have saved it. */
export function loserText(loser: Loser, comparison: Comparison, lang: Lang): string {
  const t = sharedText[lang];
  const [colon, comma] = lang === 'zh' ? ['，', '；'] : ['; ', '; '];
  const money = loser.missingFen === null || loser.missingFen === '0' ? null : t.saveMoney(yuanText(BigInt(loser.missingFen), { whole: true }));
  const isScores = comparison.contest.source.kind === 'scores';
  // With points in the place of votes nobody is a supporter.
  const count = isScores ? null : loser.missingSupporters;
  const people = count === null || count === 0 ? null : byPoints(comparison) ? t.savePoints(count) : t.savePeople(count);
  const saved = money !== null && people !== null ? t.saveEither(money, people) : (money ?? people ?? (isScores ? null : t.saveNothing));
  return saved === null ? t[loser.reason] : `${t[loser.reason]}${money !== null && people !== null ? comma : colon}${saved}`;
}

const mostTies = 8;

function OneRule({ one, comparison, lang }: { one: RuleOutcome; comparison: Comparison; lang: Lang }) {
  const t = sharedText[lang];
  const how = t[hows[one.key]];
  return (
    <details class="fold" open>
      <summary>{t[one.key]}</summary>
      <p>{typeof how === 'string' ? how : ''}</p>
      {'error' in one ? (
        <p>{one.error === 'too-long' ? t['too-long'] : t.notForThese}</p>
      ) : (
        <Outcome outcome={one.outcome} comparison={comparison} lang={lang} />
      )}
    </details>
  );
}

function Outcome({ outcome, comparison, lang }: { outcome: Allocation; comparison: Comparison; lang: Lang }) {
  const t = sharedText[lang];
  const find = (id: string) => comparison.projects.find((project) => project.id === id);
  const name = (id: string) => find(id)?.name ?? id;
  const yuan = lang === 'zh' ? '元' : ' yuan';
  const losers = [...outcome.losers].sort((a, b) => (find(b.id)?.support ?? 0) - (find(a.id)?.support ?? 0));
  return (
    <>
      {outcome.order.length === 0 ? (
        <p>{t.nobody}</p>
      ) : (
        <ol>
          {outcome.order.map((id) => (
            <li>
              {name(id)} <span class="soft">{`${yuanText(find(id)?.costFen ?? 0n, { whole: true })}${yuan}`}</span>
            </li>
          ))}
        </ol>
      )}
      {outcome.ties.slice(0, mostTies).map(({ tied, chosen }) => (
        <Soft>{t.tie(tied.map(name).join(lang === 'zh' ? '、' : ', '), name(chosen))}</Soft>
      ))}
      {outcome.ties.length > mostTies && <Soft>{t.tieRest(outcome.ties.length - mostTies)}</Soft>}
      {losers.length === 0 ? (
        <p>{t.allWon}</p>
      ) : (
        <ul>
          {losers.map((loser) => (
            <li>
              <b>{name(loser.id)}</b>
              {lang === 'zh' ? '：' : ': '}
              {loserText(loser, comparison, lang)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Upload({ view }: { view: SharedPageView }) {
  const { lang, base } = view.page;
  const t = sharedText[lang];
  return (
    <details class="fold" open={view.errors !== undefined || undefined} id="upload">
      <summary>{t.upload}</summary>
      <Soft>{t.uploadLead}</Soft>
      <Form action={`${base}/rounds/${view.round.id}/shared`} multipart errors={view.errors ?? {}} values={view.values ?? {}}>
        <FileField name="file" label={t.file} accept=".pb" required />
        <TextField name="source" label={t.about} hint={t.aboutHint} required />
        <Button>{t.keep}</Button>
      </Form>
    </details>
  );
}
