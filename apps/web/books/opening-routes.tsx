import { z } from 'zod';
import {
  type Advance,
  advancesOfProject,
  awardsOf,
  findAward,
  findOpening,
  listCategories,
  openAdvances,
  type OpeningLine,
  openingsOf,
  sourceTakesAnOpening,
} from '#modules/books';
import { officeSetting } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { personNames } from '#modules/people';
import {
  advanceDaysKey,
  bringInProject,
  type BroughtLine,
  type BroughtSource,
  confirmOpening,
  dropOpening,
  enterOpening,
  findProject,
  findSpendingRequest,
  listProjects,
  sourceKinds,
  undoOpening,
} from '#modules/projects';
import type { Result } from '#libs/result';
import type { Tx } from '#platform/database';
import { findFile, findFiles } from '#platform/files';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AdvanceListPage, type AdvanceListView } from './advance-list.tsx';
import { BringInPage, broughtLines, broughtSources } from './opening-bring-in-page.tsx';
import { openingLines, OpeningPage, type OpeningView } from './opening-page.tsx';
import { openingText } from './opening-text.ts';
import { sourceKindWords } from './text.ts';
import { visibleProject } from './view.ts';

/** Opening balances, running projects brought in, and the list of open advances. */
export function openingRoutes(r: Routes): void {
  r.get('/projects/:id/opening', 'opening.read', (w) => showOpening(w, w.id()));
  r.get('/openings/:id/evidence', 'opening.read', sendEvidence);
  r.post('/awards/:id/opening', 'opening.enter', postOpening);
  r.post('/openings/:id/confirm', 'opening.enter', (w) =>
    decide(w, 'confirm', 'confirmedFlash', (form, id) => confirmOpening(w.command(form), { openingId: id })),
  );
  r.post('/openings/:id/drop', 'opening.enter', (w) =>
    decide(w, 'drop', 'droppedFlash', (form, id) => dropOpening(w.command(form), { openingId: id, reason: form.text('reason') })),
  );
  r.post('/openings/:id/undo', 'opening.enter', (w) =>
    decide(w, 'undo', 'undoneFlash', (form, id) => undoOpening(w.command(form), { openingId: id, reason: form.text('reason') })),
  );
  r.get('/books/bring-in', 'project.bring-in', (w) => showBringIn(w));
  r.post('/books/bring-in', 'project.bring-in', postBringIn);
  r.get('/books/advances', 'books.read', async (w) => {
    const view = await w.read(async (tx) => loadAdvances(w, tx, await openAdvances(tx)));
    return w.page(<AdvanceListPage page={w.frame()} view={view} />);
  });
}

/** What a list of advances shows of them. */
async function loadAdvances(w: Web, tx: Tx, advances: readonly Advance[]): Promise<AdvanceListView> {
  const set = (await officeSetting(tx, advanceDaysKey))?.value;
  const items = new Map<string, string>();
  for (const { subjectId } of advances) items.set(subjectId, (await findSpendingRequest(tx, subjectId))?.item ?? '');
  return {
    advances,
    items,
    projects: new Map((await listProjects(tx)).map((project) => [project.id, project.title])),
    limitDays: set !== undefined && /^\d{1,4}$/.test(set) ? Number(set) : null,
    today: w.today,
  };
}

/** Open advances of one project, for its account page. */
export const loadProjectAdvances = async (w: Web, tx: Tx, projectId: string): Promise<AdvanceListView> =>
  loadAdvances(
    w,
    tx,
    (await advancesOfProject(tx, projectId)).filter((each) => each.state === 'open'),
  );

async function showOpening(w: Web, projectId: string | null, back?: OpeningView['back']) {
  const found = await w.read(async (tx) => {
    const visible = await visibleProject(w, tx, projectId);
    if (!visible || !w.can('opening.read', visible.project)) return null;
    const openings = await openingsOf(tx, visible.project.id);
    const sources: OpeningView['sources'] = [];
    for (const award of await awardsOf(tx, visible.project.id))
      sources.push({
        award,
        takes: award.state === 'open' && (await sourceTakesAnOpening(tx, award.awardId)),
        openings: openings.filter((each) => each.awardId === award.awardId),
      });
    const files = await findFiles(
      tx,
      openings.map((each) => each.fileId),
    );
    const view: OpeningView = {
      project: visible.project,
      sources,
      categories: await listCategories(tx),
      names: await personNames(
        tx,
        openings.flatMap((each) => [each.enteredBy, each.decidedBy]).filter((each) => each !== null),
      ),
      fileNames: new Map(files.map((file) => [file.id, file.name])),
      mayEnter: w.can('opening.enter', visible.project),
      me: w.actor.personId,
      today: w.today,
      back,
    };
    return { view, place: visible.place };
  });
  return found ? w.page(<OpeningPage page={w.frame({ neighbourhood: found.place })} view={found.view} />, back ? 422 : 200) : w.notFound();
}

