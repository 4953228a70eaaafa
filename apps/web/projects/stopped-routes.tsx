import { projectAccount } from '#modules/books';
import { findSettlement, handOverStopped, projectSteps, windUpStop, worksStopOf } from '#modules/projects';
import type { Routes, Web } from '../kit/index.ts';
import { withProject } from './works-request.ts';
import { assetRows, StoppedPage, stoppedText } from './stopped-page.tsx';
import { type Refused, refusedAt } from './works-nav.tsx';

/** What works that were stopped leave behind. */
export function stoppedRoutes(r: Routes): void {
  r.get('/projects/:id/stopped', 'project.read', (w) => stoppedPage(w));
  r.post('/projects/:id/stopped', 'project.wind-up', postStop);
  r.post('/projects/:id/stopped/:no', 'project.wind-up', async (w) => {
    const id = w.id();
    const no = Number(w.param('no'));
    if (!id || !Number.isInteger(no) || no < 1 || no > 1000) return w.notFound();
    const form = w.form();
    const done = await handOverStopped(w.command(form), { projectId: id, no, day: form.text('day'), note: form.text('note') });
    if (done.ok) return w.redirect(`/projects/${id}/stopped`, stoppedText[w.lang].handed);
    if (done.error === 'not-a-date' || done.error === 'in-the-future')
      return stoppedPage(w, refusedAt(w, `asset-${no}`, { day: done.error }, form.values, stoppedText[w.lang]));
    return w.refuse(done.error);
  });
}

async function stoppedPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => {
    const account = await projectAccount(tx, project.id);
    return {
      decision: (await projectSteps(tx, project.id)).findLast((step) => step.action === 'stop') ?? null,
      stop: await worksStopOf(tx, project.id),
      settled: (await findSettlement(tx, project.id)) !== null,
      leftFen: account.sources.reduce((fen, source) => fen + source.availableFen + source.reservedFen, 0n),
      returnedFen: account.sources.reduce((fen, source) => fen + source.returnedFen, 0n),
    };
  });
  if (found?.project.state !== 'stopped') return w.notFound();
  return w.page(
    <StoppedPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      {...found.more}
      today={w.today}
      may={w.can('project.wind-up', found.project)}
      maySettle={w.can('project.settle', found.project)}
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

async function postStop(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const assets = assetRows.map((row) => ({ name: form.text(`name${row}`), quantity: form.text(`quantity${row}`), toWhom: form.text(`to${row}`) }));
  const done = await windUpStop(w.command(form), { projectId: id, done: form.text('done'), undone: form.text('undone'), assets });
  if (done.ok) return w.redirect(`/projects/${id}/stopped`, stoppedText[w.lang].saved);
  if (done.error === 'required' || done.error === 'too-long') {
    const row = assetRows.find((one) => form.text(`name${one}`) !== '' && form.text(`to${one}`) === '');
    const name = form.text('done') === '' ? 'done' : form.text('undone') === '' ? 'undone' : row ? `to${row}` : 'done';
    return stoppedPage(w, refusedAt(w, 'stop', { [name]: done.error }, form.values, stoppedText[w.lang]));
  }
  return w.refuse(done.error);
}
