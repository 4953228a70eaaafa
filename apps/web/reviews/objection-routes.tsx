import { z } from 'zod';
import { findRound } from '#modules/funds';
import { findNotice, noticeState } from '#modules/notices';
import { decisionsOf, keepAfterObjection, objectionsOfRound, objectToRound, openLinesOf, upheldObjections } from '#modules/reviews';
import { loadRound } from '../funds/round-view.ts';
import { field, type Routes, type Web } from '../kit/index.ts';
import { decisionText } from './decision-text.ts';
import { ObjectionsPage, type ObjectionsView } from './objections-page.tsx';

const office = { neighbourhoodId: null };

/** Objections to a round's results, online and on paper. */
export function objectionRoutes(r: Routes): void {
  r.get('/rounds/:id/objections', 'round.read', (w) => show(w));
  r.post('/rounds/:id/objections', 'notice.object', (w) => object(w, 'object'));
  r.post('/rounds/:id/objections/paper', 'award.enter-objection', (w) => object(w, 'paper'));
  r.post('/rounds/:id/objections/:objection/keep', 'award.propose', keep);
}

async function show(w: Web, back?: ObjectionsView['back']) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        const figures = round && (await loadRound(tx, id, false));
        if (!round || !figures) return null;
        const dueBy = new Map<string, string | null>();
        const open = new Set<string>();
        const ownNotices = new Set<string>();
        for (const decision of await decisionsOf(tx, id)) {
          const notice = await findNotice(tx, decision.noticeId);
          if (decision.proposedBy === w.actor.personId) ownNotices.add(decision.noticeId);
          dueBy.set(decision.noticeId, notice?.answerDueDay ?? null);
          if (notice && noticeState(notice, w.today) === 'open') for (const { projectId } of await openLinesOf(tx, decision)) open.add(projectId);
        }
        return {
          round,
          dueBy,
          ownNotices,
          objections: await objectionsOfRound(tx, id),
          waiting: new Set((await upheldObjections(tx, id)).map((one) => one.id)),
          projects: figures.lines.flatMap(({ project, placeName }) => (open.has(project.id) ? [{ id: project.id, title: project.title, placeName }] : [])),
          titles: new Map(figures.lines.map(({ project }) => [project.id, project.title])),
        };
      })
    : null;
  if (!found) return w.notFound();
  const anywhere = w.actor.grants.some(({ neighbourhoodId }) => w.can('notice.object', { neighbourhoodId }));
  return w.page(
    <ObjectionsPage
      page={w.frame()}
      today={w.today}
      {...found}
      may={{
        object: anywhere,
        enter: w.can('award.enter-objection', office),
        answer: w.can('notice.answer', office),
        see: w.can('check.read', office),
        keep: w.can('award.propose', office),
      }}
      {...(back ? { back } : {})}
    />,
    back ? 422 : 200,
  );
}

const objectFields = z.object({
  project: z.union([z.literal('round'), field.id()], 'not-in-list'),
  text: field.text(2000),
  name: field.text(60).optional(),
  phone: field.text(30).optional(),
});

async function keep(w: Web) {
  const [id, objectionId] = [w.id(), w.id('objection')];
  if (!id || !objectionId) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const done = await keepAfterObjection(w.command(form), { roundId: id, objectionId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/rounds/${id}/objections#o-${objectionId}`, t.keptFlash);
  return done.error === 'reason-required' || done.error === 'too-long'
    ? show(w, { form: `keep-${objectionId}`, errors: { reason: w.errorText(done.error, t) }, values: form.values })
    : w.refuse(done.error, t);
}

async function object(w: Web, kind: 'object' | 'paper') {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { form: kind, errors, values: form.values });
  const parsed = form.parse(objectFields);
  if (!parsed.ok) return again(w.errorTexts(parsed.error, t));
  const { project, text, name, phone } = parsed.value;
  const [file] = form.files('evidence');
  const stored = file ? await w.files.put(file.bytes) : null;
  if (stored && !stored.ok) return again({ evidence: w.errorText(stored.error, t) });
  const done = await objectToRound(w.command(form), {
    roundId: id,
    projectId: project === 'round' ? null : project,
    text,
    ...(stored?.ok && file ? { evidence: { stored: stored.value, name: file.name } } : {}),
    ...(kind === 'paper' ? { onPaper: { name: name ?? '', phone: phone ?? '' } } : {}),
  });
  if (done.ok) return w.redirect(`/rounds/${id}/objections`, t.objected);
  if (done.error === 'name-required') return again({ name: t[done.error] });
  if (done.error === 'bad-phone') return again({ phone: t[done.error] });
  return w.refuse(done.error, t);
}
