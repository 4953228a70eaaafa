import { addDays } from '#libs/civil-time';
import { z } from 'zod';
import { holds } from '#platform/access';
import {
  answerSwap,
  askSwap,
  listNeeds,
  listShifts,
  listSwaps,
  setWorksPlace,
  type Shift,
  shiftSlots,
  signUpForWatch,
  theRotaNames,
  unwantWatch,
  wantWatch,
  worksGoOn,
} from '#modules/projects';
import { paper, type PdfDocument, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { field, type Routes, type Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import { microDegrees, withProject } from './works-request.ts';
import { doingText } from './doing-text.ts';
import { publicNames } from './public-names.ts';
import { rotaPage } from './rota-routes.tsx';
import { rotaText } from './rota-text.ts';
import { slotKey, WatchPage } from './watch-page.tsx';
import { type Refused, refusedAt } from './works-nav.tsx';
import { shownName } from './words.ts';

/** The rota for those who take part: signing up, swaps, the printed sheet; and what the committee asks for. */
export function watchRoutes(r: Routes): void {
  r.get('/projects/:id/rota', 'project.read', (w) => watchPage(w));
  r.paper('/projects/:id/rota', 'project.read', printRota);
  r.post('/projects/:id/rota/:one', 'project.rota', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const done = await signUpForWatch(w.command(w.form()), { projectId: id, needId: one });
    return done.ok ? w.redirect(`/projects/${id}/rota`, rotaText[w.lang].signedUp) : w.refuse(done.error, rotaText[w.lang]);
  });
  r.post('/projects/:id/shifts/:one/swap', 'project.rota', postSwap);
  r.post('/projects/:id/swaps/:one', 'project.rota', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    const form = w.form();
    const answer = z.enum(['accepted', 'refused', 'withdrawn']).safeParse(form.text('answer'));
    if (!id || !one || !answer.success) return w.notFound();
    const done = await answerSwap(w.command(form), { projectId: id, swapId: one, answer: answer.data });
    return done.ok ? w.redirect(`/projects/${id}/rota`, rotaText[w.lang][answer.data]) : w.refuse(done.error, rotaText[w.lang]);
  });
  r.post('/projects/:id/wanted', 'project.plan-shifts', postWanted);
  r.post('/projects/:id/wanted/:one/cancel', 'project.plan-shifts', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const done = await unwantWatch(w.command(w.form()), { projectId: id, needId: one });
    return done.ok ? w.redirect(`/projects/${id}/shifts#wanted`, rotaText[w.lang].unwanted) : w.refuse(done.error, rotaText[w.lang]);
  });
  r.post('/projects/:id/works-place', 'project.plan-shifts', postPlace);
}

