import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findPerson, heldOn, listRoles } from '#modules/people';
import { projectStage } from './project.ts';
import { findProject, lockProject, type Project } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';
import {
  cancelVisitRow,
  type FindingMove,
  findVisit,
  insertFinding,
  insertFindingStep,
  insertVisit,
  insertVisitRecord,
  type VisitFinding,
  type VisitKind,
} from './visit-store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

const visitable = (project: Project): boolean =>
  ['agreement', 'doing', 'closing', 'upkeep'].includes(projectStage(project.state)) || project.state === 'stopped';

/** Who can be sent on a visit: the office and the experts. */
export async function visitorsOf(tx: Parameters<typeof listRoles>[0], today: string): Promise<{ personId: string; name: string }[]> {
  const roles = (await listRoles(tx)).filter((role) => heldOn(role, today) && ['officer', 'head', 'reviewer'].includes(role.role));
  return [...new Map(roles.map((role) => [role.personId, { personId: role.personId, name: role.personName }])).values()];
}

/** Plans a visit; the visitor has it in the inbox. Errors: `required`, `not-a-date`, `in-the-past`, `not-in-list` (no such visitor), `wrong-state` (before the agreement). */
export const planVisit = (
  context: CommandContext,
  input: { projectId: string; kind: VisitKind; plannedDay: string; purpose: string; visitorId: string },
): Promise<Result<string, Common | 'required' | 'not-a-date' | 'in-the-past' | 'not-in-list'>> =>
  runCommand(context, 'plan-visit', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.visit', project)) return err('not-allowed');
    if (!visitable(project)) return err('wrong-state');
    const purpose = input.purpose.trim().slice(0, 300);
    if (purpose === '') return err('required');
    if (!isDay(input.plannedDay)) return err('not-a-date');
    if (input.plannedDay < tx.today) return err('in-the-past');
    const visitor = (await visitorsOf(tx, tx.today)).find((one) => one.personId === input.visitorId);
    if (!visitor) return err('not-in-list');
    const { id, no } = await insertVisit(tx, {
      projectId: project.id,
      kind: input.kind,
      plannedDay: input.plannedDay,
      purpose,
      visitorId: visitor.personId,
      visitorName: visitor.name,
    });
    await openDuty(tx, {
      kind: 'visit.make',
      role: 'officer',
      personId: visitor.personId,
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'visit',
      subjectId: id,
      projectId: project.id,
      title: { zh: `${input.kind === 'visit' ? '走访' : '督导'}：${project.title}`, en: `Visit: ${project.title}` },
      href: `/projects/${project.id}/visits#visit-${no}`,
      dueDay: input.plannedDay,
    });
    tx.audit({ action: 'visit.plan', subjectKind: 'project', subjectId: project.id, text: { day: input.plannedDay, visitor: visitor.name, purpose } });
    await tx.emit('project.visit-planned', { projectId: project.id, visitId: id });
    return ok(id);
  });

/** Calls a planned visit off, with a reason. Errors: `wrong-state` (made or called off already), `reason-required`. */
export const cancelVisit = (
  context: CommandContext,
  input: { projectId: string; visitId: string; reason: string },
): Promise<Result<void, Common | 'reason-required'>> =>
  runCommand(context, 'cancel-visit', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const visit = project && (await findVisit(tx, input.visitId));
    if (!project || visit?.projectId !== project.id) return err('not-found');
    if (!tx.can('project.visit', project)) return err('not-allowed');
    if (visit.record !== null || visit.cancelledReason !== null) return err('wrong-state');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    await cancelVisitRow(tx, visit.id, reason);
    await dropDuties(tx, { subjectId: visit.id });
    tx.audit({ action: 'visit.cancel', subjectKind: 'project', subjectId: project.id, text: { day: visit.plannedDay, reason } });
    return ok();
  });

export interface RecordVisitInput {
  projectId: string;
  visitId: string;
  day: string;
  seen: string;
  present: string;
  photos: readonly Upload[];
  /** What must be seen to, by whom (null: the secretary), by which day. */
  findings: readonly { text: string; personId: string | null; dueDay: string }[];
}

/**
 * Writes down what a visit saw; each finding becomes somebody's duty with its day. By who was sent, or the office. Errors: `required`, `too-long`, `not-a-date`,
 * `in-the-future`, `in-the-past` (a finding's day), `invalid` (no such person), `wrong-type`, `wrong-state`.
 */