async function sendEvidence(w: Web) {
  const file = await w.read(async (tx) => {
    const opening = w.id() ? await findOpening(tx, w.id() ?? '') : null;
    const award = opening && (await findAward(tx, opening.awardId));
    const project = award && (await findProject(tx, award.projectId));
    return opening && project && w.can('opening.read', project) ? findFile(tx, opening.fileId) : null;
  });
  const bytes = file ? await w.files.get(file.sha256) : null;
  return file && bytes
    ? w.download(bytes, file.mediaType, file.name, file.mediaType.startsWith('image/') || file.mediaType === 'application/pdf')
    : w.notFound();
}

const fieldOf: Record<string, string> = {
  'money-has-moved': '',
  'not-positive': 'received',
  'above-received': 'received',
  'use-not-allowed': 'category1',
  'day-in-future': 'day',
  'evidence-missing': 'evidence',
  'reason-required': 'reason',
};
const refusals = ['not-found', 'not-allowed', 'key-reused', 'wrong-state'];

async function uploadOf(w: Web, form: Form, name: string) {
  const file = form.files(name)[0];
  if (!file) return { upload: null };
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { upload: { stored: stored.value, name: file.name } } : { error: stored.error };
}

const postOpeningFields = z.object({ day: field.day(), received: field.amount(), returned: field.amount().optional(), note: field.text(300).optional() });

