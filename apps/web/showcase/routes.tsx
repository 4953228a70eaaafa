import { z } from 'zod';
import { officeSetting, setSettings } from '#modules/funds';
import { listResolutions } from '#modules/meetings';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { findProject, listPictureMarks } from '#modules/projects';
import {
  agreeCase,
  type Case,
  type CaseInput,
  caseKinds,
  caseOfProject,
  type CaseSearch,
  caseSchema,
  costBands,
  editCase,
  exportCsv,
  exportJson,
  findCase,
  firstTexts,
  importCases,
  licenceKey,
  makeCase,
  previewCase,
  publishCase,
  publishedOwnCases,
  type Rejected,
  searchCases,
  startFromCase,
  unpublishedCases,
  usesOf,
  withdrawCase,
} from '#modules/showcase';
import { decodeText } from '#platform/tables';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { CaseEditPage, CasePage, StartPage } from './case-page.tsx';
import { LibraryPage } from './library-page.tsx';
import { showcaseText } from './text.ts';

/** The showcase: library, cases, their making, open data, import, and starting from a case. */
export function showcaseRoutes(r: Routes): void {
  r.get('/showcase', 'case.read', (w) => library(w));
  r.get('/showcase/export.json', 'case.read', (w) => takeAway(w, 'json'));
  r.get('/showcase/export.csv', 'case.read', (w) => takeAway(w, 'csv'));
  r.get('/showcase/schema.json', 'case.read', (w) =>
    w.context.body(JSON.stringify(caseSchema(), null, 1), 200, { 'content-type': 'application/schema+json; charset=utf-8' }),
  );
  r.post('/showcase/licence', 'setting.set', setLicence);
  r.post('/showcase/import', 'case.import', takeIn);
  r.get('/showcase/:id', 'case.read', (w) => show(w));
  r.get('/showcase/:id/edit', 'case.write', (w) => edit(w));
  r.post('/showcase/:id/edit', 'case.write', save);
  r.post('/showcase/:id/agree', 'case.agree', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await agreeCase(w.command(w.form()), { caseId: id });
    return done.ok ? w.redirect(`/showcase/${id}/edit`, showcaseText[w.lang].agreed) : w.refuse(done.error, showcaseText[w.lang]);
  });
  r.post('/showcase/:id/publish', 'case.publish', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await publishCase(w.command(w.form()), { caseId: id });
    return done.ok ? w.redirect(`/showcase/${id}`, showcaseText[w.lang].publishedFlash) : w.refuse(done.error, showcaseText[w.lang]);
  });
  r.post('/showcase/:id/withdraw', 'case.withdraw', withdraw);
  r.get('/showcase/:id/start', 'case.start', (w) => start(w));
  r.post('/showcase/:id/start', 'case.start', begin);
  r.get('/projects/:id/case', 'case.write', (w) => newCase(w));
  r.post('/projects/:id/case', 'case.write', makeIt);
}

type Back = { errors: FormErrors; values: FormValues };
const errorsOf = (w: Web, errors: FieldErrors) => w.errorTexts(errors, showcaseText[w.lang]);

async function library(w: Web, more: { rejected?: Rejected[]; form?: 'licence' | 'import'; back?: Back } = {}) {
  const words = w.query('q')?.slice(0, 60);
  const kind = caseKinds.find((known) => known === w.query('kind'));
  const cost = (Object.keys(costBands) as (keyof typeof costBands)[]).find((known) => known === w.query('cost'));
  const page = Number.parseInt(w.query('page') ?? '1', 10);
  const search: CaseSearch = { ...(words ? { words } : {}), ...(kind ? { kind } : {}), ...(cost ? { cost } : {}), page: Number.isFinite(page) ? page : 1 };
  const staff = w.platform.permissions.canSomewhere(w.actor, 'case.write');
  const found = await w.read(async (tx) => ({
    found: await searchCases(tx, search),
    licence: (await officeSetting(tx, licenceKey))?.value ?? '',
    waiting: staff ? (await unpublishedCases(tx)).filter((one) => w.can('case.write', { neighbourhoodId: one.neighbourhoodId })) : [],
  }));
  return w.page(
    <LibraryPage
      page={w.frame()}
      search={search}
      {...found}
      mayImport={w.can('case.import', { neighbourhoodId: null })}
      maySet={w.can('setting.set', { neighbourhoodId: null })}
      rejected={more.rejected}
      form={more.form}
      errors={more.back?.errors}
      values={more.back?.values}
    />,
    more.back ? 422 : 200,
  );
}

