import { z } from 'zod';
import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { lockProject, type Project } from './store.ts';

/** A thing bought for works that were stopped, and who gets it. */
export interface StoppedAsset {
  no: number;
  name: string;
  quantity: string;
  toWhom: string;
  handedOn: string | null;
  handedNote: string | null;
  handedByName: string | null;
}

/** What works that were stopped leave behind. */
export interface WorksStop {
  done: string;
  undone: string;
  byName: string;
  at: Date;
  assets: StoppedAsset[];
}

const assetRow = z.object({
  no: z.number(),
  name: z.string(),
  quantity: z.string(),
  toWhom: z.string(),
  handedOn: z.string().nullable(),
  handedNote: z.string().nullable(),
  handedByName: z.string().nullable(),
});
const stopRow = z.object({ done: z.string(), undone: z.string(), byName: z.string(), at: z.date() });

/** What was written down of a stop; null while nobody has. */
export async function worksStopOf(tx: Tx, projectId: string): Promise<WorksStop | null> {
  const head = await tx.maybe(
    sql`select done, undone, by_name as "byName", at from works_stop where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`,
    stopRow,
  );
  if (!head) return null;
  const assets = await tx.all(
    sql`select no, name, quantity, to_whom as "toWhom", handed_on as "handedOn", handed_note as "handedNote", handed_by_name as "handedByName" from works_stop_asset
      where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no`,
    assetRow,
  );
  return { ...head, assets };
}

const windUpDuty = 'stop.wind-up';
const handOverDuty = 'stop.hand-over';

/** A stop asks the committee to say what is left behind. */
export const askForWindUp = async (tx: CommandTx, project: Project): Promise<string> =>
  openDuty(tx, {
    kind: windUpDuty,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: { zh: `写明终止后的善后：${project.title}`, en: `Say what the stop leaves behind: ${project.title}` },
    href: `/projects/${project.id}/stopped`,
    dueDay: await deadlineOf(tx, windUpDuty),
  });

/**
 * Says what works that were stopped leave behind: what is done, what stays undone, and who gets what was bought. The money goes back by the settlement. Once.
 * Errors: `required`, `too-long`, `wrong-state` (not stopped, or written down already).
 */
export const windUpStop = (
  context: CommandContext,
  input: { projectId: string; done: string; undone: string; assets: readonly Pick<StoppedAsset, 'name' | 'quantity' | 'toWhom'>[] },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long' | 'key-reused'>> =>
  runCommand(context, 'wind-up-stop', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.wind-up', project)) return err('not-allowed');
    if (project.state !== 'stopped' || (await worksStopOf(tx, project.id))) return err('wrong-state');
    const [done, undone] = [input.done.trim(), input.undone.trim()];
    const assets = input.assets
      .map((asset) => ({ name: asset.name.trim(), quantity: asset.quantity.trim(), toWhom: asset.toWhom.trim() }))
      .filter((asset) => asset.name !== '');
    if (done === '' || undone === '' || assets.some((asset) => asset.toWhom === '')) return err('required');
    if (
      done.length > 2000 ||
      undone.length > 2000 ||
      assets.some((asset) => asset.name.length > 200 || asset.quantity.length > 50 || asset.toWhom.length > 200)
    )
      return err('too-long');
    await tx.exec(sql`insert into works_stop (subdistrict_id, project_id, done, undone, by_person_id, by_name, at)
      values (${tx.subdistrictId}, ${project.id}, ${done}, ${undone}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    for (const [at, asset] of assets.slice(0, 100).entries()) {
      await tx.exec(sql`insert into works_stop_asset (subdistrict_id, project_id, no, name, quantity, to_whom)
        values (${tx.subdistrictId}, ${project.id}, ${at + 1}, ${asset.name}, ${asset.quantity}, ${asset.toWhom})`);
    }
    await closeDuty(tx, { kind: windUpDuty, subjectId: project.id });
    if (assets.length > 0) {
      await openDuty(tx, {
        kind: handOverDuty,
        role: 'secretary',
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'project',
        subjectId: project.id,
        projectId: project.id,
        title: { zh: `移交终止项目的物品：${project.title}`, en: `Hand over what the stopped works leave: ${project.title}` },
        href: `/projects/${project.id}/stopped`,
        dueDay: await deadlineOf(tx, handOverDuty),
      });
    }
    tx.audit({ action: 'project.wind-up', subjectKind: 'project', subjectId: project.id, text: { done, undone, assets } });
    await tx.emit('project.wound-up', { projectId: project.id, assets: assets.length });
    return ok();
  });

/** A thing was handed over. Errors: `not-a-date`, `in-the-future`, `wrong-state` (handed over already). */
export const handOverStopped = (
  context: CommandContext,
  input: { projectId: string; no: number; day: string; note: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-date' | 'in-the-future' | 'key-reused'>> =>
  runCommand(context, 'hand-over-stopped', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const stop = project && (await worksStopOf(tx, project.id));
    const asset = stop?.assets.find((one) => one.no === input.no);
    if (!project || !stop || !asset) return err('not-found');
    if (!tx.can('project.wind-up', project)) return err('not-allowed');
    if (asset.handedOn !== null) return err('wrong-state');
    if (!isDay(input.day)) return err('not-a-date');
    if (input.day > tx.today) return err('in-the-future');
    await tx.exec(sql`update works_stop_asset set handed_on = ${input.day}, handed_note = ${input.note.trim().slice(0, 300)}, handed_by_name = ${tx.actor.name},
      handed_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and project_id = ${project.id} and no = ${asset.no}`);
    if (stop.assets.every((one) => one.no === asset.no || one.handedOn !== null)) await closeDuty(tx, { kind: handOverDuty, subjectId: project.id });
    tx.audit({
      action: 'project.hand-over-stopped',
      subjectKind: 'project',
      subjectId: project.id,
      text: { name: asset.name, to: asset.toWhom, day: input.day },
    });
    return ok();
  });
