import { addDays } from '#libs/civil-time';
import { z } from 'zod';
import { listOrganisations, listRoles } from '#modules/people';
import {
  askedAhead,
  assetKinds,
  doneUpkeep,
  findApplication,
  findAsset,
  findUpkeepTask,
  listAssets,
  listUpkeep,
  type NewAsset,
  requestsThatMayPay,
  saidYesToThisPlan,
  startUpkeep,
  type UpkeepPayer,
  upkeepConditions,
  type UpkeepTask,
} from '#modules/projects';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { type Back, backOf as worksBackOf, withProject } from './works-request.ts';
import { publicNames } from './public-names.ts';
import { findVisible } from './view.ts';
import { otherPayers, UpkeepCheckPage } from './upkeep-check-page.tsx';
import { UpkeepPage } from './upkeep-page.tsx';
import { upkeepText } from './upkeep-text.ts';
import { storedUploads } from './uploads.ts';

const backOf = (w: Web, errors: Record<string, string>, values: Back['values']): Back => worksBackOf(w, errors, values, upkeepWords(w));
/** Words for the codes that commands answer with. */
export const upkeepWords = (w: Web): Record<string, unknown> => ({ ...upkeepText[w.lang], survives: upkeepText[w.lang].survives_error });

/** A project's upkeep: overview, its beginning, and the single check. */
export function upkeepRoutes(r: Routes): void {
  r.get('/projects/:id/upkeep', 'project.read', (w) => upkeepPage(w));
  r.post('/projects/:id/upkeep', 'project.start-upkeep', postStartUpkeep);
  r.get('/projects/:id/upkeep/:one', 'project.report-upkeep', (w) => checkPage(w));
  r.post('/projects/:id/upkeep/:one', 'project.report-upkeep', postCheck);
}

/** Persons and organisations that can be asked to keep something here. */
export async function whoCanKeep(w: Web, neighbourhoodId: string) {
  return w.read(async (tx) => {
    const roles = await listRoles(tx, { neighbourhoodId });
    return {
      persons: [...new Map(roles.map((role) => [role.personId, { value: role.personId, label: role.personName }])).values()],
      organisations: (await listOrganisations(tx, neighbourhoodId)).filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })),
    };
  });
}

/** True when this viewer may make the check. */
const mayDo = (w: Web, project: { neighbourhoodId: string }, task: UpkeepTask): boolean =>
  w.can('project.do-upkeep', project) || (task.keeperPersonId !== null && task.keeperPersonId === w.actor.personId);

const isNear = (w: Web, task: UpkeepTask): boolean => w.today >= addDays(task.dueDay, -(task.rhythm ? askedAhead(task.rhythm) : 14));

