import type { Category } from '#modules/books';
import type { ApplicationVersion, Project } from '#modules/projects';
import { type Criterion, type DraftScore, pointsText, type Review, type Score, weightedTotal } from '#modules/reviews';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  NumberField,
  type PageFrame,
  Section,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { ApplicationSummary } from './application-summary.tsx';
import { Beside } from './evidence-parts.tsx';
import { evidenceText } from './evidence-text.ts';
import type { EvidenceView } from './evidence-view.ts';
import { scoreText } from './score-text.ts';

/** What the one screen of a review shows. */
export interface ReviewView {
  page: PageFrame;
  review: Review;
  project: Project;
  application: ApplicationVersion;
  placeName: string;
  categories: readonly Category[];
  scores: readonly DraftScore[];
  rubric: { criteria: readonly Criterion[]; source: string; clause: string } | 'no-rubric' | 'needs-setting';
  /** The reader is the reviewer and may still write. */
  mine: boolean;
  maySet: boolean;
  evidence: EvidenceView;
  /** The reviewer's own notes; null for everybody else. */
  note: string | null;
  /** The round is blind and the reviewer may not see yet where it comes from; `no` is what it is called instead. */
  blind: { no: number | null } | null;
  errors?: FormErrors;
  values?: FormValues;
}

/** The application beside the rubric. */
export function ReviewPage(view: ReviewView) {
  const { page, project, review } = view;
  const t = scoreText[page.lang];
  const e = evidenceText[page.lang];
  const title = view.blind ? e.blindTitle(view.blind.no) : project.title;
  return (
    <Layout page={page} title={t.reviewOf(title)} wide crumbs={[{ label: t.reviews, href: `${page.base}/reviews` }, { label: title }]}>
      {view.blind && <Soft>{e.blind}</Soft>}
      {view.mine && <Conflict view={view} />}
      <div class="cols even">
        <div>
          <Section title={t.application}>
            <ApplicationSummary
              project={project}
              application={view.application}
              placeName={view.blind ? e.blindPlace : view.placeName}
              categories={view.categories}
              link={!view.blind}
            />
          </Section>
        </div>
        <div>
          <Section title={t.rubric} id="rubric">
            {review.state === 'conflict' && <Soft>{t.conflictWas(review.conflictReason ?? '')}</Soft>}
            {review.state === 'submitted' && <Given view={view} />}
            {review.state === 'assigned' && <Rubric view={view} />}
          </Section>
        </div>
      </div>
    </Layout>
  );
}

const complete = (scores: readonly DraftScore[]): Score[] => scores.flatMap((score) => (score.points === null ? [] : [{ ...score, points: score.points }]));

function Rubric({ view }: { view: ReviewView }) {
  const { page, rubric, scores, review } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  if (rubric === 'no-rubric') return <Empty title={t.noRubric}>{t.noRubricBody}</Empty>;
  if (rubric === 'needs-setting') {
    return (
      <Empty title={t.rubricUnset} action={view.maySet ? <ButtonLink href={`${base}/policy/settings`}>{t.setThem}</ButtonLink> : undefined}>
        {t.rubricUnsetBody}
      </Empty>
    );
  }
  if (!view.mine) return <Soft>{t.todo}</Soft>;
  const given = complete(scores);
  const e = evidenceText[lang];
  return (
    <div data-keep={e.kept} data-lost={e.lost}>
      <Form action={`${base}/reviews/${review.id}`} errors={view.errors} values={view.values}>
        <p class="hint">{t.rubricLead}</p>
        {given.length > 0 && (
          <p>
            <b>{t.soFar(pointsText(weightedTotal(given)), given.length, rubric.criteria.length)}</b>
          </p>
        )}
        {rubric.criteria.map((criterion) => {
          const score = scores.find((each) => each.criterion === criterion.code);
          const title = criterion.title[lang];
          return (
            <div class="criterion">
              <NumberField
                name={`p-${criterion.code}`}
                label={title}
                hint={t.points(criterion.maxPoints, criterion.weightPercent)}
                unit={t.unit}
                value={score?.points === null ? '' : score?.points.toString()}
                required
              />
              <TextArea name={`r-${criterion.code}`} label={t.reasonOf(title)} rows={2} value={score?.reason} required />
              <Beside criterion={criterion} application={view.application} evidence={view.evidence} links={!view.blind} />
            </div>
          );
        })}
        <TextArea name="comment" label={t.comment} hint={t.commentHint} rows={4} value={review.comment} required />
        {view.note !== null && <TextArea name="note" label={e.notes} hint={e.notesHint} rows={3} value={view.note} />}
        <p class="soft" data-kept="" aria-live="polite" />
        <p class="cite">
          {rubric.source} {rubric.clause}
        </p>
        <Actions>
          <Button name="do" value="save" kind="quiet">
            {t.save}
          </Button>
          <Button name="do" value="submit">
            {t.submit}
          </Button>
        </Actions>
      </Form>
    </div>
  );
}

function Given({ view }: { view: ReviewView }) {
  const { lang } = view.page;
  const t = scoreText[lang];
  return (
    <>
      <Soft>{t.handedIn(view.review.submittedAt ? instantText(view.review.submittedAt, lang) : '')}</Soft>
      {!view.blind && (
        <p>
          <a href={`${view.page.base}/reviews/${view.review.id}/sheet.pdf`}>{evidenceText[lang].sheet}</a>
        </p>
      )}
      {view.note !== null && view.note !== '' && (
        <p class="lines">
          <b>{evidenceText[lang].notes}</b> {view.note}
        </p>
      )}
      <KeyValues
        items={[
          ...view.scores.map(
            (score) =>
              [
                score.title,
                <>
                  <b>
                    {score.points}/{score.maxPoints}
                  </b>{' '}
                  {score.reason}
                </>,
              ] as const,
          ),
          [t.comment, view.review.comment],
          [t.total, <b>{pointsText(weightedTotal(complete(view.scores)))}</b>],
        ]}
      />
    </>
  );
}

function Conflict({ view }: { view: ReviewView }) {
  const { page, review } = view;
  const t = scoreText[page.lang];
  const action = `${page.base}/reviews/${review.id}/conflict`;
  return (
    <Section title={t.conflict} id="conflict">
      <Soft>{t.conflictLead}</Soft>
      <Actions>
        {[t.conflict1, t.conflict2, t.conflict3].map((reason) => (
          <ActionForm action={action} kind="quiet" fields={{ reason }}>
            {reason}
          </ActionForm>
        ))}
      </Actions>
      <details class="fold">
        <summary>{t.conflictOther}</summary>
        <Form action={action} id="conflict-other">
          <TextField name="reason" label={t.conflictOther} maxLength={200} required />
          <Button kind="quiet">{t.conflictSend}</Button>
        </Form>
      </details>
    </Section>
  );
}
