import { z } from 'zod';
import { amendAgreement, confirmAward, proposeAward, signAgreement, signOwnSide } from '#modules/reviews';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { AwardPage, type AwardPageView } from './award-page.tsx';
import { loadAward } from './award-view.ts';
import { agreementPaper } from './agreement-paper.ts';
import { scoreText } from './score-text.ts';

const office = { neighbourhoodId: null };

/** Scores, award, confirmation, agreement. */
export function awardRoutes(r: Routes): void {
  r.get('/projects/:id/award', 'award.read', (w) => showAward(w));
  r.post('/projects/:id/award', 'award.propose', propose);
  r.post('/projects/:id/award/confirm', 'award.confirm', confirm);
  r.post('/projects/:id/award/agreement', 'project.agree', sign);
  r.post('/projects/:id/award/sign', 'agreement.sign-committee', signCommittee);
  r.post('/projects/:id/award/amend', 'agreement.amend', amend);
  r.paper('/projects/:id/agreement', 'award.read', async (w) => {
    const id = w.id();
    const figures = id ? await w.read((tx) => loadAward(tx, id, w.today)) : null;
    const content = figures?.agreement.content;
    if (!figures || !content || figures.project.grantAwardedFen === null || !w.can('award.read', figures.project)) return w.notFound();
    const { version, digest } = figures.agreement;
    const same = version !== null && version.contentSha256 === digest;
    const document = agreementPaper(content, {
      subdistrict: w.subdistrict.name,
      today: w.today,
      digest: digest ?? '',
      version: same ? version.version : (version?.version ?? 0) + 1,
      signed: same ? version : null,
    });
    return w.paper(document, `${scoreText[w.lang].agreement} ${figures.project.serial}`);
  });
}

async function showAward(w: Web, back?: AwardPageView['back']) {
  const id = w.id();
  const view = id
    ? await w.read(async (tx) => {
        const figures = await loadAward(tx, id, w.today);
        return figures && { ...figures, turns: await loadTurns(tx, { projectId: id }, w) };
      })
    : null;
  if (!view || !w.can('award.read', view.project)) return w.notFound();
  const names = w.can('check.read', office);
  return w.page(
    <AwardPage
      {...view}
      page={w.frame()}
      today={w.today}
      {...(back ? { back } : {})}
      ownProposal={view.proposals[0]?.proposedBy === w.actor.personId}
      sees={{ names, points: names || view.proposals.length > 0 }}
      may={{
        propose: w.can('award.propose', office),
        confirm: w.can('award.confirm', office),
        agree: w.can('project.agree', office),
        signCommittee: w.can('agreement.sign-committee', view.project),
        assign: w.can('review.assign', office),
        set: w.can('setting.set', office),
      }}
    />,
    back ? 422 : 200,
  );
}

const fieldOf: Record<string, string> = {
  'not-an-amount': 'grant',
  'above-request': 'grant',
  'over-pool': 'grant',
  'over-cap': 'grant',
  'reason-required': 'reason',
  'too-long': 'reason',
};

const proposeFields = z.object({ outcome: z.enum(['award', 'decline'], 'required'), grant: field.amount().optional(), reason: field.text(2000) });

async function propose(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const parsed = form.parse(proposeFields);
  if (!parsed.ok) return showAward(w, { form: 'propose', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { outcome, grant, reason } = parsed.value;
  const done = await proposeAward(w.command(form), { projectId: id, outcome, grantFen: outcome === 'award' ? (grant ?? 0n) : 0n, reason });
  if (done.ok) return w.redirect(`/projects/${id}/award`, t.proposed);
  const at = fieldOf[done.error];
  return at ? showAward(w, { form: 'propose', errors: { [at]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

const confirmFields = z.object({ decision: z.enum(['confirmed', 'refused'], 'required'), reason: field.text(2000).optional() });

async function confirm(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const parsed = form.parse(confirmFields);
  if (!parsed.ok) return showAward(w, { form: 'confirm', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { decision, reason } = parsed.value;
  const done = await confirmAward(w.command(form), { projectId: id, decision, reason: reason ?? '' });
  if (done.ok) return w.redirect(`/projects/${id}/award`, decision === 'confirmed' ? t.confirmed : t.refusedFlash);
  if (done.error === 'reason-required') return showAward(w, { form: 'confirm', errors: { reason: t['reason-required'] }, values: form.values });
  return w.refuse(done.error, t);
}

const agreedOnFields = z.object({ agreedOn: field.day().optional() });

async function sign(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const parsed = form.parse(agreedOnFields);
  if (!parsed.ok) return showAward(w, { form: 'sign', errors: w.errorTexts(parsed.error, t), values: form.values });
  const [file] = form.files('scan');
  const stored = file ? await w.files.put(file.bytes) : null;
  if (stored && !stored.ok) return showAward(w, { form: 'sign', errors: { scan: w.errorText(stored.error, t) }, values: form.values });
  const done = await signAgreement(w.command(form), {
    projectId: id,
    agreedOn: parsed.value.agreedOn ?? w.today,
    ...(stored?.ok && file ? { scan: { stored: stored.value, name: file.name } } : {}),
  });
  if (done.ok) return w.redirect(`/projects/${id}/award`, done.value.agreed ? t.signed : t.signedOneSide);
  if (done.error === 'in-the-future' || done.error === 'before-the-award')
    return showAward(w, { form: 'sign', errors: { agreedOn: t[done.error] }, values: form.values });
  return w.refuse(done.error, t);
}

/** The committee signs what its page showed. */
async function signCommittee(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const seen = form.text('seen');
  const done = await signOwnSide(w.command(form), { projectId: id, side: 'committee', ...(/^[0-9a-f]{64}$/.test(seen) ? { seen } : {}) });
  return done.ok ? w.redirect(`/projects/${id}/award`, done.value.agreed ? t.signed : t.signedOneSide) : w.refuse(done.error, t);
}

const amendFields = z.object({ reason: field.text(2000), clause: field.text(2000).optional() });

async function amend(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const parsed = form.parse(amendFields);
  if (!parsed.ok) return showAward(w, { form: 'amend', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await amendAgreement(w.command(form), { projectId: id, reason: parsed.value.reason, clause: parsed.value.clause ?? '' });
  if (done.ok) return w.redirect(`/projects/${id}/award`, t.amended);
  if (done.error === 'unchanged') return showAward(w, { form: 'amend', errors: { clause: t.unchanged }, values: form.values });
  return w.refuse(done.error, t);
}
