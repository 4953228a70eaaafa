import { pointsText, type BoardReview } from '#modules/reviews';
import type { Project } from '#modules/projects';
import { dueWords } from '../inbox/whose-turn.tsx';
import { Actions, ButtonLink, dataTable, Empty, Layout, Lead, type PageFrame, State, type TableSpec, yuanText } from '../ui/index.ts';
import { poolText } from './pool-text.ts';
import { scoreText } from './score-text.ts';

/** One review of the reader's own. */
export interface OwnReview extends BoardReview {
  project: Project;
  placeName: string;
  askedFen: bigint;
}

/** What a reviewer's home shows. */
export interface ReviewsView {
  page: PageFrame;
  today: string;
  rows: readonly OwnReview[];
  query: Record<string, string>;
  /** Sessions that are not closed yet. */
  sessions: readonly { id: string; title: string }[];
}

/** A reviewer's applications: to do first, done below, by a filter. */
export function ReviewsPage({ page, today, rows, query, sessions }: ReviewsView) {
  const { lang, base } = page;
  const t = scoreText[lang];
  const names = { assigned: t.todo, submitted: t.done, conflict: t.aside };
  const table: TableSpec<OwnReview> = {
    rows,
    query,
    lang,
    base: `${base}/reviews`,
    caption: t.reviews,
    empty: <Empty title={t.noReviews}>{t.noReviewsBody}</Empty>,
    columns: [
      {
        key: 'project',
        label: t.project,
        value: ({ project }) => project.title,
        render: ({ review, project }) => <a href={`${base}/reviews/${review.id}`}>{project.title}</a>,
      },
      { key: 'place', label: t.place, value: ({ placeName }) => placeName },
      { key: 'asked', label: t.asked, value: ({ askedFen }) => askedFen, render: ({ askedFen }) => yuanText(askedFen, { whole: true }), numeric: true },
      {
        key: 'state',
        label: t.state,
        value: ({ review }) => names[review.state],
        render: ({ review }) => (
          <State tone={review.state === 'assigned' ? 'act' : review.state === 'submitted' ? 'good' : 'plain'}>{names[review.state]}</State>
        ),
      },
      {
        key: 'due',
        label: t.due,
        value: ({ review }) => review.dueDay,
        render: ({ review }) => {
          if (review.state !== 'assigned') return '—';
          const { due, tone } = dueWords(review, today, lang);
          return <State tone={tone}>{due}</State>;
        },
      },
      {
        key: 'total',
        label: t.total,
        value: ({ total }) => (total ? Number(pointsText(total)) : null),
        render: ({ total }) => (total ? pointsText(total) : '—'),
        numeric: true,
      },
    ],
    filters: [
      {
        key: 'state',
        label: t.state,
        options: (['assigned', 'submitted', 'conflict'] as const).map((value) => ({ value, label: names[value] })),
        matches: ({ review }, value) => review.state === value,
      },
    ],
  };
  return (
    <Layout page={page} title={t.reviews} wide>
      <Lead>{t.reviewsLead(rows.filter(({ review }) => review.state === 'assigned').length)}</Lead>
      {dataTable(table)}
      <Actions>
        <ButtonLink href={`${base}/reviews/mine`} kind="quiet">
          {poolText[lang].mine}
        </ButtonLink>
        {sessions.map(({ id, title }) => (
          <ButtonLink href={`${base}/pitch/${id}`} kind="quiet">
            {title}
          </ButtonLink>
        ))}
      </Actions>
    </Layout>
  );
}
