import { addDays } from '#libs/civil-time';
import { z } from 'zod';
import { dutiesOf } from '#modules/inbox';
import { checkIn, listCheckIns, listShifts, theRotaNames, worksGoOn } from '#modules/projects';
import { holds } from '#platform/access';
import type { Tx } from '#platform/database';
import { field, type FieldErrors, type Web } from '../kit/index.ts';
import { CheckInPage, CheckInsPage } from './check-in-page.tsx';
import { doingText } from './doing-text.ts';
import { publicNames } from './public-names.ts';
import { storedUploads } from './uploads.ts';
import { findVisible } from './view.ts';
import { watchers } from './watchers.ts';

/** What comes back into a refused form. */
export interface Back {
  errors: Record<string, string>;
  values: Record<string, string | string[]>;
}

/** Errors of a form by code, in words, with what was typed. */
export function backOf(w: Web, errors: FieldErrors, values: Back['values'], words: Record<string, unknown> = doingText[w.lang]): Back {
  return { errors: w.errorTexts(errors, words), values };
}

/** The project with its place and whatever else a page reads; 404 when this viewer may not know of it. */
export async function withProject<T>(w: Web, more: (tx: Tx, project: NonNullable<Awaited<ReturnType<typeof findVisible>>>['project']) => Promise<T>) {
  return w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    return found && { ...found, more: await more(tx, found.project) };
  });
}

export async function checkInPage(w: Web, back?: Back) {
  const found = await withProject(w, async (tx, project) => {
    const shifts = await listShifts(tx, project.id);
    const staff = holds(w.actor, ['secretary', 'director', 'supervisor', 'steward'], project.neighbourhoodId);
    return {
      staff,
      may: staff || theRotaNames(shifts, w.actor.personId),
      asked: shifts.find((shift) => shift.id === (w.query('shift') ?? '')) ?? null,
      others: staff ? await watchers(tx, project.neighbourhoodId) : [],
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
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

export async function postCheckIn(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = doingText[w.lang];
  const parsed = form.parse(
    z.object({ body: field.text(500), day: field.day(), trouble: field.tick(), shift: field.id().optional(), forPersonId: field.id().optional() }),
  );
  if (!parsed.ok) return checkInPage(w, backOf(w, parsed.error, form.values));
  const photos = await storedUploads(w, form.files('photo'));
  if (!photos.ok) return checkInPage(w, backOf(w, { photo: photos.error }, form.values));
  const { body, day, trouble, shift, forPersonId } = parsed.value;
  const done = await checkIn(w.command(form), {
    projectId: id,
    shiftId: shift ?? null,
    day,
    body,
    trouble,
    photos: photos.value,
    forPersonId: forPersonId ?? null,
  });
  if (done.ok) return w.redirect(`/projects/${id}/check-ins`, t.checkedInFlash);
  if (done.error === 'too-late') return checkInPage(w, backOf(w, { day: 'too-late' }, form.values));
  if (done.error === 'wrong-type') return checkInPage(w, backOf(w, { photo: 'wrong-type' }, form.values));
  return w.refuse(done.error, t);
}

export async function checkInsPage(w: Web) {
  const found = await withProject(w, async (tx, project) => ({
    checkIns: await listCheckIns(tx, project.id),
    shifts: await listShifts(tx, project.id),
    names: await publicNames(tx, w, project),
    open: new Set((await dutiesOf(tx, { projectId: project.id })).filter((duty) => duty.kind === 'check-in.trouble').map((duty) => duty.subjectId)),
  }));
  if (!found) return w.notFound();
  const watches =
    holds(w.actor, ['secretary', 'director', 'supervisor', 'steward'], found.project.neighbourhoodId) || theRotaNames(found.more.shifts, w.actor.personId);
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
    />,
  );
}