export const recordVisit = (
  context: CommandContext,
  input: RecordVisitInput,
): Promise<Result<void, Common | 'required' | 'too-long' | 'not-a-date' | 'in-the-future' | 'in-the-past' | 'invalid' | 'wrong-type'>> =>
  runCommand(context, 'record-visit', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const visit = project && (await findVisit(tx, input.visitId));
    if (!project || visit?.projectId !== project.id) return err('not-found');
    if (tx.actor.personId === null || (visit.visitorId !== tx.actor.personId && !tx.can('project.record-visit', project))) return err('not-allowed');
    if (visit.record !== null || visit.cancelledReason !== null) return err('wrong-state');
    const [seen, present] = [input.seen.trim(), input.present.trim()];
    if (seen === '') return err('required');
    if (seen.length > 2000 || present.length > 300) return err('too-long');
    if (!isDay(input.day)) return err('not-a-date');
    if (input.day > tx.today) return err('in-the-future');
    if (!input.photos.every(isPicture)) return err('wrong-type');
    const findings: Omit<VisitFinding, 'id' | 'steps' | 'state'>[] = [];
    for (const [at, finding] of input.findings.entries()) {
      const text = finding.text.trim();
      if (text === '' || text.length > 500) return err(text === '' ? 'required' : 'too-long');
      if (!isDay(finding.dueDay)) return err('not-a-date');
      if (finding.dueDay < tx.today) return err('in-the-past');
      const person = finding.personId === null ? null : await findPerson(tx, finding.personId);
      if (finding.personId !== null && !person) return err('invalid');
      findings.push({ no: at + 1, text, personId: person?.id ?? null, personName: person?.name ?? '', dueDay: finding.dueDay });
    }
    const photoIds = await recordUploads(tx, input.photos.slice(0, 9), { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    await insertVisitRecord(tx, visit.id, { day: input.day, seen, present, photoIds });
    await closeDuty(tx, { kind: 'visit.make', subjectId: visit.id });
    for (const finding of findings) await askForAnswer(tx, project, visit.no, { ...finding, id: await insertFinding(tx, visit.id, finding) });
    tx.audit({
      action: 'visit.record',
      subjectKind: 'project',
      subjectId: project.id,
      text: { day: input.day, seen, findings: findings.map(({ text }) => text) },
    });
    await tx.emit('project.visited', { projectId: project.id, visitId: visit.id, findings: findings.length });
    return ok();
  });

const askForAnswer = (tx: CommandTx, project: Project, visitNo: number, finding: Pick<VisitFinding, 'id' | 'text' | 'personId' | 'dueDay'>) =>
  openDuty(tx, {
    kind: 'visit.answer',
    role: finding.personId === null ? 'secretary' : 'resident',
    ...(finding.personId === null ? {} : { personId: finding.personId }),
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'finding',
    subjectId: finding.id,
    projectId: project.id,
    title: { zh: `督导发现，请整改并回复：${finding.text.slice(0, 40)}`, en: `See to a finding and answer: ${finding.text.slice(0, 40)}` },
    href: `/projects/${project.id}/visits#visit-${visitNo}`,
    dueDay: finding.dueDay,
  });

/**
 * Answers a finding (who it names, or the committee), accepts the answer, or asks again (the visitor or the office, never who answered). Asked again it is due
 * on the same day if that is still to come, else at once. Errors: `required`, `wrong-state`, `own-answer`.
 */
export const moveFinding = (
  context: CommandContext,
  input: { projectId: string; visitId: string; findingId: string; move: FindingMove; text: string },
): Promise<Result<void, Common | 'required' | 'own-answer'>> =>
  runCommand(context, 'move-finding', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (project) await lockProject(tx, project.id);
    const visit = project && (await findVisit(tx, input.visitId));
    const finding = visit?.findings.find((one) => one.id === input.findingId);
    if (!project || visit?.projectId !== project.id || !finding) return err('not-found');
    const answering = input.move === 'answer';
    const named = finding.personId !== null && finding.personId === tx.actor.personId;
    const may = answering ? named || tx.can('project.note', project) : visit.visitorId === tx.actor.personId || tx.can('project.record-visit', project);
    if (!may || tx.actor.personId === null) return err('not-allowed');
    if (finding.state !== (answering ? 'open' : 'answered')) return err('wrong-state');
    if (!answering && finding.steps.at(-1)?.byPersonId === tx.actor.personId) return err('own-answer');
    const text = input.text.trim().slice(0, 1000) || (input.move === 'accept' ? '已整改到位。' : '');
    if (text === '') return err('required');
    await insertFindingStep(tx, finding.id, finding.steps.length + 1, input.move, text);
    if (answering) {
      await closeDuty(tx, { kind: 'visit.answer', subjectId: finding.id });
      await openDuty(tx, {
        kind: 'visit.accept',
        role: 'officer',
        personId: visit.visitorId,
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'finding',
        subjectId: finding.id,
        projectId: project.id,
        title: { zh: `看整改答复：${finding.text.slice(0, 40)}`, en: `Look at the answer: ${finding.text.slice(0, 40)}` },
        href: `/projects/${project.id}/visits#visit-${visit.no}`,
        dueDay: null,
      });
    } else {
      await closeDuty(tx, { kind: 'visit.accept', subjectId: finding.id });
      if (input.move === 'again') await askForAnswer(tx, project, visit.no, { ...finding, dueDay: finding.dueDay > tx.today ? finding.dueDay : tx.today });
    }
    tx.audit({ action: `visit.${input.move}`, subjectKind: 'project', subjectId: project.id, text: { finding: finding.text, text } });
    await tx.emit('project.finding-moved', { projectId: project.id, findingId: finding.id, move: input.move });
    return ok();
  });
