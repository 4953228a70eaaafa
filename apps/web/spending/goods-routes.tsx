import { findNeighbourhood } from '#modules/places';
import { findProject, findSpendingRequest, goodsReceiptsOf, receiveGoods, receiveGoodsOnPaper } from '#modules/projects';
import { findFile } from '#platform/files';
import type { Tx } from '#platform/database';
import type { FieldErrors, Routes, Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { GoodsPage } from './goods-page.tsx';
import { refusals, texts, uploadOf } from './purchase-kit.ts';
import { goodsSheet } from './purchase-papers.ts';
import { purchaseText } from './purchase-text.ts';
import { loadRequest, showRequest } from './request-routes.tsx';

/** Goods received: the page of residents, the sheet to print, what comes back on paper. */
export function goodsRoutes(r: Routes): void {
  r.get('/spending/:id/received', 'goods.read', (w) => showGoods(w));
  r.post('/spending/:id/received', 'spending.receive', postGoods);
  r.get('/spending/:id/received/:file', 'goods.read', sendGoodsPicture);
  r.paper('/spending/:id/received', 'spending.read', printGoods);
  r.post('/spending/:id/received-paper', 'spending.voucher', postGoodsPaper);
}

/** A request whose goods this visitor may look at. */
async function loadGoods(w: Web, tx: Tx) {
  const id = w.id();
  const request = id ? await findSpendingRequest(tx, id) : null;
  const project = request && (await findProject(tx, request.projectId));
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!request || !project || !place || !w.can('goods.read', project)) return null;
  return { request, project, place, goods: await goodsReceiptsOf(tx, request.id) };
}

async function showGoods(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read((tx) => loadGoods(w, tx));
  if (!found) return w.notFound();
  const { request, project, goods } = found;
  const resident = w.can('spending.receive', project);
  const may = ['approved', 'paid', 'vouchered'].includes(request.state) && resident;
  return w.page(
    <GoodsPage
      page={w.frame({ neighbourhood: found.place })}
      request={request}
      project={project}
      goods={goods}
      me={w.actor.personId}
      may={may}
      resident={resident}
      {...back}
    />,
    back ? 422 : 200,
  );
}

async function postGoods(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showGoods(w, { errors: w.errorTexts(errors, t), values: form.values });
  const photo = await uploadOf(w, form, 'photo');
  if ('error' in photo) return back({ photo: photo.error });
  const done = await receiveGoods(w.command(form), { requestId: id, note: form.text('note').slice(0, 300), photo: photo.upload });
  if (done.ok) return w.redirect(`/spending/${id}/received`, t.goodsFlash);
  if (['photo-missing', 'not-a-picture'].includes(done.error)) return back({ photo: done.error });
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ '': done.error });
}

async function postGoodsPaper(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRequest(w, { form: 'goods-paper', errors: w.errorTexts(errors, t), values: form.values });
  const first = form.id('first');
  const second = form.id('second');
  if (!first) return back({ first: 'required' });
  const [scan, photo] = [await uploadOf(w, form, 'scan'), await uploadOf(w, form, 'photo')];
  if ('error' in scan) return back({ scan: scan.error });
  if ('error' in photo) return back({ photo: photo.error });
  const personIds = second ? [first, second] : [first];
  const done = await receiveGoodsOnPaper(w.command(form), {
    requestId: id,
    personIds,
    scan: scan.upload,
    photo: photo.upload,
    note: form.text('note').slice(0, 300),
  });
  if (done.ok) return w.redirect(`/spending/${id}`, t.goodsFlash);
  if (refusals.includes(done.error)) return w.refuse(done.error, t);
  const at = { 'same-person': 'second', 'scan-missing': 'scan', 'photo-missing': 'photo', 'not-a-picture': 'photo' }[done.error as string] ?? 'first';
  return back({ [at]: done.error });
}

async function sendGoodsPicture(w: Web) {
  const file = await w.read(async (tx) => {
    const found = await loadGoods(w, tx);
    const shown = found?.goods.find((each) => each.photoFileId === w.id('file') || (each.scanFileId === w.id('file') && w.can('spending.read', found.project)));
    return shown ? findFile(tx, w.id('file') ?? '') : null;
  });
  const bytes = file ? await w.files.get(file.sha256) : null;
  return file && bytes ? w.download(bytes, file.mediaType, file.name, true) : w.notFound();
}

async function printGoods(w: Web) {
  const view = await w.read((tx) => loadRequest(w, tx));
  if (!view) return w.notFound();
  const document = await goodsSheet(view.request, view.project, {
    lang: w.lang,
    issuer: [w.subdistrict.name, view.placeName].join(' '),
    today: w.today,
    link: w.absolute(`/spending/${view.request.id}/received`),
  });
  return w.paper(document, `${purchaseText[w.lang].goods} ${view.request.item}`);
}
