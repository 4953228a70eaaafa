import type { Round } from '#modules/funds';
import { comparePoints, decimalText, type Points, pointsText, type ProjectScore, type RoundScores, type ScorePart } from '#modules/reviews';
import { dataTable, Empty, Layout, Lead, type PageFrame, Section, Soft, State, type TableSpec } from '../ui/index.ts';
import { panelText } from './panel-text.ts';
import type { NamedProject } from './panel-view.ts';

/** What the page of a round's scores shows. */
export interface ScoresView {
  page: PageFrame;
  round: Round;
  scores: RoundScores;
  projects: readonly NamedProject[];
  names: ReadonlyMap<string, string>;
  query: Record<string, string>;
}
interface ScoreRow extends ProjectScore, NamedProject {
  place: number | null;
  adjustedPlace: number | null;
}
const text = (points: Points | null): string => (points ? pointsText(points) : '—');
const number = (points: Points | null): number | null => (points ? Number(pointsText(points)) : null);

function rowsOf({ scores, projects }: ScoresView): ScoreRow[] {
  const judged = projects.flatMap((named) => {
    const score = scores.projects.get(named.project.id);
    return score && (score.reviewsIn + score.reviewsOpen > 0 || score.pitch || score.vote) ? [{ ...score, ...named }] : [];
  });
  const totals = judged.flatMap(({ total }) => total ?? []);
  const standing = new Map(scores.calibration.standings.map((one) => [one.projectId, one]));
  return judged
    .map((row) => ({
      ...row,
      place: row.total && 1 + totals.filter((other) => comparePoints(other, row.total ?? other) > 0).length,
      adjustedPlace: standing.get(row.project.id)?.adjustedPlace ?? null,
    }))
    .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || a.project.serial.localeCompare(b.project.serial));
}

/** The scores as a table, also for Excel. */
export function scoresTable(view: ScoresView): TableSpec<ScoreRow> {
  const { lang, base } = view.page;
  const t = panelText[lang];
  const partName: Record<ScorePart, string> = { review: t.reviewMean, pitch: t.pitch, vote: t.vote };
  const points = (key: string, label: string, of: (row: ScoreRow) => Points | null) => ({
    key,
    label,
    value: (row: ScoreRow) => number(of(row)),
    render: (row: ScoreRow) => text(of(row)),
    numeric: true,
  });
  return {
    rows: rowsOf(view),
    query: view.query,
    lang,
    base: `${base}/rounds/${view.round.id}/scores`,
    caption: t.scores,
    empty: <Empty title={t.noScores} />,
    columns: [
      { key: 'rank', label: t.rank, value: ({ place }) => place, numeric: true },
      {
        key: 'project',
        label: t.project,
        value: ({ project }) => project.title,
        render: ({ project }) => <a href={`${base}/projects/${project.id}/award`}>{project.title}</a>,
      },
      { key: 'place', label: t.place, value: ({ placeName }) => placeName },
      points('total', t.total, ({ total }) => total),
      points('review', t.reviewMean, ({ review }) => review),
      points('pitch', t.pitch, ({ pitch }) => pitch),
      points('vote', t.vote, ({ vote }) => vote),
      points('adjusted', t.adjusted, ({ adjusted }) => adjusted),
      { key: 'adjustedRank', label: t.adjustedRank, value: ({ adjustedPlace }) => adjustedPlace, numeric: true },
      {
        key: 'waits',
        label: t.waitsFor,
        value: ({ missing, reviewsOpen }) =>
          [...missing.map((part) => partName[part]), ...(reviewsOpen > 0 ? [`${t.reviewMean} ${reviewsOpen}`] : [])].join('、'),
      },
    ],
  };
}

/** The square root of an exact variance, two decimals, for people to read. */
const root = (variance: Points): string => Math.sqrt(Number(variance.numerator) / Number(variance.denominator)).toFixed(2);

/** Totals and what they are made of, and how each reviewer gave points. */
export function ScoresPage(view: ScoresView) {
  const { page, round, scores, names } = view;
  const { lang, base } = page;
  const t = panelText[lang];
  const { calibration } = scores;
  const at = `${base}/rounds/${round.id}`;
  const titles = new Map(view.projects.map(({ project }) => [project.id, project.title]));
  const named = [...scores.projects.values()].flatMap((score) => score.outliers.map((one) => ({ ...one, projectId: score.projectId })));
  return (
    <Layout page={page} title={t.scores} wide crumbs={[{ label: round.name, href: at }, { label: t.arrange, href: `${at}/review` }, { label: t.scores }]}>
      <Lead>{t.scoresLead}</Lead>
      {scores.uncounted.map((what) => (
        <p>
          <State tone="wait">{t.unset}</State> {t.uncounted(t[what])} <a href={`${at}/review#how`}>{t.setTitle}</a>
        </p>
      ))}
      {scores.votePointsUnset && (
        <p>
          <State tone="wait">{t.unset}</State> {t.votePointsUnset} <a href={`${at}/review#how`}>{t.setTitle}</a>
        </p>
      )}
      {scores.votes && <Soft>{t.votesFrom(scores.votes.source, scores.votes.voters)}</Soft>}
      {dataTable(scoresTable(view))}
      <Section title={t.outliers} id="outliers">
        {scores.terms.outlierPoints === null ? (
          <Soft>
            {t.outlierUnset} <a href={`${at}/review#how`}>{t.setTitle}</a>
          </Soft>
        ) : named.length === 0 ? (
          <Soft>{t.noOutliers}</Soft>
        ) : (
          <ul>
            {named.map((one) => (
              <li>{t.outlierLine(names.get(one.reviewerId) ?? '', titles.get(one.projectId) ?? '', pointsText(one.total), pointsText(one.median))}</li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t.calibration} id="calibration">
        <p>{calibration.icc ? t.icc(decimalText(calibration.icc)) : t.iccNone}</p>
        {calibration.kendall && <p>{t.kendall(decimalText(calibration.kendall.w), calibration.kendall.projects, calibration.kendall.reviewers)}</p>}
        <Soft>{calibration.connected ? t.adjustedHow : t.notConnected}</Soft>
        {dataTable({
          rows: calibration.reviewers,
          query: {},
          lang,
          base: `${at}/scores`,
          tools: false,
          caption: t.calibration,
          empty: <Empty title={t.iccNone} />,
          columns: [
            { key: 'reviewer', label: t.reviewer, value: ({ reviewerId }) => names.get(reviewerId) ?? '' },
            { key: 'count', label: t.count, value: ({ count }) => count, numeric: true },
            { key: 'mean', label: t.mean, value: ({ mean }) => number(mean), render: ({ mean }) => text(mean), numeric: true },
            { key: 'spread', label: t.spread, value: ({ variance }) => (variance ? root(variance) : '—'), numeric: true },
            { key: 'against', label: t.against, value: ({ againstOthers }) => (againstOthers ? decimalText(againstOthers) : '—'), numeric: true },
            { key: 'scale', label: t.scale, value: ({ scale }) => (scale ? decimalText(scale) : '—'), numeric: true },
          ],
        })}
      </Section>
    </Layout>
  );
}