async function watchPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => ({
    shifts: await listShifts(tx, project.id),
    needs: await listNeeds(tx, project.id),
    swaps: await listSwaps(tx, project.id),
    names: await publicNames(tx, w, project),
  }));
  if (!found) return w.notFound();
  const { project, more } = found;
  // Those on the rota know each other by name: they swap with each other.
  const names = theRotaNames(more.shifts, w.actor.personId) ? { ...more.names, staff: true } : more.names;
  return w.page(
    <WatchPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      {...more}
      names={names}
      personId={w.actor.personId}
      today={w.today}
      open={worksGoOn(project.state)}
      maySignUp={
        worksGoOn(project.state) &&
        holds(w.actor, ['resident', 'steward', 'supervisor', 'keeper', 'secretary', 'director'], project.neighbourhoodId, 'project.check-in')
      }
      mayPlan={w.can('project.plan-shifts', project)}
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

async function postSwap(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = rotaText[w.lang];
  const back = (errors: Record<string, string>) => watchPage(w, refusedAt(w, `swap-${one}`, errors, form.values, t));
  const [toPersonId = '', givesShiftId] = form.text('with').split(':');
  if (!z.uuid().safeParse(toPersonId).success || (givesShiftId !== undefined && !z.uuid().safeParse(givesShiftId).success)) return back({ with: 'invalid' });
  const done = await askSwap(w.command(form), { projectId: id, shiftId: one, toPersonId, givesShiftId: givesShiftId ?? null, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/projects/${id}/rota`, t.swapAsked);
  if (done.error === 'reason-required') return back({ reason: 'required' });
  if (done.error === 'invalid') return back({ with: 'invalid' });
  return w.refuse(done.error, t);
}

const postWantedFields = z.object({
  day: field.day(),
  days: field.whole(1, 60),
  heads: field.whole(1, 20),
  slot: z.enum(shiftSlots, 'not-in-list'),
  place: field.text(100),
});

async function postWanted(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = rotaText[w.lang];
  const back = (errors: Record<string, string>) => rotaPage(w, undefined, refusedAt(w, 'want', errors, form.values, t));
  const parsed = form.parse(postWantedFields);
  if (!parsed.ok) return back(parsed.error);
  const { day, days, heads, slot, place } = parsed.value;
  const done = await wantWatch(w.command(form), { projectId: id, days: Array.from({ length: days }, (_, n) => addDays(day, n)), heads, slot, place });
  if (done.ok) return w.redirect(`/projects/${id}/shifts#wanted`, t.wanted2(done.value));
  return done.error === 'in-the-past' ? back({ day: 'in-the-past' }) : w.refuse(done.error, t);
}

async function postPlace(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = rotaText[w.lang];
  const back = (errors: Record<string, string>) => rotaPage(w, undefined, refusedAt(w, 'site', errors, form.values, t));
  const [lat, lng] = [form.text('lat'), form.text('lng')];
  const place = { latMicro: microDegrees(lat, 90), lngMicro: microDegrees(lng, 180) };
  const typed = lat !== '' || lng !== '';
  if (typed && (place.latMicro === null || place.lngMicro === null)) return back({ [place.latMicro === null ? 'lat' : 'lng']: 'not-a-place' });
  const done = await setWorksPlace(w.command(form), {
    projectId: id,
    asked: form.has('asked'),
    place: place.latMicro === null || place.lngMicro === null ? null : { latMicro: place.latMicro, lngMicro: place.lngMicro },
  });
  if (done.ok) return w.redirect(`/projects/${id}/shifts`, t.siteSaved);
  return done.error === 'not-a-place' ? back({ lat: 'not-a-place' }) : w.refuse(done.error, t);
}

async function printRota(w: Web) {
  const found = await withProject(w, async (tx, project) => ({ shifts: await listShifts(tx, project.id), names: await publicNames(tx, w, project) }));
  if (!found) return w.notFound();
  const { project, more } = found;
  const shifts = more.shifts
    .filter((shift) => shift.cancelledReason === null)
    .map((shift) => ({ ...shift, personName: shownName(shift.personName, shift.personId, more.names) }));
  const document = rotaPaper(shifts, {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${found.place.name}`,
    title: project.title,
    serial: project.serial,
    today: w.today,
  });
  return w.paper(document, `${project.serial}-${project.title}-${rotaText.zh.sheet}`);
}

/** The rota to hang up and to sign at the works. */
export function rotaPaper(shifts: readonly Shift[], about: { lang: Lang; issuer: string; title: string; serial: string; today: string }): PdfDocument {
  const t = rotaText[about.lang];
  const d = doingText[about.lang];
  return paper({
    title: t.sheet,
    subtitle: about.title,
    meta: { lang: about.lang, issuer: about.issuer, code: about.serial, printedDay: about.today },
    body: [
      table({
        columns: [
          { label: t.day, width: 92 },
          { label: t.slot, width: 40 },
          { label: t.place, width: 80 },
          { label: t.who, width: 60 },
          { label: t.signature, width: 80 },
          { label: t.seen, width: '*' },
        ],
        rows: shifts.map((shift) => [dayText(shift.day, about.lang, 'weekday'), d[slotKey[shift.slot]], shift.place, shift.personName, '', '']),
        rowHeight: 26,
      }),
    ],
  });
}
