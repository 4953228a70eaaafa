import type { Round } from '#modules/funds';
import type { Project } from '#modules/projects';
import type { Review, ReviewerConflict } from '#modules/reviews';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { panelText } from './panel-text.ts';
import { reviewText } from './text.ts';

/** Somebody who could review. */
export interface Candidate {
  personId: string;
  name: string;
  conflict: ReviewerConflict | null;
  work: { assigned: number; open: number; conflicts: number };
}

/** What the page on which reviewers are assigned shows. */
export interface ReviewersView {
  page: PageFrame;
  project: Project;
  round: Round | null;
  reviews: readonly Review[];
  candidates: readonly Candidate[];
  today: string;
  mayAssign: boolean;
  query: Record<string, string>;
  errors?: FormErrors;
  values?: FormValues;
}

/** Who reviews a project, how much each has to do, and who may not. */
export function ReviewersPage(view: ReviewersView) {
  const { page, project, reviews } = view;
  const { lang, base } = page;
  const t = reviewText[lang];
  const at = `${base}/projects/${project.id}`;
  const names = { assigned: t.stateAssigned, conflict: t.stateConflict, submitted: t.stateSubmitted };
  const active = reviews.filter(({ state }) => state !== 'conflict').length;
  const wanted = view.round?.reviewersWanted ?? 0;
  return (
    <Layout
      page={page}
      title={`${t.reviewers}${lang === 'zh' ? '：' : ': '}${project.title}`}
      wide
      crumbs={[{ label: project.title, href: at }, { label: t.reviewers }]}
    >
      <Lead>{t.reviewersLead(wanted, active)}</Lead>
      <Section title={t.assigned}>
        {dataTable({
          rows: reviews,
          query: view.query,
          lang,
          base: `${at}/reviewers`,
          caption: t.assigned,
          empty: <Empty title={t.noneAssigned} />,
          columns: [
            { key: 'name', label: t.reviewer, value: (review) => review.reviewerName },
            {
              key: 'state',
              label: t.state,
              value: (review) => names[review.state],
              render: (review) => (
                <>
                  <State tone={review.state === 'submitted' ? 'good' : review.state === 'conflict' ? 'plain' : 'wait'}>{names[review.state]}</State>{' '}
                  {review.conflictReason}
                  {view.mayAssign && review.state === 'assigned' && project.state === 'in_review' && (
                    <details class="fold">
                      <summary>{panelText[lang].takeBack}</summary>
                      <Form action={`${base}/reviews/${review.id}/take-back`} id={`back-${review.id}`}>
                        <TextField name="reason" label={panelText[lang].why} maxLength={300} required />
                        <Button kind="quiet">{panelText[lang].takeBack}</Button>
                      </Form>
                    </details>
                  )}
                </>
              ),
            },
            {
              key: 'due',
              label: t.dueDay,
              value: (review) => review.dueDay,
              render: (review) => (review.dueDay ? dayText(review.dueDay, lang, 'weekday') : '—'),
            },
            { key: 'work', label: t.workload, value: (review) => workOf(view, review.reviewerId) },
          ],
          filters: [
            {
              key: 'state',
              label: t.done,
              options: (['assigned', 'submitted', 'conflict'] as const).map((value) => ({ value, label: names[value] })),
              matches: (review, value) => review.state === value,
            },
          ],
        })}
      </Section>
      {view.mayAssign && project.state === 'in_review' && <Choose view={view} enough={active >= wanted} />}
      <Actions>
        <ButtonLink href={`${at}/award`} kind="quiet">
          {t.seeAward}
        </ButtonLink>
        {view.round && (
          <ButtonLink href={`${base}/rounds/${view.round.id}/review`} kind="quiet">
            {panelText[lang].arrange}
          </ButtonLink>
        )}
        {reviews.length > 0 && (
          <ButtonLink href={`${at}/review-sheets.pdf`} kind="quiet">
            {panelText[lang].sheet}
          </ButtonLink>
        )}
      </Actions>
    </Layout>
  );
}

function workOf(view: ReviewersView, personId: string): string {
  const work = view.candidates.find((candidate) => candidate.personId === personId)?.work;
  return work ? reviewText[view.page.lang].workloadOf(work.assigned, work.open) : '';
}

function Choose({ view, enough }: { view: ReviewersView; enough: boolean }) {
  const { lang, base } = view.page;
  const t = reviewText[lang];
  const free = view.candidates
    .filter(({ personId, conflict }) => conflict === null && !view.reviews.some(({ reviewerId }) => reviewerId === personId))
    .sort((a, b) => a.work.open - b.work.open);
  const barred = view.candidates.filter(({ conflict }) => conflict !== null);
  return (
    <Section title={t.choose} id="choose">
      {enough && <Soft>{t.enough}</Soft>}
      {!enough && free.length === 0 && (
        <Empty
          title={t.noReviewers}
          action={
            <ButtonLink href={`${base}/people`} kind="quiet">
              {t.people}
            </ButtonLink>
          }
        >
          {t.noReviewersBody}
        </Empty>
      )}
      {!enough && free.length > 0 && (
        <Form action={`${base}/projects/${view.project.id}/reviewers`} errors={view.errors} values={view.values}>
          <RadioField
            name="personId"
            label={t.reviewer}
            required
            options={free.map(({ personId, name, work }) => ({ value: personId, label: name, hint: t.workloadOf(work.assigned, work.open) }))}
          />
          <DateField name="dueDay" label={t.dueDay} min={view.today} />
          <Button>{t.assign}</Button>
        </Form>
      )}
      {barred.length > 0 && (
        <ul>
          {barred.map(({ name, conflict }) => (
            <li>
              {name}
              {lang === 'zh' ? '：' : ': '}
              {conflict && t[conflict]}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
