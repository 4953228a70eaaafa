import { z } from 'zod';
import { findRound } from '#modules/funds';
import { choicesOf, chooseScenario, computeScenarios, findRun, findScenario, listRuns, recheckRun, scenariosIn } from '#modules/reviews';
import { field, type Routes, type Web } from '../kit/index.ts';
import { AllocationPage, type AllocationView } from './allocation-page.tsx';
import { allocationText } from './allocation-text.ts';

const office = { neighbourhoodId: null };

/** Scenarios of allocation: worked out, laid side by side, recomputed, one chosen. */
export function allocationRoutes(r: Routes): void {
  r.get('/rounds/:id/allocation', 'allocation.read', (w) => show(w));
  r.post('/rounds/:id/allocation', 'allocation.compute', compute);
  r.post('/rounds/:id/allocation/choose', 'allocation.compute', choose);
  r.get('/rounds/:id/allocation/:run/input.json', 'allocation.read', inputs);
}

async function show(w: Web, back?: AllocationView['back']) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        if (!round) return null;
        const runs = await listRuns(tx, id);
        const [choice] = await choicesOf(tx, id);
        const chosen = choice ? await findScenario(tx, choice.scenarioId) : null;
        const no = Number(w.query('run') ?? 0);
        const wanted = runs.find((each) => each.no === no)?.id ?? runs[0]?.id ?? null;
        const run = wanted ? await findRun(tx, wanted) : null;
        return { round, runs, choice: choice ?? null, chosenRule: chosen?.outcome.rule ?? null, run, scenarios: run ? await scenariosIn(tx, run.id) : [] };
      })
    : null;
  if (!found) return w.notFound();
  const checked = w.query('check') === '1' && found.run ? recheckRun(found.run, found.scenarios) : null;
  return w.page(
    <AllocationPage
      page={w.frame()}
      {...found}
      check={checked && checked.inputIsWhole && [...checked.same.values()].every(Boolean)}
      may={{ compute: w.can('allocation.compute', office) }}
      {...(back ? { back } : {})}
    />,
    back ? 422 : 200,
  );
}

async function compute(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = allocationText[w.lang];
  const mean = z
    .string()
    .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, 'not-a-mean')
    .transform((text) => {
      const [whole = '0', rest = ''] = text.split('.');
      return Number(whole) * 100 + Number(rest.padEnd(2, '0'));
    });
  const parsed = form.parse(z.object({ minimum: mean.optional(), placeCap: field.amount().optional() }));
  if (!parsed.ok) return show(w, { form: 'compute', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await computeScenarios(w.command(form), {
    roundId: id,
    minimumCentipoints: parsed.value.minimum ?? null,
    placeCapFen: parsed.value.placeCap ?? null,
  });
  return done.ok ? w.redirect(`/rounds/${id}/allocation`, t.computed) : w.refuse(done.error, t);
}

const chooseFields = z.object({ scenario: field.id(), reason: field.text(2000) });

async function choose(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = allocationText[w.lang];
  const parsed = form.parse(chooseFields);
  if (!parsed.ok) return show(w, { form: 'choose', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await chooseScenario(w.command(form), { scenarioId: parsed.value.scenario, reason: parsed.value.reason });
  return done.ok ? w.redirect(`/rounds/${id}/decision`, t.chosen) : w.refuse(done.error, t);
}

/** The inputs of a run word for word: their SHA-256 is what the page shows. */
async function inputs(w: Web) {
  const id = w.id();
  const runId = w.id('run');
  const run = id && runId ? await w.read((tx) => findRun(tx, runId)) : null;
  if (!run || run.roundId !== id) return w.notFound();
  return w.download(new TextEncoder().encode(run.inputText), 'application/json', `allocation-${run.no}.json`);
}
