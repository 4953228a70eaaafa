import { isDay } from '#libs/civil-time';
import { gradesRule } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { currentPack, findRound } from '#modules/funds';
import { findPerson } from '#modules/people';
import { findProject, gradeProjectIn, listGrades, lockProject, type Project, tellGradeIn } from '#modules/projects';
import { conflictOf, type ReviewerConflict } from '#modules/reviews';
import { laidFacts, projectsToReview } from './laid-facts.ts';
import { type Band, gradeOfPoints, gradesFollowPoints, panelOutcome, type Worth, worths } from './value-review.ts';
import {
  insertJudgement,
  insertLaid,
  insertPanel,
  insertRecusal,
  insertSession,
  judgementsOf,
  laidProjects,
  lockValueSession,
  panelOf,
  recusalsOf,
  renewLaid,
  saveClosedSession,
  type ValueSession,
} from './value-review-store.ts';

/** Duty of a member of the panel. */
export const judgeDuty = 'value-review.judge';

/** Why somebody does not judge a project, in the words of the record. */
export const conflictWords: Record<ReviewerConflict, string> = {
  'of-the-team': '参与了这个项目',
  'lives-there': '住在这个居民区',
  'works-there': '在这个居民区任职',
  'same-organisation': '所在单位为项目出资',
  supplier: '为项目供货或施工',
  kin: '和项目组的人有亲属关系',
  helped: '帮助过这个居民区申报',
};

/**
 * `no-projects` no project of the round got public money · `no-panel` nobody was named · `not-a-member` of the panel · `recused` stepped back from it ·
 * `nobody-judged` the session closes when every project that somebody may judge was judged at least once.
 */
export type ValueReviewError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'required'
  | 'too-long'
  | 'not-a-date'
  | 'not-in-list'
  | 'no-projects'
  | 'no-panel'
  | 'not-a-member'
  | 'recused'
  | 'nobody-judged'
  | 'out-of-range'
  | 'key-reused';
type Done<T> = Promise<Result<T, ValueReviewError>>;

const bandsOf = async (tx: CommandTx, roundId: string): Promise<{ bands: Band[]; clause: string }> => {
  const pack = await currentPack(tx, tx.today, { roundId });
  const found = pack ? gradesRule(pack) : null;
  if (!found) return { bands: [], clause: '' };
  return {
    bands: found.rule.grades.map(({ code, title, minimumPoints }) => ({ code, zh: title.zh, en: title.en, least: minimumPoints })),
    clause: `${found.rule.source}${found.rule.clause}`,
  };
};

/**
 * The office opens the value review of a round: all its projects that got public money, those that stopped or are late with them, are laid before a
 * named panel with the figures of that moment. Who has a part in a project steps back from it by itself. Each member is asked to judge.
 */