async function upkeepPage(w: Web, back?: Back) {
  const found = await withProject(w, async (tx, project) => {
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const keeperId = application?.keeperPersonId ?? null;
    return {
      application,
      saidYes: application !== null && keeperId !== null && project.state === 'closed' && (await saidYesToThisPlan(tx, project.id, keeperId, application)),
      assets: await listAssets(tx, { projectId: project.id }),
      tasks: await listUpkeep(tx, project.id),
      names: await publicNames(tx, w, project),
    };
  });
  if (!found) return w.notFound();
  const { project, more } = found;
  const mayStart = project.state === 'closed' && w.can('project.start-upkeep', project);
  const who = mayStart ? await whoCanKeep(w, project.neighbourhoodId) : { persons: [], organisations: [] };
  // Of each plan the day that is asked for: the last that was missed, or the next one that is near.
  const due = new Map<string, UpkeepTask>();
  for (const task of more.tasks) {
    if (task.check !== null || project.state !== 'upkeep' || !mayDo(w, project, task) || !isNear(w, task)) continue;
    const key = task.planId ?? task.id;
    if (!due.has(key) || task.dueDay <= w.today) due.set(key, task);
  }
  return w.page(
    <UpkeepPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      place={found.place}
      {...more}
      {...who}
      today={w.today}
      due={[...due.values()]}
      mayStart={mayStart}
      mayRegister={project.state === 'upkeep' && w.can('asset.register', project)}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postStartUpkeepFields = z.object({
  firstDay: field.day(),
  keeperPersonId: field.id().optional(),
  keeperOrganisationId: field.id().optional(),
  keeperName: field.text(60).optional(),
  deputyPersonId: field.id().optional(),
  place: field.text(200).optional(),
});

async function postStartUpkeep(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postStartUpkeepFields);
  if (!parsed.ok) return upkeepPage(w, backOf(w, parsed.error, form.values));
  const { firstDay, keeperPersonId, keeperOrganisationId, keeperName, deputyPersonId, place } = parsed.value;
  const found = await w.read(async (tx) => {
    const visible = await findVisible(tx, w, id);
    return visible?.project.applicationId ? { ...visible, application: await findApplication(tx, visible.project.applicationId) } : null;
  });
  const assets: NewAsset[] = [];
  for (const [index, line] of (found?.application?.lines ?? []).entries()) {
    const kind = assetKinds.find((known) => known === form.text(`kind${index}`));
    if (!kind) continue;
    const survives = form.text(`survives${index}`);
    if (survives !== '' && !/^\d{1,4}$/.test(survives)) return upkeepPage(w, backOf(w, { [`survives${index}`]: 'not-a-number' }, form.values));
    const kinds = line.shares.flatMap((share) => {
      const source = found?.application?.sources[share.sourceNo - 1];
      return source ? [source.kind] : [];
    });
    assets.push({
      kind,
      name: line.name,
      place: place ?? found?.place.name ?? '',
      valueFen: line.amountFen,
      sourceKinds: [...new Set(kinds)],
      budgetLineNo: index + 1,
      inUseFrom: w.today,
      lifeMonths: null,
      warrantyUntil: null,
      warrantyBy: '',
      survivesDays: survives === '' ? null : Number(survives),
    });
  }
  const done = await startUpkeep(w.command(form), {
    projectId: id,
    firstDay,
    keeperPersonId: keeperOrganisationId ? null : (keeperPersonId ?? null),
    keeperOrganisationId: keeperOrganisationId ?? null,
    keeperName: keeperName ?? '',
    deputyPersonId: deputyPersonId ?? null,
    assets,
  });
  if (done.ok) return w.redirect(`/projects/${id}/upkeep`, upkeepText[w.lang].started);
  const fieldOf: Record<string, string> = {
    'in-the-past': 'firstDay',
    required: 'keeperName',
    survives: `survives${assets.findIndex((one) => one.kind === 'living')}`,
    'too-much': 'kind0',
  };
  const where = fieldOf[done.error];
  return where ? upkeepPage(w, backOf(w, { [where]: done.error }, form.values)) : w.refuse(done.error, upkeepWords(w));
}

async function checkPage(w: Web, back?: Back) {
  const one = w.id('one');
  const found = await withProject(w, async (tx, project) => {
    const task = one ? await findUpkeepTask(tx, one) : null;
    return {
      task: task?.projectId === project.id ? task : null,
      asset: task?.assetId ? await findAsset(tx, task.assetId) : null,
      requests: await requestsThatMayPay(tx, project.neighbourhoodId),
    };
  });
  if (!found?.more.task) return w.notFound();
  const { task, asset, requests } = found.more;
  if (!mayDo(w, found.project, task) && !(asset?.holding?.personId && asset.holding.personId === w.actor.personId)) return w.forbidden();
  if (task.check !== null || found.project.state !== 'upkeep') return w.redirect(`/projects/${found.project.id}/upkeep`, upkeepText[w.lang].nothingDue);
  return w.page(
    <UpkeepCheckPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      place={found.place}
      task={task}
      asset={asset}
      requests={requests.filter((request) => request.leftFen > 0n)}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

/** Whose money, as chosen in a form: a kind with a name and a paper, or a paid request of the fund. Null when nothing was chosen. */
export async function payerOf(w: Web, form: Form): Promise<{ ok: true; payer: UpkeepPayer | null } | { ok: false; error: string }> {
  const chosen = form.text('payer');
  const request = form.id('payer');
  if (request) return { ok: true, payer: { kind: 'grant', spendingRequestId: request } };
  const kind = otherPayers.find((known) => known === chosen);
  if (!kind) return { ok: true, payer: null };
  const stored = await storedUploads(w, form.files('paper').slice(0, 1));
  if (!stored.ok) return { ok: false, error: stored.error };
  return { ok: true, payer: { kind, name: form.text('payerName'), paper: stored.value[0] ?? null, noPaperReason: form.text('noPaper') } };
}

const postCheckFields = z.object({ condition: z.enum(upkeepConditions, 'not-in-list'), note: field.text(500).optional(), cost: field.amount().optional() });

async function postCheck(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postCheckFields);
  if (!parsed.ok) return checkPage(w, backOf(w, parsed.error, form.values));
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return checkPage(w, backOf(w, { photo: stored.error }, form.values));
  const paid = await payerOf(w, form);
  if (!paid.ok) return checkPage(w, backOf(w, { paper: paid.error }, form.values));
  const { condition, note, cost } = parsed.value;
  const done = await doneUpkeep(w.command(form), {
    taskId: one,
    condition,
    note: note ?? '',
    costFen: cost ?? 0n,
    photo: stored.value[0] ?? null,
    ...(paid.payer ? { payer: paid.payer } : {}),
  });
  if (done.ok) return w.redirect(`/projects/${id}/upkeep`, upkeepText[w.lang].checked);
  const fieldOf: Record<string, string> = {
    'wrong-type': 'photo',
    'photo-required': 'photo',
    required: 'note',
    'who-pays': 'payer',
    'no-paper': 'paper',
    'not-paid-request': 'payer',
    'more-than-paid': 'cost',
  };
  const where = fieldOf[done.error];
  return where ? checkPage(w, backOf(w, { [where]: done.error }, form.values)) : w.refuse(done.error, upkeepWords(w));
}
