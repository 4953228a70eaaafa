import { err, ok, type Result } from '#libs/result';
import { paymentsOfPeriod } from '#modules/books';
import { listNeighbourhoods } from '#modules/places';
import { listProjects, type Project } from '#modules/projects';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { accessEndsByItself, type Audit, type Item, tickResults, type TickResult, type Unit } from './audit.ts';
import { draw, inOrder, type Method, populationDigest } from './draw.ts';
import { findAudit, findItem, insertSample, insertTick, samplesOf, scopeOf, ticksOf } from './store.ts';

/** The named auditor's audit, while there is access and no report; else why not. To all others it is not there. */
export async function auditAtWork(tx: CommandTx, auditId: string): Promise<Result<Audit, 'not-found' | 'access-over' | 'wrong-state'>> {
  const audit = await findAudit(tx, auditId);
  if (!audit || audit.auditorId !== tx.actor.personId) return err('not-found');
  if (accessEndsByItself(audit, tx.today)) return err('access-over');
  return audit.reported ? err('wrong-state') : ok(audit);
}

type Candidate = Omit<Item, 'id' | 'sampleId' | 'auditId' | 'no' | 'hits'>;

/** Projects in the audit's scope; drafts are nobody's business yet. */
export async function projectsInScope(tx: Tx, auditId: string): Promise<Project[]> {
  const { roundIds, neighbourhoodIds } = await scopeOf(tx, auditId);
  return (await listProjects(tx)).filter(
    (project) =>
      project.applicationId !== null &&
      (roundIds.length === 0 || (project.roundId !== null && roundIds.includes(project.roundId))) &&
      (neighbourhoodIds.length === 0 || neighbourhoodIds.includes(project.neighbourhoodId)),
  );
}

/** Everything that may be drawn now: payments of the period in the scope, or its projects with what they were granted. Strata are neighbourhoods. */
export async function populationNow(tx: Tx, audit: Pick<Audit, 'id' | 'periodFrom' | 'periodTo'>, unit: Unit): Promise<Candidate[]> {
  const projects = new Map((await projectsInScope(tx, audit.id)).map((project) => [project.id, project]));
  const places = new Map((await listNeighbourhoods(tx)).map(({ id, name }) => [id, name.replace(/[\t\n]/g, ' ')]));
  const stratumOf = (project: Project) => places.get(project.neighbourhoodId) ?? '—';
  if (unit === 'payment') {
    return (await paymentsOfPeriod(tx, audit.periodFrom, audit.periodTo)).flatMap((payment) => {
      const project = projects.get(payment.projectId);
      return project
        ? [
            {
              key: payment.expenseId,
              projectId: project.id,
              neighbourhoodId: project.neighbourhoodId,
              label: `${project.serial} ${project.title}：${payment.day} ${payment.payee} ${payment.text}`.slice(0, 400),
              stratum: stratumOf(project),
              amountFen: payment.amountFen,
            },
          ]
        : [];
    });
  }
  return [...projects.values()].map((project) => ({
    key: project.id,
    projectId: project.id,
    neighbourhoodId: project.neighbourhoodId,
    label: `${project.serial} ${project.title}`,
    stratum: stratumOf(project),
    amountFen: project.grantAwardedFen ?? 0n,
  }));
}

export type DrawError = 'not-found' | 'access-over' | 'wrong-state' | 'empty' | 'too-long' | 'out-of-range' | 'nothing-to-draw' | 'no-money' | 'key-reused';

/**
 * Freezes the population with its digest and draws from it with the seed. Errors: `access-over` the last day is past · `nothing-to-draw` nothing lies in the scope ·
 * `no-money` monetary units of amounts that are all zero · `empty` no seed or no line of the checklist.
 */