async function postOpening(w: Web) {
  const id = w.id();
  const award = id ? await w.read((tx) => findAward(tx, id)) : null;
  if (!award) return w.notFound();
  const form = w.form();
  const t = openingText[w.lang];
  const parsed = form.parse(postOpeningFields);
  const errors: FieldErrors = parsed.ok ? {} : { ...parsed.error };
  const lines: OpeningLine[] = [];
  for (const no of openingLines) {
    const [text, category, amount] = [form.text(`text${no}`), form.text(`category${no}`), form.text(`amount${no}`)];
    if (text === '' && amount === '') continue;
    const fen = field.amount().safeParse(amount);
    if (!fen.success || fen.data <= 0n) errors[`amount${no}`] = amount === '' ? 'required' : 'not-an-amount';
    if (text === '') errors[`text${no}`] = 'required';
    if (category === '') errors[`category${no}`] = 'required';
    if (fen.success) lines.push({ text: text.slice(0, 200), category, amountFen: fen.data });
  }
  const again = (wrong: FormErrors) => showOpening(w, award.projectId, { form: `enter-${award.awardId}`, errors: wrong, values: form.values });
  if (!parsed.ok || Object.keys(errors).length > 0) return again(w.errorTexts(errors, t));
  const file = await uploadOf(w, form, 'evidence');
  if ('error' in file) return again(w.errorTexts({ evidence: file.error ?? 'required' }, t));
  const { day, received, returned, note } = parsed.value;
  const done = await enterOpening(w.command(form), {
    awardId: award.awardId,
    day,
    receivedFen: received,
    returnedFen: returned ?? 0n,
    lines,
    note: note ?? '',
    evidence: file.upload,
  });
  if (done.ok) return w.redirect(`/projects/${award.projectId}/opening`, t.enteredFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : again({ [fieldOf[done.error] ?? '']: w.errorText(done.error, t) });
}

async function decide<E extends string>(
  w: Web,
  name: string,
  flash: 'confirmedFlash' | 'droppedFlash' | 'undoneFlash',
  work: (form: Form, id: string) => Promise<Result<string, E>>,
) {
  const id = w.id();
  const form = w.form();
  const t = openingText[w.lang];
  const projectId = id
    ? await w.read(async (tx) => {
        const opening = await findOpening(tx, id);
        return opening ? ((await findAward(tx, opening.awardId))?.projectId ?? null) : null;
      })
    : null;
  if (!id || !projectId) return w.notFound();
  const done = await work(form, id);
  if (done.ok) return w.redirect(`/projects/${projectId}/opening`, t[flash]);
  if (refusals.includes(done.error)) return w.refuse(done.error, t);
  return showOpening(w, projectId, { form: `${name}-${id}`, errors: { [fieldOf[done.error] ?? '']: w.errorText(done.error, t) }, values: form.values });
}

async function showBringIn(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const view = await w.read(async (tx) => ({ places: await listNeighbourhoods(tx), categories: await listCategories(tx) }));
  return w.page(<BringInPage page={w.frame()} {...view} today={w.today} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

/** The rows of the form in which something was chosen or typed. */
function rowsOf(form: Form): { sources: BroughtSource[]; lines: BroughtLine[]; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const amountOf = (name: string): bigint => {
    const fen = field.amount().safeParse(form.text(name));
    if (!fen.success || fen.data <= 0n) errors[name] = form.text(name) === '' ? 'required' : 'not-an-amount';
    return fen.success ? fen.data : 0n;
  };
  const sources: BroughtSource[] = [];
  const place = new Map<string, number>();
  for (const no of broughtSources) {
    const kind = sourceKinds.find((each) => each === form.text(`kind${no}`));
    if (!kind || (form.text(`name${no}`) === '' && form.text(`planned${no}`) === '')) continue;
    const households = /^\d{1,5}$/.test(form.text('households')) ? Number(form.text('households')) : null;
    sources.push({
      kind,
      // A source without a name of its own is called what it is.
      name: form.text(`name${no}`).slice(0, 100) || sourceKindWords(kind, 'zh'),
      plannedFen: amountOf(`planned${no}`),
      households: kind === 'household' ? households : null,
    });
    place.set(String(no), sources.length);
  }
  const lines: BroughtLine[] = [];
  for (const no of broughtLines) {
    const text = form.text(`text${no}`);
    if (text === '' && form.text(`amount${no}`) === '') continue;
    if (text === '') errors[`text${no}`] = 'required';
    if (form.text(`category${no}`) === '') errors[`category${no}`] = 'required';
    const sourceNo = place.get(form.text(`payer${no}`));
    if (sourceNo === undefined) errors[`payer${no}`] = 'required';
    lines.push({ text: text.slice(0, 100), category: form.text(`category${no}`), amountFen: amountOf(`amount${no}`), sourceNo: sourceNo ?? 0 });
  }
  return { sources, lines, errors };
}

const bringInField: Record<string, string> = {
  'agreement-missing': 'agreement',
  'day-in-future': 'agreedOn',
  'ends-before-start': 'periodEnd',
  'one-grant': 'kind1',
  'lines-missing': 'text1',
};

const postBringInFields = z.object({
  place: field.id(),
  title: field.text(60),
  goal: field.text(500),
  agreedOn: field.day(),
  periodStart: field.day(),
  periodEnd: field.day(),
  keeper: field.text(60),
  upkeepMonths: field.whole(1, 60),
  upkeepPlan: field.text(300),
});

async function postBringIn(w: Web) {
  const form = w.form();
  const t = openingText[w.lang];
  const parsed = form.parse(postBringInFields);
  const { sources, lines, errors } = rowsOf(form);
  const wrong = { ...(parsed.ok ? {} : parsed.error), ...errors };
  const again = (all: FormErrors) => showBringIn(w, { errors: all, values: form.values });
  if (!parsed.ok || Object.keys(errors).length > 0) return again(w.errorTexts(wrong, t));
  const file = await uploadOf(w, form, 'agreement');
  if ('error' in file) return again(w.errorTexts({ agreement: file.error ?? 'required' }, t));
  const { place, keeper, ...rest } = parsed.value;
  const done = await bringInProject(w.command(form), { ...rest, neighbourhoodId: place, keeperName: keeper, sources, lines, agreement: file.upload });
  if (done.ok) return w.redirect(`/projects/${done.value}/opening`, t.broughtFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : again({ [bringInField[done.error] ?? '']: w.errorText(done.error, t) });
}