export const openValueReview = (
  context: CommandContext,
  input: { roundId: string; title: string; heldOn: string; place: string; personIds: readonly string[] },
): Done<{ sessionId: string; projects: number; recused: number }> =>
  runCommand(context, 'open-value-review', async (tx): Done<{ sessionId: string; projects: number; recused: number }> => {
    if (!tx.can('value-review.hold', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    if (!round) return err('not-found');
    const [title, place] = [input.title.trim(), input.place.trim()];
    if (title === '' || place === '') return err('required');
    if ([...title].length > 100 || [...place].length > 200) return err('too-long');
    if (!isDay(input.heldOn)) return err('not-a-date');
    const members: { personId: string; name: string }[] = [];
    for (const personId of new Set(input.personIds)) {
      const person = await findPerson(tx, personId);
      if (!person) return err('not-in-list');
      members.push({ personId, name: person.name });
    }
    if (members.length === 0) return err('no-panel');
    const projects = await projectsToReview(tx, round.id);
    if (projects.length === 0) return err('no-projects');
    const laid = await laidFacts(tx, projects, tx.today);
    const ordered = new Map([...laid].toSorted(([, a], [, b]) => (a.place + a.serial < b.place + b.serial ? -1 : 1)));
    const sessionId = await insertSession(tx, { roundId: round.id, title, heldOn: input.heldOn, place, ...(await bandsOf(tx, round.id)) });
    await insertPanel(tx, sessionId, members);
    await insertLaid(tx, sessionId, ordered);
    let recused = 0;
    for (const project of projects)
      for (const member of members) {
        const conflict = await conflictOf(tx, project, member.personId, tx.today);
        if (conflict) recused += await insertRecusal(tx, { sessionId, projectId: project.id, personId: member.personId, reason: conflictWords[conflict] });
      }
    for (const member of members)
      await openDuty(tx, {
        kind: judgeDuty,
        personId: member.personId,
        neighbourhoodId: null,
        subjectKind: 'value-session',
        subjectId: sessionId,
        title: { zh: `年终评审：${title}`, en: `Value review: ${title}` },
        href: `/value-reviews/${sessionId}`,
        dueDay: input.heldOn,
      });
    tx.audit({
      action: 'value-review.open',
      subjectKind: 'value-session',
      subjectId: sessionId,
      text: { title, round: round.name, projects: projects.length, panel: members.map((one) => one.name).join('、') },
    });
    await tx.emit('value-review.opened', { sessionId, roundId: round.id });
    return ok({ sessionId, projects: projects.length, recused });
  });

async function openSession(tx: CommandTx, sessionId: string): Promise<Result<ValueSession, 'not-found' | 'wrong-state'>> {
  const session = await lockValueSession(tx, sessionId);
  if (!session) return err('not-found');
  return session.state === 'open' ? ok(session) : err('wrong-state');
}

/** The office takes the figures anew of every project nobody has judged yet. Returns how many. */
export const renewValueFacts = (context: CommandContext, input: { sessionId: string }): Done<number> =>
  runCommand(context, 'renew-value-facts', async (tx): Done<number> => {
    if (!tx.can('value-review.hold', { neighbourhoodId: null })) return err('not-allowed');
    const session = await openSession(tx, input.sessionId);
    if (!session.ok) return session;
    const judged = new Set((await judgementsOf(tx, session.value.id)).map((one) => one.projectId));
    const projects: Project[] = [];
    for (const one of await laidProjects(tx, session.value.id)) {
      const project = judged.has(one.projectId) ? null : await findProject(tx, one.projectId);
      if (project) projects.push(project);
    }
    for (const [projectId, facts] of await laidFacts(tx, projects, tx.today)) await renewLaid(tx, session.value.id, projectId, facts);
    tx.audit({ action: 'value-review.renew', subjectKind: 'value-session', subjectId: session.value.id, text: { projects: projects.length } });
    return ok(projects.length);
  });

async function memberOf(tx: CommandTx, session: ValueSession, projectId: string): Promise<Result<string, 'not-found' | 'not-a-member'>> {
  if (!(await laidProjects(tx, session.id)).some((one) => one.projectId === projectId)) return err('not-found');
  const member = (await panelOf(tx, session.id)).find((one) => one.personId === tx.actor.personId);
  return member ? ok(member.personId) : err('not-a-member');
}

/** Closes a member's duty once every project is judged by them or stepped back from. */
async function doneWhenAllIsSaid(tx: CommandTx, sessionId: string, personId: string): Promise<void> {
  const said = new Set(
    [...(await judgementsOf(tx, sessionId)), ...(await recusalsOf(tx, sessionId))].filter((one) => one.personId === personId).map((one) => one.projectId),
  );
  if ((await laidProjects(tx, sessionId)).every((one) => said.has(one.projectId))) await closeDuty(tx, { kind: judgeDuty, subjectId: sessionId, personId });
}

/**
 * A member says of a project whether the money was worth it, with a grade of the policy and the reason. Where the policy ties grades to points, points are
 * given and the grade follows. Said again, the last word counts.
 */
export const judgeValue = (
  context: CommandContext,
  input: { sessionId: string; projectId: string; worth: Worth; points: number | null; grade: string; reason: string },
): Done<null> =>
  runCommand(context, 'judge-value', async (tx): Done<null> => {
    if (!tx.can('value-review.judge', { neighbourhoodId: null })) return err('not-allowed');
    const session = await openSession(tx, input.sessionId);
    if (!session.ok) return session;
    const { id, bands } = session.value;
    const member = await memberOf(tx, session.value, input.projectId);
    if (!member.ok) return member;
    if ((await recusalsOf(tx, id)).some((one) => one.projectId === input.projectId && one.personId === member.value)) return err('recused');
    const reason = input.reason.trim();
    if (reason === '') return err('required');
    if (reason.length > 500) return err('too-long');
    const byPoints = gradesFollowPoints(bands);
    if (byPoints && (input.points === null || !Number.isInteger(input.points) || input.points < 0 || input.points > 100)) return err('out-of-range');
    const points = byPoints ? input.points : null;
    const grade = points === null ? input.grade : (gradeOfPoints(bands, points) ?? '');
    if (bands.length > 0 ? !bands.some((band) => band.code === grade) : grade !== '') return err('not-in-list');
    const before = (await judgementsOf(tx, id)).find((one) => one.projectId === input.projectId && one.personId === member.value);
    await insertJudgement(tx, {
      sessionId: id,
      projectId: input.projectId,
      personId: member.value,
      no: (before?.no ?? 0) + 1,
      worth: input.worth,
      points,
      grade,
      reason,
    });
    await doneWhenAllIsSaid(tx, id, member.value);
    tx.audit({
      action: 'value-review.judge',
      subjectKind: 'project',
      subjectId: input.projectId,
      text: { session: session.value.title, worth: input.worth, grade, reason },
    });
    return ok(null);
  });

/** A member steps back from a project by their own word; what they had said of it counts no more. */
export const recuseFromValue = (context: CommandContext, input: { sessionId: string; projectId: string; reason: string }): Done<null> =>
  runCommand(context, 'recuse-from-value', async (tx): Done<null> => {
    if (!tx.can('value-review.judge', { neighbourhoodId: null })) return err('not-allowed');
    const session = await openSession(tx, input.sessionId);
    if (!session.ok) return session;
    const member = await memberOf(tx, session.value, input.projectId);
    if (!member.ok) return member;
    const reason = input.reason.trim();
    if (reason === '') return err('required');
    if (reason.length > 300) return err('too-long');
    await insertRecusal(tx, { sessionId: session.value.id, projectId: input.projectId, personId: member.value, reason });
    await doneWhenAllIsSaid(tx, session.value.id, member.value);
    tx.audit({ action: 'value-review.recuse', subjectKind: 'project', subjectId: input.projectId, text: { session: session.value.title, reason } });
    return ok(null);
  });

/** The office closes the session; every project was judged by somebody, or everybody stepped back from it. Nothing is said any more, and all of it can be read. */
export const closeValueReview = (context: CommandContext, input: { sessionId: string }): Done<null> =>
  runCommand(context, 'close-value-review', async (tx): Done<null> => {
    if (!tx.can('value-review.hold', { neighbourhoodId: null })) return err('not-allowed');
    const session = await openSession(tx, input.sessionId);
    if (!session.ok) return session;
    const { id } = session.value;
    const recusals = await recusalsOf(tx, id);
    const counted = (await judgementsOf(tx, id)).filter((one) => !recusals.some((each) => each.projectId === one.projectId && each.personId === one.personId));
    const panel = await panelOf(tx, id);
    // What everybody stepped back from is nobody's to judge: it stays without a word and without a grade.
    const canBeJudged = (projectId: string) => panel.some((one) => !recusals.some((each) => each.projectId === projectId && each.personId === one.personId));
    if ((await laidProjects(tx, id)).some(({ projectId }) => canBeJudged(projectId) && !counted.some((each) => each.projectId === projectId)))
      return err('nobody-judged');
    await saveClosedSession(tx, id);
    await dropDuties(tx, { kind: judgeDuty, subjectId: id });
    tx.audit({ action: 'value-review.close', subjectKind: 'value-session', subjectId: id, text: { title: session.value.title } });
    await tx.emit('value-review.closed', { sessionId: id, roundId: session.value.roundId });
    return ok(null);
  });

/** What the panel said, in one sentence for the grade's reason. */
export function reasonOfPanel(session: Pick<ValueSession, 'title' | 'bands'>, outcome: ReturnType<typeof panelOutcome>, reasons: readonly string[]): string {
  const grade = session.bands.find((band) => band.code === outcome.grade)?.zh ?? '';
  const counts = `值 ${outcome.yes} 人、部分值 ${outcome.partly} 人、不值 ${outcome.no} 人`;
  return `“${session.title}”${outcome.judged} 人评议：${counts}，中位等级${grade}。${reasons.map((one) => one.replace(/[。；;]+$/, '')).join('；')}`.slice(
    0,
    990,
  );
}

/**
 * The office gives each project the panel's middle grade, with what the panel said as the reason, and tells the communities. Projects that have a grade already or
 * whose accounts are not settled are left as they are. One step for a hundred projects.
 */
export const gradeByPanel = (context: CommandContext, input: { sessionId: string }): Done<{ graded: number; left: number }> =>
  runCommand(context, 'grade-by-panel', async (tx): Done<{ graded: number; left: number }> => {
    if (!tx.can('value-review.hold', { neighbourhoodId: null })) return err('not-allowed');
    const session = await lockValueSession(tx, input.sessionId);
    if (!session) return err('not-found');
    if (session.state !== 'closed' || session.bands.length === 0) return err('wrong-state');
    const [laid, judgements, recusals] = [await laidProjects(tx, session.id), await judgementsOf(tx, session.id), await recusalsOf(tx, session.id)];
    let graded = 0;
    for (const one of laid) {
      const project = await lockProject(tx, one.projectId);
      const recused = new Set(recusals.filter((each) => each.projectId === one.projectId).map((each) => each.personId));
      const said = judgements.filter((each) => each.projectId === one.projectId);
      const outcome = panelOutcome(session.bands, said, recused);
      if (!project || outcome.grade === null || (await listGrades(tx, project.id)).length > 0) continue;
      const counted = said.filter((each) => !recused.has(each.personId));
      // Who found it worth the money first; among equals by their words, so that nobody is known by the order.
      const reasons = worths.flatMap((worth) =>
        counted
          .filter((each) => each.worth === worth)
          .map((each) => each.reason)
          .toSorted(),
      );
      const done = await gradeProjectIn(tx, project, { grade: outcome.grade, reason: reasonOfPanel(session, outcome, reasons) });
      if (!done.ok) continue;
      await tellGradeIn(tx, project);
      graded++;
    }
    tx.audit({ action: 'value-review.grade', subjectKind: 'value-session', subjectId: session.id, text: { graded, left: laid.length - graded } });
    return ok({ graded, left: laid.length - graded });
  });
