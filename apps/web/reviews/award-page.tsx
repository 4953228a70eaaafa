import { pointsText } from '#modules/reviews';
import { noticeState } from '#modules/notices';
import { stateName } from '../projects/words.ts';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  Button,
  dataTable,
  type DutyItem,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  type PageFrame,
  Section,
  Soft,
  State,
  TextArea,
} from '../ui/index.ts';
import { AgreementPart } from './agreement-part.tsx';
import type { AwardFigures } from './award-view.ts';
import { scoreText } from './score-text.ts';
import { Propose, Proposals } from './proposal-parts.tsx';

/** What the page of a project's scores and award shows. */
export interface AwardPageView extends AwardFigures {
  page: PageFrame;
  today: string;
  turns: readonly DutyItem[];
  /** The reader may see points and names of reviewers: office and auditor. Others see points once the result is on notice. */
  sees: { points: boolean; names: boolean };
  may: { propose: boolean; confirm: boolean; agree: boolean; signCommittee: boolean; assign: boolean; set: boolean };
  /** The reader proposed it. */
  ownProposal: boolean;
  back?: { form: 'propose' | 'confirm' | 'sign' | 'amend'; errors: FormErrors; values: FormValues };
}

/** Scores, what is proposed and why, the notice, the head's word, and the agreement. */
export function AwardPage(view: AwardPageView) {
  const { page, project } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  return (
    <Layout
      page={page}
      title={`${t.award}${lang === 'zh' ? '：' : ': '}${project.title}`}
      wide
      crumbs={[
        { label: view.placeName, href: `${base}/n/${view.placeCode}` },
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.award },
      ]}
    >
      <p>
        <State tone="plain">{stateName(project.state, lang)}</State>
      </p>
      <div class="cols">
        <div>
          <Proposals view={view} />
          <Confirm view={view} />
          <AgreementPart view={view} />
          <Scores view={view} />
          <Propose view={view} />
        </div>
        <div class="aside">
          <WhoseTurn items={view.turns} />
          {view.proposals.length > 0 && (
            <p>
              <a href={`${view.page.base}/projects/${project.id}/letter`}>{scoreText[view.page.lang].seeLetter}</a>
            </p>
          )}
          {view.round && (
            <p>
              <a href={`${view.page.base}/rounds/${view.round.id}/decision`}>{scoreText[view.page.lang].wholeRound}</a>
            </p>
          )}
          {view.round && (
            <p>
              <a href={`${view.page.base}/rounds/${view.round.id}/shared`}>{scoreText[view.page.lang].howShared}</a>
            </p>
          )}
        </div>
      </div>
    </Layout>
  );
}

function Scores({ view }: { view: AwardPageView }) {
  const { page, board, project } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  const handed = board.reviews.filter(({ review }) => review.state === 'submitted');
  const open = board.reviews.filter(({ review }) => review.state === 'assigned').length;
  const name = (index: number, given: string) => (view.sees.names ? given : `${lang === 'zh' ? '专家' : 'Reviewer '}${index + 1}`);
  const criteria = [...new Map(handed.flatMap(({ scores }) => scores.map((score) => [score.criterion, score] as const))).values()].sort(
    (a, b) => view.criteria.indexOf(a.criterion) - view.criteria.indexOf(b.criterion),
  );
  return (
    <Section
      title={t.scores}
      id="scores"
      action={view.may.assign && project.state === 'in_review' && <a href={`${base}/projects/${project.id}/reviewers`}>{t.assignMore}</a>}
    >
      {open > 0 && <Soft>{t.waitingFor(open)}</Soft>}
      {!view.sees.points || handed.length === 0 ? (
        <Soft>{handed.length > 0 ? t.notYetOpen : t.noScores}</Soft>
      ) : (
        <>
          <p class="lead">
            {t.mean} <b>{board.mean ? pointsText(board.mean) : '—'}</b>
            {view.total !== null && t.totalToo(view.total)}
          </p>
          {dataTable({
            rows: criteria,
            query: {},
            lang,
            base: '',
            tools: false,
            caption: t.scores,
            columns: [
              {
                key: 'criterion',
                label: t.criterion,
                value: (row) => row.title,
                render: (row) => (
                  <>
                    {row.title} <small class="soft">{row.weightPercent}%</small>
                  </>
                ),
              },
              ...handed.map(({ review, scores }, index) => ({
                key: review.id,
                label: name(index, review.reviewerName),
                value: (row: (typeof criteria)[number]) => scores.find(({ criterion }) => criterion === row.criterion)?.points ?? null,
                render: (row: (typeof criteria)[number]) => {
                  const own = scores.find(({ criterion }) => criterion === row.criterion);
                  return own ? (
                    <>
                      <b>
                        {own.points}/{own.maxPoints}
                      </b>{' '}
                      <small>{own.reason}</small>
                    </>
                  ) : (
                    '—'
                  );
                },
              })),
            ],
          })}
          {handed.map(({ review, total }, index) => (
            <div class="rule">
              <p>
                <b>{name(index, review.reviewerName)}</b> {total && pointsText(total)}
              </p>
              <p>{review.comment}</p>
            </div>
          ))}
        </>
      )}
    </Section>
  );
}

function Confirm({ view }: { view: AwardPageView }) {
  const { page, project, may, notice } = view;
  const t = scoreText[page.lang];
  const now = view.proposals[0];
  if (project.state !== 'noticed' || !now || now.confirmation || !may.confirm) return null;
  const ended = notice !== null && noticeState(notice, view.today) === 'ended';
  const hindrance = view.ownProposal ? t['own-proposal'] : !ended ? t['notice-runs'] : view.objections.open > 0 ? t['objections-open'] : null;
  const back = view.back?.form === 'confirm' ? view.back : undefined;
  return (
    <Section title={t.confirmTitle} id="confirm">
      <Soft>{t.confirmLead}</Soft>
      {hindrance !== null && (
        <div class="reason ask">
          <p>{hindrance}</p>
        </div>
      )}
      {!view.ownProposal && (
        <Form action={`${page.base}/projects/${project.id}/award/confirm`} id="confirm" errors={back?.errors} values={back?.values}>
          <TextArea name="reason" label={t.confirmReason} hint={t.confirmReasonHint} rows={3} maxLength={2000} />
          <Actions>
            {hindrance === null && (
              <Button name="decision" value="confirmed">
                {t.confirm}
              </Button>
            )}
            <Button name="decision" value="refused" kind="quiet">
              {t.refuse}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
