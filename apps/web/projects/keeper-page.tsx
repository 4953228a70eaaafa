import { answerAsKeeper, findProject, keeperAnswerOf, namedKeeper, type KeeperAnswer, type Project } from '#modules/projects';
import { findNeighbourhood } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { Button, Form, type FormErrors, KeyValues, Layout, Lead, type PageFrame, State, TextArea } from '../ui/index.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText } from './application-text.ts';

/** Where whoever is named as keeper says yes or no for themself; nobody else sees the page. */
export function keeperRoutes(r: Routes): void {
  r.get('/projects/:id/keeper', 'project.answer-as-keeper', (w) => show(w));
  r.post('/projects/:id/keeper', 'project.answer-as-keeper', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const answer = form.text('answer') === 'declined' ? 'declined' : 'accepted';
    const done = await answerAsKeeper(w.command(form), { projectId: id, answer, note: answer === 'declined' ? form.text('why') : '' });
    if (done.ok) return w.redirect(`/projects/${id}/keeper`, guideText[w.lang].answered);
    if (done.error === 'reason-required') return show(w, { why: guideText[w.lang]['reason-required'] });
    return w.refuse(done.error);
  });
}

async function show(w: Web, errors: FormErrors = {}): Promise<Response> {
  const id = w.id();
  const { personId } = w.actor;
  const found =
    id && personId
      ? await w.read(async (tx) => {
          const project = await findProject(tx, id);
          const named = project && (await namedKeeper(tx, project));
          if (!project || named?.personId !== personId) return null;
          return { project, named, place: await findNeighbourhood(tx, project.neighbourhoodId), answer: await keeperAnswerOf(tx, id, personId) };
        })
      : null;
  if (!found) return w.notFound();
  const page = w.frame(found.place ? { neighbourhood: found.place } : {});
  return w.page(<KeeperPage page={page} {...found} errors={errors} />, Object.keys(errors).length > 0 ? 422 : 200);
}

function KeeperPage(view: { page: PageFrame; project: Project; named: { plan: string; months: string }; answer: KeeperAnswer | null; errors: FormErrors }) {
  const { page, project, named, answer } = view;
  const g = guideText[page.lang];
  const t = applicationText[page.lang];
  const action = `${page.base}/projects/${project.id}/keeper`;
  return (
    <Layout page={page} title={g.keeperTitle}>
      <Lead>{g.keeperLead(project.title)}</Lead>
      {answer !== null && (
        <p>
          <State tone={answer.answer === 'accepted' ? 'good' : 'plain'}>{answer.answer === 'accepted' ? g.saidYes : g.saidNo}</State>
        </p>
      )}
      <KeyValues
        items={[
          [t.upkeepPlan, named.plan],
          [t.upkeepMonths, named.months === '' ? '' : g.every(named.months)],
        ]}
      />
      {answer?.answer !== 'accepted' && (
        <Form action={action} id="yes">
          <input type="hidden" name="answer" value="accepted" />
          <p>
            <Button>{g.yes}</Button>
          </p>
        </Form>
      )}
      {answer?.answer !== 'declined' && (
        <details class="fold" open={view.errors['why'] !== undefined}>
          <summary>{g.no}</summary>
          <Form action={action} id="no" errors={view.errors}>
            <input type="hidden" name="answer" value="declined" />
            <TextArea name="why" label={g.why} rows={2} maxLength={300} required />
            <Button kind="quiet">{g.no}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}
