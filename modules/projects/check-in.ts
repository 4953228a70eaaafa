import { isDay } from '#libs/civil-time';
import type { PhotoFacts } from '#libs/exif';
import { err, ok, type Result } from '#libs/result';
import { holds } from '#platform/access';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { keepCheckInFacts, type PhonePlace } from './check-in-facts.ts';
import { deadlineOf } from './deadlines.ts';
import { checkInIsMadeInTime } from './doing.ts';
import { lockShift, insertCheckIn, listShifts, type Shift } from './doing-store.ts';
import { worksGoOn } from './project.ts';
import { insertNote } from './record-store.ts';
import { findProject } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

export interface CheckInInput {
  projectId: string;
  shiftId: string | null;
  day: string;
  /** One sentence on what was seen; with a photo and nothing wrong it may be left out. */
  body: string;
  /** Something is wrong: the committee is asked to look. */
  trouble: boolean;
  photos: readonly Upload[];
  /** Staff enter it for somebody without a phone: that person. Null: the actor was there. */
  forPersonId: string | null;
  /** Where it was made, as the phone said; only the distance to the works is kept. */
  phone?: PhonePlace | null;
  /** What the first photo says of its place and time. */
  photo?: PhotoFacts | null;
}

/** What stands where a photo was sent without words. */
const nothingUnusual = '到场查看，未见异常。';

export type CheckInRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'not-a-date'
  | 'too-late'
  | 'required'
  | 'too-long'
  | 'wrong-type'
  | 'taken'
  | 'key-reused';

/**
 * Somebody was at the works: what they saw, with photos. Supervisors, stewards and the committee may always; other residents when
 * the rota names them. A watch is checked in once. Errors: `not-found`, `not-allowed`, `wrong-state`, `not-a-date`, `too-late`
 * (a day to come, or more than three days ago), `required` (no words), `too-long`, `wrong-type` (no picture), `taken` (the watch has its check-in).
 */
export const checkIn = (context: CommandContext, input: CheckInInput): Promise<Result<string, CheckInRefusal>> =>
  runCommand(context, 'check-in', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.check-in', project)) return err('not-allowed');
    const shift = input.shiftId === null ? null : await lockShift(tx, input.shiftId);
    if (input.shiftId !== null && shift?.projectId !== project.id) return err('not-found');
    const staff = holds(tx.actor, ['secretary', 'director', 'supervisor', 'steward'], project.neighbourhoodId, 'project.check-in');
    const who = input.forPersonId ?? tx.actor.personId;
    if (input.forPersonId !== null && !staff) return err('not-allowed');
    if (!staff && !theRotaNames(await listShifts(tx, project.id), tx.actor.personId)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    if (!isDay(input.day)) return err('not-a-date');
    if (!checkInIsMadeInTime(input.day, tx.today)) return err('too-late');
    const body = input.body.trim() || (input.photos.length > 0 && !input.trouble ? nothingUnusual : '');
    if (body === '') return err('required');
    if (body.length > 500) return err('too-long');
    if (!input.photos.every(isPicture)) return err('wrong-type');
    if (shift && (shift.checkInId !== null || shift.cancelledReason !== null)) return err('taken');
    const person = who === null ? null : await findPerson(tx, who);
    if (who !== null && !person) return err('not-found');
    const id = tx.newId();
    const fileIds = await recordUploads(tx, input.photos.slice(0, 9), { neighbourhoodId: project.neighbourhoodId, visibility: 'public' });
    await insertCheckIn(tx, {
      id,
      projectId: project.id,
      shiftId: shift?.id ?? null,
      personId: person?.id ?? null,
      personName: person?.name ?? tx.actor.name,
      enteredBy: input.forPersonId === null ? null : tx.actor.personId,
      day: input.day,
      body,
      trouble: input.trouble,
      fileIds,
    });
    await keepCheckInFacts(tx, project.id, id, { phone: input.phone ?? null, photo: input.photo ?? null });
    if (shift) await closeDuty(tx, { kind: 'shift.check-in', subjectId: shift.id });
    if (input.trouble) {
      await openDuty(tx, {
        kind: 'check-in.trouble',
        role: 'secretary',
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'check-in',
        subjectId: id,
        projectId: project.id,
        title: { zh: `现场有问题，请处理：${project.title}`, en: `Trouble at the works: ${project.title}` },
        href: `/projects/${project.id}/check-ins#${id}`,
        dueDay: await deadlineOf(tx, 'check-in.trouble'),
      });
    }
    tx.audit({ action: 'project.check-in', subjectKind: 'project', subjectId: project.id, text: { day: input.day, body, photos: fileIds.length } });
    await tx.emit('project.checked-in', { projectId: project.id, checkInId: id, trouble: input.trouble });
    return ok(id);
  });

/** The rota of the project names this person on some day. */
export const theRotaNames = (shifts: readonly Shift[], personId: string | null): boolean =>
  personId !== null && shifts.some((shift) => shift.personId === personId && shift.cancelledReason === null);

/** The committee says what came of trouble that a check-in reported. Errors: `not-found`, `not-allowed`, `required`. */
export const answerTrouble = (
  context: CommandContext,
  input: { projectId: string; checkInId: string; answer: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'required' | 'key-reused'>> =>
  runCommand(context, 'answer-trouble', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.note', project)) return err('not-allowed');
    const answer = input.answer.trim();
    if (answer === '') return err('required');
    if ((await closeDuty(tx, { kind: 'check-in.trouble', subjectId: input.checkInId })) === 0) return err('not-found');
    await insertNote(tx, project.id, { progress: answer.slice(0, 2000), problems: '' });
    tx.audit({ action: 'project.answer-trouble', subjectKind: 'project', subjectId: project.id, text: { checkInId: input.checkInId, answer } });
    await tx.emit('project.trouble-answered', { projectId: project.id, checkInId: input.checkInId });
    return ok();
  });