export function drawSample(
  ctx: CommandContext,
  input: { auditId: string; unit: Unit; method: Method; seed: string; wanted: number; checklist: readonly string[] },
): Promise<Result<{ sampleId: string; drawn: number; of: number }, DrawError>> {
  return runCommand(ctx, 'draw-audit-sample', async (tx): Promise<Result<{ sampleId: string; drawn: number; of: number }, DrawError>> => {
    const audit = await auditAtWork(tx, input.auditId);
    if (!audit.ok) return audit;
    const seed = input.seed.trim();
    const checklist = input.checklist.map((line) => line.trim()).filter((line) => line !== '');
    if (seed === '' || checklist.length === 0) return err('empty');
    if ([...seed].length > 100 || checklist.length > 40 || checklist.some((line) => [...line].length > 200)) return err('too-long');
    const population = inOrder(await populationNow(tx, audit.value, input.unit));
    if (population.length === 0) return err('nothing-to-draw');
    const wanted = input.method === 'all' ? Math.min(population.length, 5000) : input.wanted;
    if (!(Number.isInteger(wanted) && wanted >= 1 && wanted <= 5000) || population.length > 50_000) return err('out-of-range');
    const drawn = draw(input.method, population, wanted, seed);
    if (drawn.hits.size === 0) return err('no-money');
    const digest = populationDigest(population);
    const no = (await samplesOf(tx, audit.value.id)).length + 1;
    const sampleId = await insertSample(
      tx,
      {
        auditId: audit.value.id,
        no,
        unit: input.unit,
        method: input.method,
        seed,
        wanted,
        populationCount: population.length,
        populationFen: population.reduce((sum, { amountFen }) => sum + amountFen, 0n),
        populationDigest: digest,
        intervalFen: drawn.intervalFen,
        startFen: drawn.startFen,
        checklist,
      },
      population.map((item, at) => ({ ...item, no: at + 1, hits: drawn.hits.get(item.key) ?? 0 })),
    );
    tx.audit({
      action: 'audit.draw',
      subjectKind: 'audit',
      subjectId: audit.value.id,
      text: { method: input.method, unit: input.unit, seed, wanted, population: population.length, digest, drawn: [...drawn.hits.keys()] },
    });
    await tx.emit('audit.drawn', { auditId: audit.value.id, sampleId });
    return ok({ sampleId, drawn: drawn.hits.size, of: population.length });
  });
}

/** Ticks lines of an item off, with notes; private until the report. A line that stays as it is is not written again. */
export function tickItem(
  ctx: CommandContext,
  input: { auditId: string; itemId: string; ticks: readonly { line: number; result: TickResult; note: string }[] },
): Promise<Result<{ changed: number }, 'not-found' | 'access-over' | 'wrong-state' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'tick-audit-item', async (tx): Promise<Result<{ changed: number }, 'not-found' | 'access-over' | 'wrong-state' | 'too-long'>> => {
    const audit = await auditAtWork(tx, input.auditId);
    if (!audit.ok) return audit;
    const item = await findItem(tx, audit.value.id, input.itemId);
    const sample = item && (await samplesOf(tx, audit.value.id)).find(({ id }) => id === item.sampleId);
    if (!item || !sample) return err('not-found');
    if (input.ticks.some(({ note }) => [...note.trim()].length > 2000)) return err('too-long');
    const before = (await ticksOf(tx, audit.value.id)).filter(({ itemId }) => itemId === item.id);
    let changed = 0;
    for (const tick of input.ticks) {
      if (tick.line < 1 || tick.line > sample.checklist.length || !tickResults.includes(tick.result)) return err('not-found');
      const [known, note] = [before.find(({ line }) => line === tick.line), tick.note.trim()];
      if (known ? known.result === tick.result && known.note === note : tick.result === 'open' && note === '') continue;
      await insertTick(tx, audit.value.id, { itemId: item.id, line: tick.line, version: (known?.version ?? 0) + 1, result: tick.result, note });
      changed += 1;
    }
    // What the notes say is the auditor's until the report.
    tx.audit({ action: 'audit.tick', subjectKind: 'audit', subjectId: audit.value.id, text: { item: item.id, lines: changed } });
    await tx.emit('audit.ticked', { auditId: audit.value.id });
    return ok({ changed });
  });
}
