import { decimalText, type PitchLine, type PitchScore, pointsText, whoIsNext, whoSpeaks } from '#modules/reviews';
import {
  Button,
  dataTable,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { Clock, stageTone } from './pitch-clock.tsx';
import { pitchText } from './pitch-text.ts';
import type { PitchFigures, PitchTurn } from './pitch-view.ts';

/** What the page on a reviewer's phone shows. */
export interface PitchScoreView extends PitchFigures {
  page: PageFrame;
  turn: PitchTurn;
  own: readonly PitchScore[];
  /** Points of 100 so far; null while nothing is given. */
  total: string | null;
  barred: string | null;
  now: Date;
  errors?: FormErrors;
  values?: FormValues;
}

/** Points for one project, on the phone. */
export function PitchScorePage(view: PitchScoreView) {
  const { page, session, turn, rubric } = view;
  const { lang, base } = page;
  const t = pitchText[lang];
  const at = `${base}/pitch/${session.id}`;
  const spoke = turn.stage !== 'waiting' && turn.stage !== 'absent';
  return (
    <Layout page={page} title={t.scoreTitle(turn.no, turn.project.title)} crumbs={[{ label: session.title, href: at }, { label: t.score }]}>
      <p>
        {turn.placeName} <State tone={stageTone[turn.stage]}>{t[turn.stage]}</State>
      </p>
      {(turn.stage === 'pitch' || turn.stage === 'questions') && <Clock figures={view} now={view.now} />}
      {view.barred !== null && <Lead>{view.barred}</Lead>}
      {view.barred === null && session.state === 'closed' && <Lead>{t.frozen}</Lead>}
      {view.barred === null && session.state !== 'closed' && !spoke && <Lead>{t.notYet}</Lead>}
      {view.total !== null && <p>{t.soFar(view.total)}</p>}
      {view.barred === null &&
        session.state === 'open' &&
        spoke &&
        (typeof rubric === 'string' ? (
          <Lead>{t[rubric]}</Lead>
        ) : (
          <div data-keep={t.keptAt} data-lost={t.notKept}>
            <Form action={`${at}/score/${turn.projectId}`} errors={view.errors} values={view.values}>
              {rubric.map((criterion) => (
                <NumberField
                  name={`p-${criterion.code}`}
                  label={criterion.title[lang]}
                  hint={t.points(criterion.maxPoints, criterion.weightPercent)}
                  unit={t.unit}
                  together
                  value={view.own.find((score) => score.criterion === criterion.code)?.points.toString()}
                />
              ))}
              <p class="soft" data-kept="" aria-live="polite" />
              <Button>{t.keep}</Button>
            </Form>
          </div>
        ))}
      {view.barred === null && session.state !== 'closed' && (
        <details class="fold">
          <summary>{t.aside}</summary>
          <Form action={`${at}/aside`} id="aside-form">
            <input type="hidden" name="projectId" value={turn.projectId} />
            <TextField name="reason" label={t.asideReason} maxLength={300} required />
            <Button kind="quiet">{t.asideDo}</Button>
          </Form>
        </details>
      )}
      <p>
        <a href={at}>{t.lookAgain}</a>
      </p>
    </Layout>
  );
}

/** What the board shows. */
export interface BoardView extends PitchFigures {
  page: PageFrame;
  lines: readonly PitchLine[];
}

/** Means and places; for the chair until the session is closed. */
export function BoardPage(view: BoardView) {
  const { page, session } = view;
  const { lang, base } = page;
  const t = pitchText[lang];
  const at = `${base}/pitch/${session.id}`;
  const titles = new Map(view.turns.map((turn) => [turn.projectId, turn]));
  const rows = [...view.lines].sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || a.no - b.no);
  const title = session.state === 'closed' ? t.boardFinal : t.board;
  return (
    <Layout page={page} title={title} wide crumbs={[{ label: session.title, href: at }, { label: title }]}>
      {session.state !== 'closed' && <Lead>{t.boardLead}</Lead>}
      {session.state === 'closed' && session.closedAt && <Soft>{`${t.closed} ${instantText(session.closedAt, lang)} ${session.closedByName ?? ''}`}</Soft>}
      {dataTable({
        rows,
        query: {},
        lang,
        base: `${at}/board`,
        tools: false,
        caption: title,
        columns: [
          { key: 'place', label: t.rank, value: ({ place }) => place, numeric: true },
          { key: 'no', label: t.no, value: ({ no }) => no, numeric: true },
          { key: 'project', label: t.project, value: ({ projectId }) => titles.get(projectId)?.project.title ?? '' },
          { key: 'community', label: t.community, value: ({ projectId }) => titles.get(projectId)?.placeName ?? '' },
          {
            key: 'mean',
            label: t.mean,
            value: ({ mean }) => (mean ? Number(decimalText(mean, 4)) : null),
            render: ({ mean }) => (mean ? pointsText(mean) : '—'),
            numeric: true,
          },
          {
            key: 'who',
            label: t.byWhom,
            value: ({ totals, unfinished }) =>
              [
                ...totals.map(({ reviewerName, total }) => `${reviewerName} ${pointsText(total)}`),
                ...unfinished.map(({ reviewerName }) => `${reviewerName}（${t.unfinished}）`),
              ].join('、'),
          },
        ],
      })}
      <p>
        <a href={`${at}/board`}>{t.lookAgain}</a>
      </p>
    </Layout>
  );
}

/** What the room's screen shows: whose turn it is and how long still. */
export function ScreenPage({ page, figures, now }: { page: PageFrame; figures: PitchFigures; now: Date }) {
  const { lang } = page;
  const t = pitchText[lang];
  const { session, turns } = figures;
  const speaks = turns.find(({ projectId }) => projectId === whoSpeaks(turns)?.projectId);
  const next = turns.find(({ projectId }) => projectId === whoIsNext(turns)?.projectId);
  return (
    <Layout page={page} title={session.title} crumbs={[{ label: session.title, href: `${page.base}/pitch/${session.id}` }, { label: t.screen }]}>
      <p class="lead">
        {speaks
          ? `${t.scoreTitle(speaks.no, speaks.project.title)}　${speaks.placeName}　${t[speaks.stage]}`
          : session.state === 'closed'
            ? t.closed
            : t.between}
      </p>
      <Clock figures={figures} now={now} />
      {next && <p>{t.next(next.project.title)}</p>}
      {session.state === 'open' && <Soft>{t.screenFresh}</Soft>}
    </Layout>
  );
}
