import { listTasks, listVisits, moveStuck, noteTask, planTask, planVisit, raiseStuck, recordVisit, startPlan, stuckOf, wantWatch } from '#modules/projects';
import { done, type Stage } from './stage.ts';

/** 胜利's playground while it is made: a plan with names, one thing stuck that the town took on, a visit with a finding, watches that still want people. */
export async function tellDoing(stage: Stage, projectId: string): Promise<void> {
  const as = (who: Parameters<Stage['as']>[0], step: string) => stage.as(who, `doing ${step}`);
  const [resident, officer, expert] = [await stage.actor('shengli-resident'), await stage.actor('officer'), await stage.actor('reviewer-1')];
  stage.on(-20);
  await done('plan', startPlan(await as('shengli-secretary', 'plan'), { projectId }));
  const tasks = await stage.read((tx) => listTasks(tx, projectId));
  const [slide, mats, fence] = tasks;
  if (!slide || !mats || !fence) throw new Error('the plan of the demo has no tasks');
  const plan = async (task: typeof slide, from: number, to: number, personId: string | null, personName: string, needsId: string | null) =>
    done(
      'task',
      planTask(await as('shengli-secretary', `task ${task.no}`), {
        projectId,
        taskId: task.id,
        title: task.title,
        shows: '照片、送货单或验收签字',
        fromDay: stage.dayAt(from),
        toDay: stage.dayAt(to),
        personId,
        personName,
        needsIds: needsId === null ? [] : [needsId],
      }),
    );
  await plan(fence, -18, -6, null, '申浦精密机械公司', null);
  await plan(slide, -5, 9, resident.personId, '', fence.id);
  await plan(mats, 10, 16, null, '', slide.id);
  stage.on(-6);
  await done(
    'note',
    noteTask(await as('shengli-secretary', 'note'), { projectId, taskId: fence.id, percent: 100, note: '空地清完，围栏装好，公司和居委会都签了字。' }),
  );
  await done(
    'stuck',
    raiseStuck(await as('shengli-resident', 'stuck'), {
      projectId,
      taskId: slide.id,
      what: '进场的路被一堵旧围墙挡住，滑梯运不进来',
      sinceDay: stage.dayAt(-8),
      tried: '找过公司后勤和物业，都说墙不归他们管。',
      helper: { kind: 'town', personId: officer.personId ?? '' },
    }),
  );
  const [stuck] = await stage.read((tx) => stuckOf(tx, projectId));
  stage.on(-4);
  await done(
    'take',
    moveStuck(await as('officer', 'take'), { projectId, stuckId: stuck?.id ?? '', move: 'take', text: '', helper: null, untilDay: stage.dayAt(5) }),
  );
  await done(
    'visit',
    planVisit(await as('officer', 'visit'), {
      projectId,
      kind: 'supervision',
      plannedDay: stage.dayAt(-3),
      purpose: '看场地安全和器材标识',
      visitorId: expert.personId ?? '',
    }),
  );
  const [visit] = await stage.read((tx) => listVisits(tx, projectId));
  stage.on(-3);
  await done(
    'record',
    recordVisit(await as('reviewer-1', 'record'), {
      projectId,
      visitId: visit?.id ?? '',
      day: stage.day,
      seen: '围栏牢固，地面还有两处碎石。',
      present: '书记、居民监督员',
      photos: [],
      findings: [{ text: '铺垫子前把碎石清掉', personId: resident.personId, dueDay: stage.dayAt(8) }],
    }),
  );
  stage.on(-2);
  await done(
    'want',
    wantWatch(await as('shengli-secretary', 'want'), {
      projectId,
      days: [6, 7, 8].map((day) => stage.dayAt(day)),
      slot: 'afternoon',
      place: '儿童乐园工地',
      heads: 2,
    }),
  );
}
