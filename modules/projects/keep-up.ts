import { addDays, type Day, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dutiesOf, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import { findApplication } from './application-store.ts';
import { aheadOf, askAgainIn, askForUpkeep, itIsTheirTurn } from './ask-keeper.ts';
import { theSignRaisesTheAlarm, type UpkeepCondition } from './asset.ts';
import { findAsset, listAssets, type NewAsset } from './asset-store.ts';
import { findSettlement } from './closing-store.ts';
import { deadlineOf } from './deadlines.ts';
import { takeOverTheYesIn } from './keep-asset.ts';
import { saidYesToThisPlan } from './keeper-answer.ts';
import { moveProjectIn } from './move-project.ts';
import { planOutcomesIn } from './outcome-years.ts';
import { payUpkeepIn, type UpkeepPayer } from './pay-upkeep.ts';
import { planIn } from './plan-upkeep.ts';
import { registerIn } from './register-asset.ts';
import { listProjects, lockProject, type Project } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';
import { alarmsEndWith, raiseAlarmIn } from './upkeep-alarm.ts';
import { findUpkeepTask, insertUpkeepCheck, listUpkeep, type UpkeepTask } from './upkeep-store.ts';

/**
 * Hands a closed project over: its things are registered (all of it as one when none is named), the keeper is asked, and the
 * checks that the application promised are put on the calendar. Until the keeper says yes themselves the committee holds it;
 * whoever said yes to this plan at the application, from their own account, keeps it at once.
 * Returns how many checks are planned. Errors: `not-found` (project, or the keeper as a person), `not-allowed`, `wrong-state`, `not-a-date`,
 * `in-the-past`, `required` (no keeper), `survives` (of what is alive it must be told how long it stands), `too-much` (worth more than was spent).
 */
export const startUpkeep = (
  context: CommandContext,
  input: {
    projectId: string;
    firstDay: string;
    keeperPersonId: string | null;
    keeperName: string;
    keeperOrganisationId?: string | null;
    deputyPersonId?: string | null;
    assets?: readonly NewAsset[];
  },
): Promise<
  Result<
    number,
    | 'not-found'
    | 'not-allowed'
    | 'wrong-state'
    | 'not-a-date'
    | 'in-the-past'
    | 'required'
    | 'survives'
    | 'too-much'
    | 'too-long'
    | 'reason-required'
    | 'key-reused'
  >
> =>
  runCommand(context, 'start-upkeep', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.start-upkeep', project)) return err('not-allowed');
    if (project.state !== 'closed') return err('wrong-state');
    if (!isDay(input.firstDay)) return err('not-a-date');
    if (input.firstDay < tx.today) return err('in-the-past');
    const person = input.keeperPersonId === null ? null : await findPerson(tx, input.keeperPersonId);
    if (input.keeperPersonId !== null && !person) return err('not-found');
    const name = (person?.name ?? input.keeperName).trim().slice(0, 60);
    if (name === '' && !input.keeperOrganisationId) return err('required');
    const keeper = {
      personId: person?.id ?? null,
      organisationId: person ? null : (input.keeperOrganisationId ?? null),
      name,
      deputyPersonId: input.deputyPersonId ?? null,
    };
    const began = await beginUpkeepIn(tx, project, { firstDay: input.firstDay, keeper, assets: input.assets ?? [] });
    if (!began.ok) return began;
    await planOutcomesIn(tx, project);
    const moved = await moveProjectIn(tx, project, 'start-upkeep', `转入管护，请${name}管护`);
    if (!moved.ok) return moved;
    await askForUpkeep(tx, tx.today);
    return began;
  });

/** Registers things and plans the promised checks of each. Returns how many days were planned. */
async function beginUpkeepIn(
  tx: CommandTx,
  project: Project,
  input: {
    firstDay: Day;
    keeper: { personId: string | null; organisationId: string | null; name: string; deputyPersonId: string | null };
    assets: readonly NewAsset[];
  },
): Promise<Result<number, 'wrong-state' | 'required' | 'survives' | 'too-much' | 'too-long' | 'not-a-date' | 'not-found'>> {
  const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
  if (!application) return err('wrong-state');
  const place = (await listNeighbourhoods(tx)).find((one) => one.id === project.neighbourhoodId)?.name ?? project.title;
  const assets: readonly NewAsset[] =
    input.assets.length > 0
      ? input.assets
      : [
          {
            kind: 'other',
            name: project.title,
            place,
            valueFen: (await findSettlement(tx, project.id))?.spentFen ?? 0n,
            sourceKinds: [...new Set(application.sources.map((source) => source.kind))],
            budgetLineNo: null,
            inUseFrom: tx.today,
            lifeMonths: null,
            warrantyUntil: null,
            warrantyBy: '',
            survivesDays: null,
          },
        ];
  const { personId } = input.keeper;
  const saidYes = personId !== null && (await saidYesToThisPlan(tx, project.id, personId, application));
  let planned = 0;
  for (const asset of assets) {
    const registered = await registerIn(tx, project, asset, input.keeper);
    if (!registered.ok) return registered;
    if (saidYes) await takeOverTheYesIn(tx, registered.value);
    planned += await planIn(tx, project.id, {
      assetId: registered.value,
      kind: 'check',
      title: '管护检查',
      every: application.upkeepMonths,
      unit: 'month',
      firstDay: input.firstDay,
      season: null,
      photoNeeded: true,
      rota: [],
    });
  }
  return ok(planned);
}

/**
 * Gives projects that went into upkeep before things were registered their thing, keeper and plan, so that their calendar does not
 * end after the years that were planned then. Part of the daily round, safe to repeat.
 */
