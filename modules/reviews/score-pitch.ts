import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { currentPack } from '#modules/funds';
import { findProject } from '#modules/projects';
import { findPitch, pitchEntries, savePitchScore } from './pitch-store.ts';
import { recusals } from './pool-store.ts';
import { conflictOf, type ReviewerConflict } from './reviewer-conflict.ts';
import { rubricOf } from './terms.ts';

/** `not-speaking-yet` · `closed` · `recused` stepped aside · `unknown-criterion`, `points-out-of-range`, and why there is no rubric; a {@link ReviewerConflict}. */
export type PitchScoreRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'closed'
  | 'not-speaking-yet'
  | 'recused'
  | 'no-policy'
  | 'no-rubric'
  | 'needs-setting'
  | 'unknown-criterion'
  | 'points-out-of-range'
  | ReviewerConflict;

/** Keeps the points a reviewer gives at a session; what is given may be changed until the session is closed. */
export const scorePitch = (
  context: CommandContext,
  input: { sessionId: string; projectId: string; scores: readonly { criterion: string; points: number }[] },
): Promise<Result<void, PitchScoreRefusal | 'key-reused'>> =>
  runCommand(context, 'score-pitch', async (tx): Promise<Result<void, PitchScoreRefusal>> => {
    const { personId, name } = tx.actor;
    if (!tx.can('pitch.score', { neighbourhoodId: null }) || personId === null) return err('not-allowed');
    const session = await findPitch(tx, input.sessionId);
    const project = session && (await findProject(tx, input.projectId));
    const entry = session && (await pitchEntries(tx, session.id)).find(({ projectId }) => projectId === input.projectId);
    if (!session || !project || !entry) return err('not-found');
    if (session.state !== 'open') return err('closed');
    if (entry.stage === 'waiting' || entry.stage === 'absent') return err('not-speaking-yet');
    const conflict = await conflictOf(tx, project, personId, tx.today);
    if (conflict) return err(conflict);
    if ((await recusals(tx, { projectId: project.id })).some((recusal) => recusal.personId === personId)) return err('recused');
    const pack = await currentPack(tx, tx.today, project);
    if (!pack) return err('no-policy');
    const rubric = rubricOf(pack);
    if (!rubric.ok) return err(rubric.error.code === 'no-rule' ? 'no-rubric' : 'needs-setting');
    for (const { criterion, points } of input.scores) {
      const found = rubric.value.criteria.find(({ code }) => code === criterion);
      if (!found) return err('unknown-criterion');
      if (!Number.isInteger(points) || points < 0 || points > found.maxPoints) return err('points-out-of-range');
      const kept = await savePitchScore(tx, {
        sessionId: session.id,
        projectId: project.id,
        reviewerId: personId,
        reviewerName: name,
        criterion,
        title: found.title.zh,
        points,
        maxPoints: found.maxPoints,
        weightPercent: found.weightPercent,
      }).catch((error: unknown) => {
        // The chair closed it in this very moment.
        if (isCheckViolation(error)) return 'closed' as const;
        throw error;
      });
      if (kept === 'closed') return err('closed');
    }
    tx.audit({
      action: 'pitch.score',
      subjectKind: 'project',
      subjectId: project.id,
      text: { sessionId: session.id, reviewer: name, scores: [...input.scores] },
    });
    return ok();
  });
