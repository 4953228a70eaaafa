import type { Tx } from '#platform/database';
import { projectAccount } from '#modules/books';
import { dutiesOf } from '#modules/inbox';
import { listChanges, listCheckIns, listShifts } from './doing-store.ts';
import type { WorksFacts } from './mid-term-store.ts';
import { stuckOf } from './stuck-store.ts';
import { listVisits } from './visit-store.ts';
import { planPercent, taskStateOn } from './work-plan.ts';
import { listTasks } from './work-plan-store.ts';

/** The figures of the works on a day, from what is recorded: what a mid-term report begins with, so that nobody types them. */
export async function worksFacts(tx: Tx, projectId: string, today: string): Promise<WorksFacts> {
  const tasks = (await listTasks(tx, projectId)).filter((task) => task.droppedReason === null);
  const states = tasks.map((task) => taskStateOn(task, today));
  const checkIns = await listCheckIns(tx, projectId);
  const shifts = (await listShifts(tx, projectId)).filter((shift) => shift.cancelledReason === null);
  const stuck = await stuckOf(tx, projectId);
  const account = await projectAccount(tx, projectId);
  const fen = (of: 'plannedFen' | 'receivedFen' | 'spentFen') => account.sources.reduce((sum, source) => sum + source[of], 0n).toString();
  return {
    day: today,
    planPercent: planPercent(tasks),
    tasksDone: states.filter((state) => state === 'done').length,
    tasks: tasks.length,
    tasksOverdue: states.filter((state) => state === 'overdue').length,
    checkIns: checkIns.length,
    photos: checkIns.reduce((sum, one) => sum + one.fileIds.length, 0),
    watchesKept: shifts.filter((shift) => shift.checkInId !== null).length,
    watchesMissed: shifts.filter((shift) => shift.checkInId === null && shift.day < today).length,
    troublesOpen: (await dutiesOf(tx, { projectId })).filter((duty) => duty.kind === 'check-in.trouble').length,
    stuckOpen: stuck.filter((one) => one.state !== 'solved').length,
    stuckSolved: stuck.filter((one) => one.state === 'solved').length,
    changes: (await listChanges(tx, projectId)).filter((change) => change.state === 'approved').length,
    findingsOpen: (await listVisits(tx, projectId)).flatMap((visit) => visit.findings).filter((finding) => finding.state !== 'accepted').length,
    plannedFen: fen('plannedFen'),
    receivedFen: fen('receivedFen'),
    spentFen: fen('spentFen'),
  };
}