async function takeAway(w: Web, form: 'json' | 'csv') {
  const { cases, licence } = await w.read(async (tx) => ({ cases: await publishedOwnCases(tx), licence: (await officeSetting(tx, licenceKey))?.value ?? '' }));
  if (licence === '') return w.redirect('/showcase', showcaseText[w.lang].noLicence, 'bad');
  const about = { source: w.subdistrict.name, licence };
  const body = form === 'json' ? exportJson(cases, about) : exportCsv(cases, about);
  return w.download(
    new TextEncoder().encode(body),
    form === 'json' ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8',
    `${w.subdistrict.code}-cases.${form}`,
  );
}

const setLicenceFields = z.object({ licence: field.text(200), reason: field.text(200).optional() });

async function setLicence(w: Web) {
  const form = w.form();
  const parsed = form.parse(setLicenceFields);
  if (!parsed.ok) return library(w, { form: 'licence', back: { errors: errorsOf(w, parsed.error), values: form.values } });
  const done = await setSettings(w.command(form), { values: { [licenceKey]: parsed.value.licence }, reason: parsed.value.reason ?? '' });
  if (done.ok) return w.redirect('/showcase', showcaseText[w.lang].licenceSet);
  if (done.error === 'reason-required') return library(w, { form: 'licence', back: { errors: errorsOf(w, { reason: 'required' }), values: form.values } });
  return w.refuse(done.error, showcaseText[w.lang]);
}

/** A file of cases is text; larger than this it is none that an office would read. */
const largestImportBytes = 20_000_000;

async function takeIn(w: Web) {
  const form = w.form();
  const again = (error: string) => library(w, { form: 'import', back: { errors: errorsOf(w, { file: error }), values: form.values } });
  const [file] = form.files('file');
  if (!file) return again('required');
  if (file.bytes.byteLength > largestImportBytes) return again('too-large');
  const done = await importCases(w.command(form), { fileName: file.name, text: decodeText(file.bytes) ?? '' });
  if (!done.ok) return done.error === 'not-json' || done.error === 'not-the-format' ? again(done.error) : w.refuse(done.error, showcaseText[w.lang]);
  if (done.value.rejected.length === 0) return w.redirect('/showcase', showcaseText[w.lang].imported(done.value.accepted));
  return library(w, { rejected: done.value.rejected });
}

