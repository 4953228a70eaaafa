import { z } from 'zod';
import { awardsOf, type Award, findAward, findReceipt, householdContributions, listCategories, type Receipt, receiptsOf } from '#modules/books';
import { listBuildings, listHouseholds } from '#modules/places';
import { personNames } from '#modules/people';
import {
  findProject,
  moneyMayMove,
  pledgeHouseholds,
  pledgeMoney,
  type Project,
  receiveFromHouseholds,
  receiveMoney,
  reverseReceipt,
  useInKind,
} from '#modules/projects';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { receiptsPaper } from './papers.ts';
import { ReceiptsPage, type ReceiptsView, ReversePage } from './receipts-page.tsx';
import { booksText } from './text.ts';
import { visibleProject } from './view.ts';

export const issuer = (w: Web, placeName: string | undefined): string => [w.subdistrict.name, placeName].filter((part) => part !== undefined).join(' ');

export async function showReceipts(w: Web, projectId: string | null, back?: ReceiptsView['back']) {
  const found = await w.read(async (tx) => {
    const place = await visibleProject(w, tx, projectId);
    if (!place) return null;
    const sources = [];
    for (const award of await awardsOf(tx, place.project.id)) {
      sources.push({ award, contributions: await householdContributions(tx, award.awardId), receipts: await receiptsOf(tx, award.awardId) });
    }
    return { place, sources, categories: await listCategories(tx), buildings: await listBuildings(tx, place.project.neighbourhoodId) };
  });
  if (!found) return w.notFound();
  const { project } = found.place;
  const moves = moneyMayMove(project.state);
  const may = (action: string) => w.can(action, project);
  const view: ReceiptsView = {
    project,
    sources: found.sources,
    categories: found.categories,
    buildings: found.buildings,
    today: w.today,
    back,
    rights: {
      names: may('receipts.read-names'),
      pledge: moves && may('money.pledge'),
      receive: moves && may('money.receive'),
      grant: moves && may('money.receive-grant'),
      reverse: moves && may('money.reverse'),
    },
  };
  return w.page(<ReceiptsPage page={w.frame({ neighbourhood: found.place.place })} view={view} />, back ? 422 : 200);
}

export async function printReceipts(w: Web, awardId: string, receipts: readonly Receipt[]) {
  const found = await w.read(async (tx) => {
    const award = await findAward(tx, awardId);
    const place = award && (await visibleProject(w, tx, award.projectId));
    return place
      ? {
          ...place,
          receivers: await personNames(
            tx,
            receipts.flatMap((receipt) => receipt.receivedBy ?? []),
          ),
        }
      : null;
  });
  if (!found || receipts.length === 0 || !w.can('receipts.read-names', found.project)) return w.notFound();
  const document = await receiptsPaper(receipts, {
    lang: w.lang,
    issuer: issuer(w, found.place.name),
    projectTitle: found.project.title,
    receivers: found.receivers,
  });
  return w.paper(document, booksText[w.lang].receipts);
}

/** A posted form about one source: the source and its project, or null. */
async function sourceOf(w: Web): Promise<{ award: Award; project: Project } | null> {
  const id = w.id();
  return id
    ? w.read(async (tx) => {
        const award = await findAward(tx, id);
        const project = award && (await findProject(tx, award.projectId));
        return award && project ? { award, project } : null;
      })
    : null;
}

/** Where an error of a command belongs in its form. */
const fieldOf: Record<string, string> = {
  'day-in-future': 'day',
  'day-outside': 'day',
  'above-promise': 'overReason',
  'above-award': 'amount',
  'tranche-not-due': 'amount',
};

