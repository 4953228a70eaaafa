import { dayOf, instantAt } from '#libs/civil-time';
import { distanceMetres, type PhotoFacts, type Place } from '#libs/exif';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { insertCheckInFact, insertCorrection, insertWorksPlace, worksPlaceOf } from './check-in-fact-store.ts';
import { type CheckIn, listCheckIns } from './doing-store.ts';
import { worksGoOn } from './project.ts';
import { lockProject } from './store.ts';

/** Where a check-in was made, as the phone said with its holder's consent; kept only as the distance to the works. */
export interface PhonePlace extends Place {
  accuracyM: number;
}

/** A check-in written down on a later day than it was made. */
export const itWasWrittenLater = (checkIn: Pick<CheckIn, 'day' | 'at'>): boolean => checkIn.day < dayOf(checkIn.at);

/** The photo was taken on another day than the check-in says. */
export const thePhotoIsOfAnotherDay = (checkIn: Pick<CheckIn, 'day'>, photoAt: Date | null): boolean => photoAt !== null && dayOf(photoAt) !== checkIn.day;

/** Keeps the distance to the works and the photo's time; coordinates are used here and forgotten. The phone's word goes before the photo's. */
export async function keepCheckInFacts(
  tx: CommandTx,
  projectId: string,
  checkInId: string,
  said: { phone: PhonePlace | null; photo: PhotoFacts | null },
): Promise<void> {
  const works = await worksPlaceOf(tx, projectId);
  const there = works?.latMicro != null && works.lngMicro !== null ? { latMicro: works.latMicro, lngMicro: works.lngMicro } : null;
  const here = said.phone ?? said.photo?.place ?? null;
  const taken = said.photo?.taken ? instantAt(said.photo.taken.slice(0, 10), said.photo.taken.slice(11, 16)) : null;
  const photoAt = taken?.ok ? taken.value : null;
  const distanceM = there && here ? distanceMetres(there, here) : null;
  if (distanceM === null && photoAt === null) return;
  await insertCheckInFact(tx, {
    checkInId,
    distanceM,
    distanceFrom: distanceM === null ? null : said.phone ? 'phone' : 'photo',
    accuracyM: distanceM !== null && said.phone ? Math.round(said.phone.accuracyM) : null,
    photoAt,
  });
}

/**
 * Says where the works are and whether check-ins are asked to show that they are made there; without a place, that they are not. Errors: `not-a-place`
 * (outside the world, or asked without a place), `wrong-state`.
 */
export const setWorksPlace = (
  context: CommandContext,
  input: { projectId: string; asked: boolean; place: Place | null },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-place' | 'key-reused'>> =>
  runCommand(context, 'set-works-place', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.plan-shifts', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    const before = await worksPlaceOf(tx, project.id);
    const place = input.place ?? (before?.latMicro != null && before.lngMicro !== null ? { latMicro: before.latMicro, lngMicro: before.lngMicro } : null);
    if (input.asked && !place) return err('not-a-place');
    if (place && (Math.abs(place.latMicro) > 90_000_000 || Math.abs(place.lngMicro) > 180_000_000)) return err('not-a-place');
    await insertWorksPlace(tx, project.id, { asked: input.asked, latMicro: place?.latMicro ?? null, lngMicro: place?.lngMicro ?? null });
    tx.audit({ action: 'project.works-place', subjectKind: 'project', subjectId: project.id, text: { asked: input.asked } });
    await tx.emit('project.works-place-set', { projectId: project.id, asked: input.asked });
    return ok();
  });

/**
 * Puts the right words beside a check-in; what was written first stays to be seen. By who made it, or the committee. Errors: `required`, `reason-required`,
 * `too-long`, `wrong-state`.
 */
export const correctCheckIn = (
  context: CommandContext,
  input: { projectId: string; checkInId: string; body: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'reason-required' | 'too-long' | 'key-reused'>> =>
  runCommand(context, 'correct-check-in', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const found = project && (await listCheckIns(tx, project.id)).find((one) => one.id === input.checkInId);
    if (!project || !found) return err('not-found');
    const own = found.personId !== null && found.personId === tx.actor.personId;
    if (!own && !tx.can('project.note', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    const [body, reason] = [input.body.trim(), input.reason.trim()];
    if (body === '') return err('required');
    if (reason === '') return err('reason-required');
    if (body.length > 500 || reason.length > 200) return err('too-long');
    await insertCorrection(tx, found.id, body, reason);
    tx.audit({ action: 'project.correct-check-in', subjectKind: 'project', subjectId: project.id, text: { day: found.day, before: found.body, body, reason } });
    await tx.emit('project.check-in-corrected', { projectId: project.id, checkInId: found.id });
    return ok();
  });
