import { type PitchScore, whoIsNext, whoSpeaks } from '#modules/reviews';
import { ActionForm, Actions, ButtonLink, dataTable, instantText, KeyValues, Layout, Lead, type PageFrame, Section, Soft, State } from '../ui/index.ts';
import { Clock, durationText, stageTone } from './pitch-clock.tsx';
import { pitchText } from './pitch-text.ts';
import type { PitchFigures, PitchTurn } from './pitch-view.ts';

/** What the page of a session shows. */
export interface PitchPageView extends PitchFigures {
  page: PageFrame;
  now: Date;
  /** May move it on. */
  runs: boolean;
  /** May give points; what was given so far. */
  own: readonly PitchScore[] | null;
  mayBoard: boolean;
  mayRecord: boolean;
}

/** Order, clock, and what each may do now. */
export function PitchPage(view: PitchPageView) {
  const { page, session, turns, round } = view;
  const { lang, base } = page;
  const t = pitchText[lang];
  const at = `${base}/pitch/${session.id}`;
  const speaks = turns.find(({ projectId }) => projectId === whoSpeaks(turns)?.projectId);
  const next = turns.find(({ projectId }) => projectId === whoIsNext(turns)?.projectId);
  return (
    <Layout page={page} title={session.title} crumbs={[{ label: round.name, href: `${base}/rounds/${round.id}` }, { label: session.title }]}>
      <p>
        <State tone={session.state === 'open' ? 'act' : session.state === 'closed' ? 'good' : 'wait'}>{t[session.state]}</State>
      </p>
      <Lead>{t.rules(durationText(session.pitchSeconds, lang), durationText(session.questionSeconds, lang))}</Lead>
      {session.state === 'open' && (
        <Section title={t.now} id="now">
          {speaks ? (
            <>
              <p>
                <b>{t.scoreTitle(speaks.no, speaks.project.title)}</b> {speaks.placeName} <State tone={stageTone[speaks.stage]}>{t[speaks.stage]}</State>
              </p>
              <Clock figures={view} now={view.now} />
              {view.own && (
                <Actions>
                  <ButtonLink href={`${at}/score/${speaks.projectId}`}>{t.score}</ButtonLink>
                </Actions>
              )}
            </>
          ) : (
            <p>{t.between}</p>
          )}
          {view.runs && <Moves view={view} speaks={speaks} next={next} />}
          <p>
            <a href={at}>{t.lookAgain}</a>
          </p>
        </Section>
      )}
      {view.runs && session.state === 'planned' && (
        <Actions>
          <ActionForm action={`${at}/move`} fields={{ to: 'open' }}>
            {t.openIt}
          </ActionForm>
        </Actions>
      )}
      <Section title={t.order} id="order">
        {session.seed && <Soft>{t.drawnWith(session.seed)}</Soft>}
        {dataTable({
          rows: turns,
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.order,
          columns: [
            { key: 'no', label: t.no, value: ({ no }) => no, numeric: true },
            { key: 'project', label: t.project, value: ({ project }) => project.title },
            { key: 'place', label: t.community, value: ({ placeName }) => placeName },
            { key: 'stage', label: t.stage, value: ({ stage }) => t[stage], render: ({ stage }) => <State tone={stageTone[stage]}>{t[stage]}</State> },
            ...(view.own
              ? [{ key: 'own', label: t.score, value: (turn: PitchTurn) => ownText(view, turn), render: (turn: PitchTurn) => <Own view={view} turn={turn} /> }]
              : []),
            ...(view.runs && session.state === 'open'
              ? [{ key: 'do', label: '', value: () => '', render: (turn: PitchTurn) => <TurnMove view={view} turn={turn} /> }]
              : []),
          ],
        })}
      </Section>
      <KeyValues
        items={[
          [t.chair, session.chairName],
          [t.place, session.place],
          [t.time, instantText(session.startsAt, lang)],
        ]}
      />
      <Actions>
        <ButtonLink href={`${at}/screen`} kind="quiet">
          {t.screen}
        </ButtonLink>
        {view.mayBoard && (
          <ButtonLink href={`${at}/board`} kind="quiet">
            {session.state === 'closed' ? t.boardFinal : t.board}
          </ButtonLink>
        )}
        {view.mayRecord && (
          <ButtonLink href={`${at}/record.pdf`} kind="quiet">
            {t.record}
          </ButtonLink>
        )}
      </Actions>
      {view.runs && session.state === 'open' && (
        <Section title={t.closeIt} id="close">
          <Soft>{t.closeWarn}</Soft>
          <Actions>
            <ActionForm action={`${at}/move`} kind="danger" fields={{ to: 'closed' }}>
              {t.closeIt}
            </ActionForm>
          </Actions>
        </Section>
      )}
    </Layout>
  );
}

const given = (view: PitchPageView, projectId: string) => (view.own ?? []).filter((score) => score.projectId === projectId).length;
const ownText = (view: PitchPageView, turn: PitchTurn): string => (given(view, turn.projectId) > 0 ? pitchText[view.page.lang].scored : '');
function Own({ view, turn }: { view: PitchPageView; turn: PitchTurn }) {
  const t = pitchText[view.page.lang];
  const spoke = turn.stage !== 'waiting' && turn.stage !== 'absent';
  if (!spoke) return <>—</>;
  return <a href={`${view.page.base}/pitch/${view.session.id}/score/${turn.projectId}`}>{given(view, turn.projectId) > 0 ? t.scored : t.score}</a>;
}

function Moves({ view, speaks, next }: { view: PitchPageView; speaks: PitchTurn | undefined; next: PitchTurn | undefined }) {
  const t = pitchText[view.page.lang];
  const action = `${view.page.base}/pitch/${view.session.id}/turn`;
  return (
    <Actions>
      {speaks?.stage === 'pitch' && view.session.questionSeconds > 0 && (
        <ActionForm action={action} fields={{ projectId: speaks.projectId, to: 'questions' }}>
          {t.toQuestions}
        </ActionForm>
      )}
      {speaks && (
        <ActionForm action={action} kind="quiet" fields={{ projectId: speaks.projectId, to: 'done' }}>
          {t.endTurn}
        </ActionForm>
      )}
      {next && (
        <ActionForm action={action} kind={speaks ? 'quiet' : 'primary'} fields={{ projectId: next.projectId, to: 'pitch' }}>
          {t.next(next.project.title)}
        </ActionForm>
      )}
    </Actions>
  );
}

function TurnMove({ view, turn }: { view: PitchPageView; turn: PitchTurn }) {
  const t = pitchText[view.page.lang];
  const action = `${view.page.base}/pitch/${view.session.id}/turn`;
  if (turn.stage === 'waiting')
    return (
      <>
        <ActionForm action={action} kind="quiet" fields={{ projectId: turn.projectId, to: 'pitch' }}>
          {t.callUp}
        </ActionForm>
        <ActionForm action={action} kind="quiet" fields={{ projectId: turn.projectId, to: 'absent' }}>
          {t.noShow}
        </ActionForm>
      </>
    );
  if (turn.stage === 'pitch' || turn.stage === 'questions') return <>—</>;
  return (
    <ActionForm action={action} kind="quiet" fields={{ projectId: turn.projectId, to: 'pitch' }}>
      {t.again}
    </ActionForm>
  );
}
