import { z } from 'zod';
import { adoptedPolicy, officeSettings, setSettings } from '#modules/funds';
import { checkApplication, declineApplication, markChecked, returnApplication, ruleOnReason, sendToReview } from '#modules/reviews';
import { fundText } from '../funds/text.ts';
import { openSettings, readSettings } from '../funds/setting-fields.tsx';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { CheckPage, type CheckPageView } from './check-page.tsx';
import { loadCheck } from './check-view.ts';
import { readRemarks } from './remarks.tsx';
import { reviewText } from './text.ts';

const office = { neighbourhoodId: null };

/** The office's check of an application. */
export function checkRoutes(r: Routes): void {
  r.get('/projects/:id/check', 'check.read', (w) => showCheck(w));
  r.post('/projects/:id/check', 'application.check', (w) =>
    step(w, (form, projectId) => checkApplication(w.command(form), { projectId }), reviewText[w.lang].rechecked),
  );
  r.post('/projects/:id/check/pass', 'application.check', (w) =>
    step(w, (form, projectId) => markChecked(w.command(form), { projectId }), reviewText[w.lang].passed),
  );
  r.post('/projects/:id/check/return', 'application.check', (w) => sayWhy(w, 'return'));
  r.post('/projects/:id/check/decline', 'application.check', (w) => sayWhy(w, 'decline'));
  r.post('/projects/:id/check/ruling', 'ruling.give', giveRuling);
  r.post('/projects/:id/check/settings', 'setting.set', saveSettings);
  r.post('/projects/:id/check/send', 'review.assign', (w) =>
    step(w, (form, projectId) => sendToReview(w.command(form), { projectId }), reviewText[w.lang].sent, '/reviewers'),
  );
}

async function showCheck(w: Web, back?: CheckPageView['back']) {
  const id = w.id();
  const view = id
    ? await w.read(async (tx) => {
        const check = await loadCheck(tx, id, w.today);
        return check && { ...check, turns: await loadTurns(tx, { projectId: id }, w) };
      })
    : null;
  if (!view) return w.notFound();
  return w.page(
    <CheckPage
      {...view}
      page={w.frame()}
      {...(back ? { back } : {})}
      may={{
        check: w.can('application.check', office),
        rule: w.can('ruling.give', office),
        set: w.can('setting.set', office),
        send: w.can('review.assign', office),
      }}
    />,
    back ? 422 : 200,
  );
}

async function step(w: Web, work: (form: Form, projectId: string) => Promise<{ ok: true } | { ok: false; error: string }>, flash: string, next = '/check') {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await work(w.form(), id);
  return done.ok ? w.redirect(`/projects/${id}${next}`, flash) : w.refuse(done.error, reviewText[w.lang]);
}

async function sayWhy(w: Web, kind: 'return' | 'decline') {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = reviewText[w.lang];
  const comments = kind === 'return' ? readRemarks(form) : [];
  // Remarks on the fields say it all: then the reason may be left empty.
  const parsed = form.parse(z.object({ reason: comments.length > 0 ? field.text(1000).optional() : field.text(1000) }));
  if (!parsed.ok) return showCheck(w, { form: kind, errors: w.errorTexts(parsed.error, t), values: form.values });
  const reason = parsed.value.reason ?? '';
  const done =
    kind === 'return'
      ? await returnApplication(w.command(form), { projectId: id, reason, comments })
      : await declineApplication(w.command(form), { projectId: id, reason });
  return done.ok ? w.redirect(`/projects/${id}/check`, kind === 'return' ? t.returned : t.declined) : w.refuse(done.error, t);
}

const giveRulingFields = z.object({
  form: field.text(20),
  rule: field.text(200),
  term: field.list(50),
  decision: z.enum(['allowed', 'forbidden'], 'required'),
  reason: field.text(1000),
  validTo: field.day().optional(),
});

async function giveRuling(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = reviewText[w.lang];
  const parsed = form.parse(giveRulingFields);
  if (!parsed.ok) return showCheck(w, { form: form.text('form'), errors: w.errorTexts(parsed.error, t), values: form.values });
  const { rule, term, decision, reason, validTo } = parsed.value;
  const done = await ruleOnReason(w.command(form), { projectId: id, rule, terms: term, decision, reason, validTo: validTo ?? null });
  if (done.ok) return w.redirect(`/projects/${id}/check`, t.rulingGiven);
  if (done.error === 'ends-before-it-begins')
    return showCheck(w, { form: form.text('form'), errors: { validTo: t['ends-before-it-begins'] }, values: form.values });
  return w.refuse(done.error, t);
}

async function saveSettings(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const words = { ...fundText[w.lang], ...reviewText[w.lang] };
  const open = await w.read(async (tx) => {
    const adopted = await adoptedPolicy(tx, w.today);
    return adopted ? openSettings(adopted, await officeSettings(tx), w.today) : [];
  });
  const read = readSettings(form, open);
  if (!read.ok) return showCheck(w, { form: 'settings', errors: w.errorTexts(read.error, words), values: form.values });
  const done = await setSettings(w.command(form), { values: read.value, reason: '' });
  if (done.ok) return w.redirect(`/projects/${id}/check`, reviewText[w.lang].settingsSaved);
  if (done.error === 'not-allowed' || done.error === 'key-reused') return w.refuse(done.error, words);
  return showCheck(w, { form: 'settings', errors: { '': w.errorText(done.error, fundText[w.lang]) }, values: form.values });
}
