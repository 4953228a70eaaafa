import { z } from 'zod';
import { listBallots } from '#modules/ballots';
import { refundsOf } from '#modules/books';
import { decisionsOf, recordAgreement, recordOwnersDecision, sourcePaperFileId, withdrawOwnersDecision } from '#modules/projects';
import { findFile } from '#platform/files';
import { field, type Routes, type Web } from '../kit/index.ts';
import { storedUploads } from '../projects/uploads.ts';
import { backOf, refused } from './back.ts';
import { type Back, sourceAt } from './load.ts';
import { AgreementPage, DecisionPage } from './paper-pages.tsx';
import { sourcesText } from './text.ts';

/** The owners' decisions and the givers' agreements, and the files behind them. */
export function paperRoutes(r: Routes): void {
  r.get('/awards/:id/decision', 'source.record', (w) => showDecision(w));
  r.post('/awards/:id/decision', 'source.record', postDecision);
  r.post('/awards/:id/decision/:one/withdraw', 'source.record', postWithdraw);
  r.get('/awards/:id/agreement', 'source.record', (w) => showAgreement(w));
  r.post('/awards/:id/agreement', 'source.record', postAgreement);
  r.get('/awards/:id/papers/:one', 'source.read-papers', sendPaper);
}

async function showDecision(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (!at || at.award.sourceKind !== 'common' || !w.can('source.record', at.project)) return null;
    const ballots = (await listBallots(tx, at.project.neighbourhoodId)).filter((ballot) => ballot.electorate === 'owner' && ballot.outcome?.passed);
    return { ...at, decisions: await decisionsOf(tx, at.award.awardId), ballots };
  });
  if (!found) return w.notFound();
  return w.page(<DecisionPage page={w.frame({ neighbourhood: found.place })} view={{ ...found, today: w.today, back }} />, back ? 422 : 200);
}

/** Square metres with at most two decimals → hundredths. */
const area = () =>
  z
    .string()
    .regex(/^\d{1,8}(\.\d{1,2})?$/, 'not-a-number')
    .transform((text) => {
      const [whole, rest] = text.split('.');
      return BigInt(whole ?? '0') * 100n + BigInt((rest ?? '').padEnd(2, '0'));
    });

async function postDecision(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = sourcesText[w.lang];
  const again = (back: Back) => showDecision(w, back);
  const done = form.text('by') === 'ballot' ? await byBallot(w, id) : await byPaper(w, id);
  if (done.ok) {
    const at = await w.read((tx) => sourceAt(w, tx));
    return w.redirect(`/projects/${at?.project.id ?? ''}/sources#a-${id}`, t.decisionFlash);
  }
  if (typeof done.error !== 'string') return again(backOf(w, form.text('by') === 'ballot' ? 'ballot' : 'paper', done.error));
  return refused(w, form.text('by') === 'ballot' ? 'ballot' : 'paper', done.error, again, {
    'no-such-ballot': 'ballot',
    'ballot-used': 'ballot',
    'count-wrong': 'headsYes',
    'not-agreed': 'headsPart',
    'day-in-future': 'decidedOn',
    'not-positive': 'granted',
    required: 'paper',
  });
}

const byBallotFields = z.object({ ballot: field.id(), granted: field.amount(), text: field.text(200) });

async function byBallot(w: Web, awardId: string) {
  const form = w.form();
  const parsed = form.parse(byBallotFields);
  if (!parsed.ok) return parsed;
  const { ballot, granted, text } = parsed.value;
  return recordOwnersDecision(w.command(form), { awardId, grantedFen: granted, text, by: { ballotId: ballot } });
}

async function byPaper(w: Web, awardId: string) {
  const form = w.form();
  const heads = () => field.whole(0, 1_000_000);
  const parsed = form.parse(
    z.object({
      granted: field.amount(),
      text: field.text(200),
      decidedOn: field.day(),
      headsAll: heads(),
      headsPart: heads(),
      headsYes: heads(),
      areaAll: area(),
      areaPart: area(),
      areaYes: area(),
    }),
  );
  if (!parsed.ok) return parsed;
  const stored = await storedUploads(w, form.files('paper').slice(0, 1));
  if (!stored.ok) return { ok: false as const, error: { paper: stored.error } };
  const { granted, text, decidedOn, ...count } = parsed.value;
  return recordOwnersDecision(w.command(form), { awardId, grantedFen: granted, text, by: { decidedOn, paper: stored.value[0] ?? null, count } });
}

const reasonFields = z.object({ reason: field.text(200) });

async function postWithdraw(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const formName = `withdraw-${one}`;
  const parsed = form.parse(reasonFields);
  const again = (back: Back) => showDecision(w, back);
  if (!parsed.ok) return again(backOf(w, formName, parsed.error));
  const done = await withdrawOwnersDecision(w.command(form), { decisionId: one, reason: parsed.value.reason });
  if (!done.ok) return refused(w, formName, done.error, again, { 'reason-required': 'reason' });
  return w.redirect(`/awards/${id}/decision`, sourcesText[w.lang].withdrawFlash);
}

async function showAgreement(w: Web, back?: Back) {
  const at = await w.read((tx) => sourceAt(w, tx));
  if (!at || !w.can('source.record', at.project) || !['partner', 'property', 'in_kind'].includes(at.award.sourceKind)) return w.notFound();
  return w.page(<AgreementPage page={w.frame({ neighbourhood: at.place })} view={{ ...at, today: w.today, back }} />, back ? 422 : 200);
}

const postAgreementFields = z.object({ amount: field.amount(), signedOn: field.day(), validFrom: field.day(), validTo: field.day(), purpose: field.text(200) });

async function postAgreement(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (back: Back) => showAgreement(w, back);
  const parsed = form.parse(postAgreementFields);
  if (!parsed.ok) return again(backOf(w, 'agreement', parsed.error));
  const stored = await storedUploads(w, form.files('file').slice(0, 1));
  if (!stored.ok) return again(backOf(w, 'agreement', { file: stored.error }));
  const { amount, ...terms } = parsed.value;
  const done = await recordAgreement(w.command(form), { awardId: id, amountFen: amount, ...terms, file: stored.value[0] ?? null });
  if (!done.ok)
    return refused(w, 'agreement', done.error, again, {
      required: 'file',
      'ends-before-start': 'validTo',
      'day-in-future': 'signedOn',
      'not-positive': 'amount',
      'below-received': 'amount',
    });
  const at = await w.read((tx) => sourceAt(w, tx));
  return w.redirect(`/projects/${at?.project.id ?? ''}/sources#a-${id}`, sourcesText[w.lang].agreementFlash);
}

/** The file of an agreement, a decision or a refund's proof, to whoever may read the source's papers. */
async function sendPaper(w: Web) {
  const one = w.id('one');
  const file = one
    ? await w.read(async (tx) => {
        const at = await sourceAt(w, tx);
        if (!at || !w.can('source.read-papers', at.project)) return null;
        const id =
          (await sourcePaperFileId(tx, at.award.awardId, one)) ??
          (await refundsOf(tx, at.award.awardId)).find((refund) => refund.id === one)?.proofFileId ??
          null;
        return id ? findFile(tx, id) : null;
      })
    : null;
  const bytes = file ? await w.files.get(file.sha256) : null;
  if (!file || !bytes) return w.notFound();
  return w.download(bytes, file.mediaType, file.name, file.mediaType.startsWith('image/') || file.mediaType === 'application/pdf');
}