export function incomeRoutes(r: Routes): void {
  const post = (
    path: string,
    action: string,
    formName: string,
    work: (
      w: Web,
      form: Form,
      source: { award: Award; project: Project },
    ) => Promise<{ errors: Record<string, string> } | { error: string } | { flash: string }>,
  ) =>
    r.post(`/awards/:id/${path}`, action, async (w) => {
      const source = await sourceOf(w);
      if (!source) return w.notFound();
      const t = booksText[w.lang];
      const form = w.form();
      const done = await work(w, form, source);
      const again = (errors: Record<string, string>) =>
        showReceipts(w, source.project.id, { form: `${formName}-${source.award.awardId}`, errors, values: form.values });
      if ('errors' in done) return again(w.errorTexts(done.errors, t));
      if ('flash' in done) return w.redirect(`/projects/${source.project.id}/receipts#a-${source.award.awardId}`, done.flash);
      if (['not-found', 'not-allowed', 'key-reused', 'wrong-state'].includes(done.error)) return w.refuse(done.error, t);
      return again({ [fieldOf[done.error] ?? '']: w.errorText(done.error, t) });
    });
  post('pledge-households', 'money.pledge', 'pledge', async (w, form, { award, project }) => {
    const parsed = form.parse(z.object({ amount: field.amount(), building: field.list(200) }));
    if (!parsed.ok) return { errors: parsed.error };
    const { amount: amountFen, building } = parsed.value;
    const of =
      building.length === 0
        ? ('all' as const)
        : await w.read(async (tx) => (await listHouseholds(tx, project.neighbourhoodId)).filter((each) => building.includes(each.buildingId)));
    const done = await pledgeHouseholds(w.command(form), {
      awardId: award.awardId,
      amountFen,
      householdIds: of === 'all' ? of : of.map((each) => each.householdId),
    });
    return done.ok ? { flash: booksText[w.lang].listed(done.value) } : { error: done.error };
  });
  post('pledge', 'money.pledge', 'pledge', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ amount: field.amount(), payer: field.text(100) }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await pledgeMoney(w.command(form), { awardId: award.awardId, amountFen: parsed.value.amount, payerName: parsed.value.payer });
    return done.ok ? { flash: booksText[w.lang].pledgeFlash } : { error: done.error };
  });
  post('receive-households', 'money.receive', 'households', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ household: field.list(2000), day: field.day(), method: z.enum(['cash', 'transfer'], 'required') }));
    if (!parsed.ok) return { errors: parsed.error };
    const { household, day, method } = parsed.value;
    const done = await receiveFromHouseholds(w.command(form), { awardId: award.awardId, householdIds: household, day, method });
    return done.ok ? { flash: booksText[w.lang].receivedFlash(done.value.length) } : { error: done.error };
  });
  post('receive', 'money.record', 'receive', async (w, form, { award }) => {
    const parsed = form.parse(
      z.object({
        payer: field.text(100),
        amount: field.amount(),
        day: field.day(),
        method: z.enum(['cash', 'transfer', 'in_kind'], 'required'),
        overReason: field.text(200).optional(),
      }),
    );
    if (!parsed.ok) return { errors: parsed.error };
    const file = form.files('proof')[0];
    const stored = file ? await w.files.put(file.bytes) : null;
    if (stored && !stored.ok) return { errors: { proof: stored.error } };
    const { payer, amount, day, method, overReason } = parsed.value;
    const done = await receiveMoney(w.command(form), {
      awardId: award.awardId,
      payerName: payer,
      amountFen: amount,
      day,
      method,
      overReason,
      proof: stored?.ok && file ? { stored: stored.value, name: file.name } : null,
    });
    return done.ok ? { flash: booksText[w.lang].receivedFlash(1) } : { error: done.error };
  });
  post('use', 'money.receive', 'use', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ text: field.text(200), category: z.enum(award.categories, 'not-in-list'), amount: field.amount(), day: field.day() }));
    if (!parsed.ok) return { errors: parsed.error };
    const { text, category, amount, day } = parsed.value;
    const done = await useInKind(w.command(form), { awardId: award.awardId, text, category, amountFen: amount, day });
    return done.ok ? { flash: booksText[w.lang].usedFlash } : { error: done.error };
  });

  const reversePage = async (w: Web, back?: { errors: FormErrors; values: FormValues }) => {
    const id = w.id();
    const found = id
      ? await w.read(async (tx) => {
          const receipt = await findReceipt(tx, id);
          const award = receipt && (await findAward(tx, receipt.awardId));
          const place = award && (await visibleProject(w, tx, award.projectId));
          return receipt && place ? { receipt, ...place } : null;
        })
      : null;
    if (!found || !w.can('money.reverse', found.project)) return w.notFound();
    return w.page(
      <ReversePage
        page={w.frame({ neighbourhood: found.place })}
        receipt={found.receipt}
        project={found.project}
        errors={back?.errors}
        values={back?.values}
      />,
      back ? 422 : 200,
    );
  };
  r.get('/receipts/:id/reverse', 'money.reverse', (w) => reversePage(w));
  r.post('/receipts/:id/reverse', 'money.reverse', async (w) => {
    const id = w.id();
    const t = booksText[w.lang];
    const form = w.form();
    const receipt = id ? await w.read((tx) => findReceipt(tx, id)) : null;
    if (!receipt) return w.notFound();
    const parsed = form.parse(z.object({ reason: field.text(200) }));
    if (!parsed.ok) return reversePage(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
    const done = await reverseReceipt(w.command(form), { txnId: receipt.txnId, reason: parsed.value.reason });
    if (!done.ok)
      return ['not-found', 'not-allowed', 'key-reused'].includes(done.error)
        ? w.refuse(done.error, t)
        : reversePage(w, { errors: { '': w.errorText(done.error, t) }, values: form.values });
    const award = await w.read((tx) => findAward(tx, receipt.awardId));
    return w.redirect(`/projects/${award?.projectId ?? ''}/receipts`, t.reversedFlash);
  });
}
