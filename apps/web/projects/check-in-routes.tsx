import { addDays } from '#libs/civil-time';
import { z } from 'zod';
import { dutiesOf } from '#modules/inbox';
import {
  checkIn,
  checkInFactsOf,
  correctCheckIn,
  correctionsOf,
  listCheckIns,
  listShifts,
  theRotaNames,
  worksGoOn,
  type WorksPlace,
  worksPlaceOf,
} from '#modules/projects';
import { holds } from '#platform/access';
import type { Tx } from '#platform/database';
import { preparePhoto } from '#platform/documents';
import { findFiles, photoFacts } from '#platform/files';
import { field, type FieldErrors, type Web } from '../kit/index.ts';
import { CheckInPage, CheckInsPage } from './check-in-page.tsx';
import { checkInPaper } from './check-in-paper.ts';
import { checkInText } from './check-in-text.ts';
import { doingText } from './doing-text.ts';
import { publicNames } from './public-names.ts';
import { storedUploads } from './uploads.ts';
import { findVisible } from './view.ts';
import { type Back, backOf, microDegrees, withProject } from './works-request.ts';
import { watchers } from './watchers.ts';
import { shownName } from './words.ts';

export async function checkInPage(w: Web, back?: Back) {
  const found = await withProject(w, async (tx, project) => {
    const shifts = await listShifts(tx, project.id);
    const staff = holds(w.actor, ['secretary', 'director', 'supervisor', 'steward'], project.neighbourhoodId, 'project.check-in');
    return {
      staff,
      may: staff || theRotaNames(shifts, w.actor.personId),
      asked: shifts.find((shift) => shift.id === (w.query('shift') ?? '')) ?? null,
      others: staff ? await watchers(tx, project.neighbourhoodId) : [],
      placeAsked: (await worksPlaceOf(tx, project.id))?.asked ?? false,
    };
  });
  if (!found || !worksGoOn(found.project.state)) return w.notFound();
  if (!found.more.may) return w.fail('forbidden', doingText[w.lang].notOnRota);
  return w.page(
    <CheckInPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      shift={found.more.asked}
      today={w.today}
      minDay={addDays(w.today, -3)}
      others={found.more.others}
      placeAsked={found.more.placeAsked}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postCheckInFields = z.object({
  body: field.text(500).optional(),
  day: field.day(),
  trouble: field.tick(),
  shift: field.id().optional(),
  forPersonId: field.id().optional(),
});

export async function postCheckIn(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = doingText[w.lang];
  const parsed = form.parse(postCheckInFields);
  if (!parsed.ok) return checkInPage(w, backOf(w, parsed.error, form.values));
  const [first] = form.files('photo');
  // Read before it is stored: what is stored says neither where nor when.
  const photo = first ? await photoFacts(first.bytes) : null;
  const photos = await storedUploads(w, form.files('photo'));
  if (!photos.ok) return checkInPage(w, backOf(w, { photo: photos.error }, form.values));
  const { body, day, trouble, shift, forPersonId } = parsed.value;
  const done = await checkIn(w.command(form), {
    projectId: id,
    shiftId: shift ?? null,
    day,
    body: body ?? '',
    trouble,
    photos: photos.value,
    forPersonId: forPersonId ?? null,
    phone: phonePlace(w),
    photo,
  });
  if (done.ok) return w.redirect(`/projects/${id}/check-ins`, t.checkedInFlash);
  if (done.error === 'required') return checkInPage(w, backOf(w, { body: 'required' }, form.values));
  if (done.error === 'too-late') return checkInPage(w, backOf(w, { day: 'too-late' }, form.values));
  if (done.error === 'wrong-type') return checkInPage(w, backOf(w, { photo: 'wrong-type' }, form.values));
  return w.refuse(done.error, t);
}

/** From when on check-ins are asked for their place; null when they are not. */
const askedSince = (place: WorksPlace | null): Date | null => (place?.asked ? place.at : null);

/** The place a phone gave with its holder's consent; null when it gave none. */
function phonePlace(w: Web) {
  const form = w.form();
  const [latMicro, lngMicro] = [microDegrees(form.text('lat'), 90), microDegrees(form.text('lng'), 180)];
  if (latMicro === null || lngMicro === null) return null;
  const accuracy = Number(form.text('accuracy'));
  return { latMicro, lngMicro, accuracyM: Number.isFinite(accuracy) && accuracy >= 0 && accuracy <= 1_000_000 ? accuracy : 1_000_000 };
}

export async function postCorrection(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const done = await correctCheckIn(w.command(form), { projectId: id, checkInId: one, body: form.text('body'), reason: form.text('reason') });
  if (done.ok) return w.redirect(`/projects/${id}/check-ins#${one}`, checkInText[w.lang].correctDone);
  return w.refuse(done.error, { 'reason-required': w.errorText('required') });
}

/** Photos on a printed log; the rest stays on the page. */
const mostPhotos = 40;

export async function printCheckIns(w: Web) {
  const found = await withProject(w, async (tx, project) => {
    const checkIns = await listCheckIns(tx, project.id);
    const files = await findFiles(
      tx,
      checkIns.flatMap((one) => one.fileIds),
    );
    return {
      checkIns,
      hashOf: new Map(files.map((file) => [file.id, file.sha256])),
      factOf: new Map((await checkInFactsOf(tx, project.id)).map((fact) => [fact.checkInId, fact])),
      corrections: await correctionsOf(tx, project.id),
      askedSince: askedSince(await worksPlaceOf(tx, project.id)),
      names: await publicNames(tx, w, project),
    };
  });
  if (!found) return w.notFound();
  const { project, more } = found;
  if (!w.can('project.read-staff', project)) return w.forbidden();
  const checkIns = more.checkIns.map((one) => ({ ...one, personName: shownName(one.personName, one.personId, more.names) }));
  const wanted = [...checkIns].reverse().flatMap((one) => one.fileIds.map((id) => ({ id, caption: `${one.day} ${one.personName}：${one.body}`.slice(0, 60) })));
  const pictures = [];
  for (const { id, caption } of wanted.slice(0, mostPhotos)) {
    const bytes = await w.files.get(more.hashOf.get(id) ?? '');
    const photo = bytes ? await preparePhoto(bytes, { quick: true }) : undefined;
    if (photo) pictures.push({ photo, caption });
  }
  const document = checkInPaper(
    { ...more, checkIns, photos: pictures, photosLeftOut: Math.max(0, wanted.length - mostPhotos) },
    { lang: w.lang, issuer: `${w.subdistrict.name} ${found.place.name}`, title: project.title, serial: project.serial, today: w.today },
  );
  return w.paper(document, `${project.serial}-${project.title}-${checkInText.zh.log}`);
}

export async function checkInsPage(w: Web) {
  const found = await withProject(w, async (tx, project) => ({
    checkIns: await listCheckIns(tx, project.id),
    shifts: await listShifts(tx, project.id),
    names: await publicNames(tx, w, project),
    factOf: new Map((await checkInFactsOf(tx, project.id)).map((fact) => [fact.checkInId, fact])),
    corrections: await correctionsOf(tx, project.id),
    askedSince: askedSince(await worksPlaceOf(tx, project.id)),
    open: new Set((await dutiesOf(tx, { projectId: project.id })).filter((duty) => duty.kind === 'check-in.trouble').map((duty) => duty.subjectId)),
  }));
  if (!found) return w.notFound();
  const watches =
    holds(w.actor, ['secretary', 'director', 'supervisor', 'steward'], found.project.neighbourhoodId, 'project.check-in') ||
    theRotaNames(found.more.shifts, w.actor.personId);
  return w.page(
    <CheckInsPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      place={found.place}
      checkIns={found.more.checkIns}
      names={found.more.names}
      open={found.more.open}
      mayCheckIn={worksGoOn(found.project.state) && watches}
      mayAnswer={w.can('project.note', found.project)}
      factOf={found.more.factOf}
      corrections={found.more.corrections}
      askedSince={found.more.askedSince}
      mayCorrect={(one) =>
        worksGoOn(found.project.state) && (w.can('project.note', found.project) || (one.personId !== null && one.personId === w.actor.personId))
      }
    />,
  );
}