export async function adoptUpkeepOfBefore(tx: CommandTx): Promise<number> {
  const known = new Set((await listAssets(tx)).map((asset) => asset.projectId));
  let adopted = 0;
  for (const project of await listProjects(tx, { states: ['upkeep'] })) {
    if (known.has(project.id)) continue;
    const tasks = await listUpkeep(tx, project.id);
    const last = tasks.at(-1);
    const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
    const firstDay = last === undefined || last.dueDay < tx.today ? tx.today : addDays(last.dueDay, 1);
    const began = await beginUpkeepIn(tx, project, {
      firstDay,
      keeper: {
        personId: last?.keeperPersonId ?? null,
        organisationId: null,
        name: last?.keeperName ?? application?.keeperName ?? '居委会',
        deputyPersonId: null,
      },
      assets: [],
    });
    if (!began.ok) continue;
    await planOutcomesIn(tx, project);
    adopted++;
  }
  return adopted;
}

/**
 * Somebody looked after it: how it was found, with a photo. A sign that something is wrong raises the alarm at once; a photo of it in order
 * ends one. A check is made once. Words may be left out when all is well.
 * Errors: `not-found`, `not-allowed`, `wrong-state` (made already), `required` (no words), `wrong-type`, `not-an-amount`, `too-early`,
 * `photo-required` (the plan asks for one, or an alarm is open), `who-pays` (money was spent and nobody named), `not-paid-request`, `more-than-paid`.
 */
export const doneUpkeep = (
  context: CommandContext,
  input: { taskId: string; condition: UpkeepCondition; note: string; costFen: bigint; photo: Upload | null; payer?: UpkeepPayer },
): Promise<
  Result<
    void,
    | 'not-found'
    | 'not-allowed'
    | 'wrong-state'
    | 'required'
    | 'wrong-type'
    | 'not-an-amount'
    | 'too-early'
    | 'photo-required'
    | 'who-pays'
    | 'not-paid-request'
    | 'more-than-paid'
    | 'no-paper'
    | 'key-reused'
  >
> =>
  runCommand(context, 'done-upkeep', async (tx) => {
    const task = await findUpkeepTask(tx, input.taskId);
    // Two at once wait here; the second then finds the check made.
    const project = task && (await lockProject(tx, task.projectId));
    if (!task || !project) return err('not-found');
    const asset = task.assetId === null ? null : await findAsset(tx, task.assetId);
    if (!tx.can('project.do-upkeep', project) && !(await itIsTheirTurn(tx, task))) return err('not-allowed');
    const fresh = await findUpkeepTask(tx, task.id);
    if (project.state !== 'upkeep' || fresh?.check !== null || asset?.abandonment) return err('wrong-state');
    if (tx.today < addDays(task.dueDay, -aheadOf(task))) return err('too-early');
    const inOrder = !theSignRaisesTheAlarm(input.condition);
    const typed = input.note.trim().slice(0, 500);
    const note = typed === '' && input.condition === 'good' ? '完好' : typed;
    if (note === '') return err('required');
    if (input.costFen < 0n) return err('not-an-amount');
    if (input.photo && !isPicture(input.photo)) return err('wrong-type');
    if (!input.photo && inOrder && (task.photoNeeded || asset?.alarm)) return err('photo-required');
    if (input.costFen > 0n && task.assetId !== null && !input.payer) return err('who-pays');
    const [photoFileId] = input.photo ? await recordUploads(tx, [input.photo], { neighbourhoodId: project.neighbourhoodId, visibility: 'public' }) : [];
    const checkId = await insertUpkeepCheck(tx, {
      taskId: task.id,
      condition: input.condition,
      note,
      photoFileId: photoFileId ?? null,
      costFen: input.costFen,
    });
    if (input.costFen > 0n && asset && input.payer) {
      const paid = await payUpkeepIn(tx, asset, { taskId: task.id, day: tx.today, what: note.slice(0, 200), amountFen: input.costFen, payer: input.payer });
      if (!paid.ok) return paid;
    }
    await closeDuty(tx, { kind: 'upkeep.check', subjectId: task.id });
    tx.audit({ action: 'project.upkeep', subjectKind: 'project', subjectId: project.id, text: { dueDay: task.dueDay, condition: input.condition, note } });
    await tx.emit('project.upkeep-done', { projectId: project.id, taskId: task.id, assetId: task.assetId, condition: input.condition });
    if (asset) {
      if (inOrder && photoFileId) await alarmsEndWith(tx, asset.id, checkId);
      if (!inOrder) await raiseAlarmIn(tx, asset, { cause: 'sign', level: 1, checkId });
      // Earlier days of the same plan are no longer asked for.
      await askAgainIn(tx, asset.id);
    }
    if (!inOrder) await askForRepair(tx, project, task);
    else {
      const repairs = (await dutiesOf(tx, { projectId: project.id })).filter((duty) => duty.kind === 'upkeep.repair');
      for (const repair of repairs) {
        const about = await findUpkeepTask(tx, repair.subjectId);
        if (about === null || about.assetId === task.assetId) await closeDuty(tx, { kind: repair.kind, subjectId: repair.subjectId });
      }
    }
    return ok();
  });

const askForRepair = async (tx: CommandTx, project: Project, task: UpkeepTask): Promise<string> =>
  openDuty(tx, {
    kind: 'upkeep.repair',
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'upkeep',
    subjectId: task.id,
    projectId: project.id,
    title: { zh: `坏了要修：${task.assetName ?? project.title}`, en: `Broken, to be repaired: ${task.assetName ?? project.title}` },
    href: task.assetId === null ? `/projects/${project.id}/upkeep` : `/assets/${task.assetId}`,
    dueDay: await deadlineOf(tx, 'upkeep.repair'),
  });
