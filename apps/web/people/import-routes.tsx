import {
  chooseRosterColumns,
  type ColumnMapping,
  confirmRosterDraft,
  findRosterDraft,
  listRosterDrafts,
  personNames,
  previewRoster,
  rosterFailureText,
  rosterFields,
  startRosterDraft,
} from '#modules/people';
import { findNeighbourhood, listCompounds, type Neighbourhood } from '#modules/places';
import { spreadsheet } from '#platform/documents';
import type { Routes, Web } from '../kit/index.ts';
import { xlsxType } from '../ui/index.ts';
import { PreviewPage, UploadPage } from './import-pages.tsx';
import { importText } from './import-text.ts';
import { ImportedPage } from './imported-page.tsx';

/** Upload, look, choose columns, confirm, report. The work is one request of a few seconds: see confirmHint. */
export function importRoutes(r: Routes): void {
  const at = (work: (w: Web, n: Neighbourhood) => Promise<Response> | Response) => async (w: Web) => {
    const neighbourhood = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    if (!neighbourhood) return w.notFound();
    return w.can('roster.import', { neighbourhoodId: neighbourhood.id }) ? work(w, neighbourhood) : w.forbidden();
  };
  r.get(
    '/n/:place/import',
    'roster.import',
    at((w, n) => uploadPage(w, n)),
  );
  r.get(
    '/n/:place/import/template.xlsx',
    'roster.import',
    at(async (w) => w.download(await template(), xlsxType, '花名册.xlsx')),
  );
  r.post('/n/:place/import', 'roster.import', at(upload));
  r.get('/imports/:id', 'roster.import', show);
  r.post('/imports/:id/columns', 'roster.import', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const mapping: ColumnMapping = {};
    for (const field of rosterFields) if (/^\d{1,3}$/.test(form.text(field))) mapping[field] = Number(form.text(field));
    const sheet = form.text('sheet');
    const draft = await w.read((tx) => findRosterDraft(tx, id));
    // Another sheet has other columns: they are guessed anew.
    const sheetChanged = sheet !== '' && draft !== null && draft.choice.sheet !== undefined && draft.choice.sheet !== sheet;
    const choice = {
      ...(sheet ? { sheet } : {}),
      ...(sheetChanged ? {} : { mapping }),
      compoundId: form.text('compoundId') || null,
    };
    const chosen = await chooseRosterColumns(w.command(form), { draftId: id, choice });
    return chosen.ok ? w.redirect(`/imports/${id}`) : w.refuse(chosen.error);
  });
  r.post('/imports/:id/confirm', 'roster.import', confirm);
}

async function uploadPage(w: Web, neighbourhood: Neighbourhood, errors?: Record<string, string>) {
  const earlier = await w.read(async (tx) => {
    const drafts = await listRosterDrafts(tx, neighbourhood.id);
    const names = await personNames(
      tx,
      drafts.flatMap((draft) => (draft.startedBy ? [draft.startedBy] : [])),
    );
    return drafts.map((draft) => ({ ...draft, by: names.get(draft.startedBy ?? '') ?? '' }));
  });
  return w.page(<UploadPage page={w.frame({ neighbourhood })} neighbourhood={neighbourhood} earlier={earlier} errors={errors} />, errors ? 422 : 200);
}

/** An empty roster with the columns and one line that shows how to write. */
const template = () =>
  spreadsheet({
    name: '花名册',
    columns: ['居民小组', '楼栋', '单元', '室号', '楼层', '面积', '业主', '业主编号', '住户', '租户', '电话'].map((label) => ({ label })),
    rows: [['第一小组', '3号楼', '2单元', '401', '4', '68.50', '（示例，导入前删掉这一行）王小英 1/2；李强 1/2', '', '王小英；王小明（未成年）', '', '']],
  });

async function upload(w: Web, neighbourhood: Neighbourhood) {
  const file = w.form().files('roster')[0];
  if (!file) return uploadPage(w, neighbourhood, { roster: w.errorText('required') });
  // Looked at before it is kept: what is no table never reaches the disk.
  const seen = await w.read((tx) => previewRoster(tx, { neighbourhoodId: neighbourhood.id, bytes: file.bytes }));
  if (!seen.ok && seen.error.code !== 'missing-column') return uploadPage(w, neighbourhood, { roster: rosterFailureText(w.lang, seen.error) });
  const isZip = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b;
  const stored = await w.files.putOwn(file.bytes, isZip ? xlsxType : 'text/csv');
  const draft = await startRosterDraft(w.command(w.form()), {
    neighbourhoodId: neighbourhood.id,
    fileName: file.name || '花名册',
    stored,
  });
  return draft.ok ? w.redirect(`/imports/${draft.value}`) : w.refuse(draft.error);
}

/** The draft with its bytes, when the reader may import there. */
async function load(w: Web) {
  const id = w.id();
  const found =
    id &&
    (await w.read(async (tx) => {
      const draft = await findRosterDraft(tx, id);
      const neighbourhood = draft && (await findNeighbourhood(tx, draft.neighbourhoodId));
      if (!draft || !neighbourhood || !w.can('roster.import', { neighbourhoodId: neighbourhood.id })) return null;
      return {
        draft,
        neighbourhood,
        compounds: await listCompounds(tx, neighbourhood.id),
        by: (await personNames(tx, draft.startedBy ? [draft.startedBy] : [])).get(draft.startedBy ?? '') ?? '',
      };
    }));
  return found ? { ...found, bytes: await w.files.get(found.draft.sha256) } : null;
}

async function show(w: Web) {
  const found = await load(w);
  if (!found) return w.notFound();
  const { draft, neighbourhood, bytes } = found;
  const page = w.frame({ neighbourhood });
  if (draft.state === 'done') return w.page(<ImportedPage page={page} {...found} />);
  if (!bytes) return w.fail('conflict', importText[w.lang].fileGone);
  const { sheet, mapping, compoundId } = draft.choice;
  const seen = await w.read((tx) =>
    previewRoster(tx, {
      neighbourhoodId: neighbourhood.id,
      bytes,
      compoundId: compoundId ?? null,
      ...(sheet ? { sheet } : {}),
      ...(mapping ? { mapping } : {}),
    }),
  );
  return w.page(<PreviewPage page={page} {...found} preview={seen.ok ? seen.value : null} failure={seen.ok ? null : seen.error} />);
}

async function confirm(w: Web) {
  const found = await load(w);
  if (!found) return w.notFound();
  if (!found.bytes) return w.fail('conflict', importText[w.lang].fileGone);
  const done = await confirmRosterDraft(w.command(w.form()), { draftId: found.draft.id, bytes: found.bytes });
  const t = importText[w.lang];
  if (done.ok) return w.redirect(`/imports/${found.draft.id}`, t.imported);
  const failure = done.error;
  if (failure.code === 'not-found' || failure.code === 'not-allowed') return w.refuse(failure.code);
  // Somebody was faster, or something changed since the preview: the page shows how it stands now.
  const words = failure.code === 'already-done' ? t.alreadyDone : rosterFailureText(w.lang, failure);
  return w.redirect(`/imports/${found.draft.id}`, words, 'bad');
}
