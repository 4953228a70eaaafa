import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { officeDeadline } from '#modules/funds';
import { z } from 'zod';
import { monthLabel } from './month.ts';
import { aYearHasOneReading, type RunStep, stateAfter, whoComputedDoesNotSign } from './run.ts';
import { listRuns, lockRun, saveRunStep } from './run-store.ts';
import { runInMemory } from './run-memory.ts';

/**
 * `wrong-state` the step does not fit · `own-work` who computed a run neither reviews nor approves it · `other-reading` the year's bounds were approved under
 * the other reading · `empty` a reason is needed.
 */
export type SignError = 'not-found' | 'not-allowed' | 'wrong-state' | 'own-work' | 'other-reading' | 'empty' | 'too-long' | 'key-reused';

/** Reviews a run, with what was found. */
export const reviewRun = (ctx: CommandContext, input: { runId: string; note: string }): Promise<Result<null, SignError>> =>
  step(ctx, input.runId, 'review', input.note);
/** Approves a reviewed run: its thresholds hold for the year from now on. */
export const approveRun = (ctx: CommandContext, input: { runId: string }): Promise<Result<null, SignError>> => step(ctx, input.runId, 'approve', '');
/** Withdraws a run that was not approved, with a reason. */
export const withdrawRun = (ctx: CommandContext, input: { runId: string; reason: string }): Promise<Result<null, SignError>> =>
  step(ctx, input.runId, 'withdraw', input.reason);

const duties: Record<RunStep, string> = { review: 'index.review', approve: 'index.approve', publish: 'index.publish', withdraw: '' };

function step(ctx: CommandContext, runId: string, what: 'review' | 'approve' | 'withdraw', note: string): Promise<Result<null, SignError>> {
  return runCommand(ctx, `${what}-index-run`, async (tx): Promise<Result<null, SignError>> => {
    const run = await lockRun(tx, runId);
    if (!run) return err('not-found');
    const action = what === 'withdraw' ? 'index.compute' : `index.${what}`;
    if (!tx.can(action, { neighbourhoodId: null })) return err('not-allowed');
    const next = stateAfter(run.state, what);
    if (next === null) return err('wrong-state');
    if (what !== 'withdraw' && !whoComputedDoesNotSign(run, tx.actor.personId)) return err('own-work');
    if (what === 'approve' && !aYearHasOneReading(await listRuns(tx), run)) return err('other-reading');
    const words = note.trim();
    if (what !== 'approve' && words === '') return err('empty');
    if ([...words].length > (what === 'withdraw' ? 500 : 1000)) return err('too-long');
    await saveRunStep(tx, run, what === 'review' ? 'reviewed' : what === 'approve' ? 'approved' : 'withdrawn', { note: words });
    if (what === 'withdraw') await dropDuties(tx, { subjectId: run.id });
    else {
      await closeDuty(tx, { kind: duties[what], subjectId: run.id });
      const after: RunStep = what === 'review' ? 'approve' : 'publish';
      await openDuty(tx, {
        kind: duties[after],
        role: after === 'approve' ? 'head' : 'officer',
        neighbourhoodId: null,
        subjectKind: 'index-run',
        subjectId: run.id,
        title:
          after === 'approve'
            ? { zh: `批准第${run.no}次治理指数计算（${monthLabel(run.month)}）`, en: `Approve run ${run.no} of the governance index` }
            : { zh: `发布第${run.no}次治理指数（${monthLabel(run.month)}）`, en: `Publish run ${run.no} of the governance index` },
        href: `/index/runs/${run.id}`,
        dueDay: await officeDeadline(tx, duties[after]),
      });
    }
    tx.audit({ action: `index.${what}`, subjectKind: 'index-run', subjectId: run.id, text: { no: run.no, note: words } });
    await tx.emit(`index.${next}`, { runId: run.id });
    return ok(null);
  });
}

const districtIdRow = z.object({ district_id: z.string() });

/** Publishes an approved run: everybody reads it, and the district its aggregates. */
export async function publishRun(ctx: CommandContext, input: { runId: string }): Promise<Result<null, SignError>> {
  return runCommand(ctx, 'publish-index-run', async (tx): Promise<Result<null, SignError>> => {
    const run = await lockRun(tx, input.runId);
    if (!run) return err('not-found');
    if (!tx.can('index.publish', { neighbourhoodId: null })) return err('not-allowed');
    if (stateAfter(run.state, 'publish') === null) return err('wrong-state');
    const memory = await runInMemory(ctx.platform.db, tx.subdistrictId, run);
    await saveRunStep(tx, run, 'published', {});
    const { whole } = memory;
    const nodes = Object.fromEntries(memory.district.tree.nodes.map((node, at) => [node.code, Number.isFinite(whole.nodes[at]) ? whole.nodes[at] : null]));
    const { district_id } = await tx.one(sql`select district_id from subdistrict where id = ${tx.subdistrictId}`, districtIdRow);
    await tx.exec(sql`insert into index_published (subdistrict_id, run_no, district_id, month, compounds, households, total, coverage, nodes, published_at)
      values (${tx.subdistrictId}, ${run.no}, ${district_id}, ${run.month}, ${whole.compounds}, ${whole.households},
        ${Number.isFinite(whole.total) ? String(whole.total) : null}::numeric, ${String(whole.coverage)}::numeric, ${JSON.stringify(nodes)}::jsonb, ${tx.now})`);
    await closeDuty(tx, { kind: duties.publish, subjectId: run.id });
    tx.audit({ action: 'index.publish', subjectKind: 'index-run', subjectId: run.id, text: { no: run.no, month: monthLabel(run.month) } });
    await tx.emit('index.published', { runId: run.id });
    return ok(null);
  });
}