async function show(w: Web, back?: Back) {
  const id = w.id();
  const found = id ? await w.read(async (tx) => ({ one: await findCase(tx, id), uses: await usesOf(tx, id) })) : null;
  if (!found?.one || found.one.state !== 'published') return w.notFound();
  const { one } = found;
  return w.page(
    <CasePage
      page={w.frame()}
      one={one}
      uses={found.uses}
      mayStart={w.platform.permissions.canSomewhere(w.actor, 'case.start')}
      mayWithdraw={w.can(one.origin === 'own' ? 'case.withdraw' : 'case.import', { neighbourhoodId: one.neighbourhoodId })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function withdraw(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const done = await withdrawCase(w.command(form), { caseId: id, reason: form.text('reason') });
  if (done.ok) return w.redirect('/showcase', showcaseText[w.lang].withdrawn);
  if (done.error === 'required') return show(w, { errors: errorsOf(w, { reason: 'required' }), values: form.values });
  return w.refuse(done.error, showcaseText[w.lang]);
}

/** What was typed about a case; the command judges it. */
function typed(form: Form): CaseInput | null {
  const households = form.text('households');
  if (households !== '' && !/^[1-9]\d{0,5}$/.test(households)) return null;
  return {
    texts: {
      title: form.text('title'),
      problem: form.text('problem'),
      method: form.text('method'),
      account: form.text('account'),
      lessons: form.text('lessons'),
      failed: form.text('failed'),
      copyable: form.text('copyable'),
    },
    compoundKind: form.text('kind'),
    households: households === '' ? null : Number(households),
  };
}

/** Which fields lack something, by the code that the command answered with. */
function missing(form: Form, code: string): FieldErrors {
  if (code === 'not-in-list') return { kind: 'required' };
  const empty = ['title', 'problem', 'method', 'copyable', 'lessons'].filter((name) => form.text(name) === '');
  return Object.fromEntries((empty.length > 0 ? empty : ['title']).map((name) => [name, code]));
}

async function editPage(w: Web, one: Case, back?: Back) {
  const found = await w.read(async (tx) => ({
    preview: await previewCase(tx, one, w.today),
    marks: one.projectId ? await listPictureMarks(tx, one.projectId) : [],
    place: one.neighbourhoodId ? await findNeighbourhood(tx, one.neighbourhoodId) : null,
    licence: (await officeSetting(tx, licenceKey))?.value ?? '',
  }));
  const t = showcaseText[w.lang];
  const at = { neighbourhoodId: one.neighbourhoodId };
  return w.page(
    <CaseEditPage
      page={w.frame(found.place ? { neighbourhood: found.place } : {})}
      action={w.href(`/showcase/${one.id}/edit`)}
      crumbs={[{ label: t.title, href: w.href('/showcase') }, { label: one.title }]}
      one={one}
      texts={one.draft ?? { title: one.title, problem: '', method: '', account: '', lessons: '', failed: '', copyable: '' }}
      kind={one.compoundKind}
      households={one.households}
      preview={found.preview}
      pictures={{
        before: found.marks.findLast((mark) => mark.mark === 'before')?.fileId ?? null,
        after: found.marks.findLast((mark) => mark.mark === 'after')?.fileId ?? null,
      }}
      may={{ write: w.can('case.write', at), agree: w.can('case.agree', at), publish: w.can('case.publish', at) }}
      licence={found.licence}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function edit(w: Web, back?: Back) {
  const id = w.id();
  const one = id ? await w.read((tx) => findCase(tx, id)) : null;
  if (!one || one.origin !== 'own') return w.notFound();
  if (!w.can('case.write', { neighbourhoodId: one.neighbourhoodId })) return w.forbidden();
  return one.state === 'published' ? w.redirect(`/showcase/${one.id}`) : editPage(w, one, back);
}

async function save(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (errors: FieldErrors) => edit(w, { errors: errorsOf(w, errors), values: form.values });
  const input = typed(form);
  if (!input) return again({ households: 'not-a-number' });
  const done = await editCase(w.command(form), { caseId: id, ...input });
  if (done.ok) return w.redirect(`/showcase/${id}/edit`, showcaseText[w.lang].saved);
  if (done.error === 'required' || done.error === 'too-long' || done.error === 'not-in-list') return again(missing(form, done.error));
  return w.refuse(done.error, showcaseText[w.lang]);
}

async function newCase(w: Web, back?: Back) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const project = await findProject(tx, id);
        const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
        return project && place ? { project, place, made: await caseOfProject(tx, project.id), first: await firstTexts(tx, project) } : null;
      })
    : null;
  if (!found) return w.notFound();
  if (!w.can('case.write', found.project)) return w.forbidden();
  if (found.made) return w.redirect(`/showcase/${found.made.id}/edit`);
  if (!['closed', 'upkeep'].includes(found.project.state)) return w.redirect(`/projects/${found.project.id}`, showcaseText[w.lang].emptyHint, 'bad');
  const t = showcaseText[w.lang];
  return w.page(
    <CaseEditPage
      page={w.frame({ neighbourhood: found.place })}
      action={w.href(`/projects/${found.project.id}/case`)}
      crumbs={[{ label: found.project.title, href: w.href(`/projects/${found.project.id}`) }, { label: t.make }]}
      one={null}
      texts={found.first.texts}
      kind={found.first.kind}
      households={found.first.households}
      preview={null}
      pictures={{ before: null, after: null }}
      may={{ write: true, agree: false, publish: false }}
      licence=""
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function makeIt(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (errors: FieldErrors) => newCase(w, { errors: errorsOf(w, errors), values: form.values });
  const input = typed(form);
  if (!input) return again({ households: 'not-a-number' });
  const done = await makeCase(w.command(form), { projectId: id, ...input });
  if (done.ok) return w.redirect(`/showcase/${done.value}/edit`, showcaseText[w.lang].saved);
  if (done.error === 'required' || done.error === 'too-long' || done.error === 'not-in-list') return again(missing(form, done.error));
  return w.refuse(done.error, showcaseText[w.lang]);
}

async function start(w: Web, back?: Back) {
  const id = w.id();
  const one = id ? await w.read((tx) => findCase(tx, id)) : null;
  if (!one || one.state !== 'published') return w.notFound();
  const places = (await w.read((tx) => listNeighbourhoods(tx))).filter((place) => w.can('case.start', { neighbourhoodId: place.id }));
  const resolutions = await w.read(async (tx) => {
    const groups = [];
    for (const place of places) {
      const options = (await listResolutions(tx, place.id))
        .filter((each) => each.projectId === null)
        .slice(0, 50)
        .map((each) => ({ value: each.id, label: each.text.slice(0, 60) }));
      if (options.length > 0) groups.push({ place: place.name, options });
    }
    return groups;
  });
  const [first] = places;
  return w.page(
    <StartPage
      page={w.frame(first ? { neighbourhood: first } : {})}
      one={one}
      resolutions={resolutions}
      raiseHref={first ? w.href(`/matters/new?n=${first.code}&case=${one.id}`) : null}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function begin(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const resolutionId = form.id('resolutionId');
  if (!resolutionId) return start(w, { errors: errorsOf(w, { resolutionId: 'required' }), values: form.values });
  const done = await startFromCase(w.command(form), { caseId: id, origin: { resolutionId } });
  return done.ok ? w.redirect(`/projects/${done.value}/application`, showcaseText[w.lang].startedFlash) : w.refuse(done.error, showcaseText[w.lang]);
}
