import { awardsOf } from '#modules/books';
import {
  acceptanceItems,
  acceptProject,
  answerKeeping,
  callAppraisal,
  checkIn,
  closeProject,
  decideChange,
  doneUpkeep,
  gradeProject,
  listAssets,
  listShifts,
  listUpkeep,
  markPicture,
  noteProgress,
  planShifts,
  pledgeHouseholds,
  receiveFromHouseholds,
  receiveMoney,
  reportOutcome,
  requestChange,
  settleProject,
  startUpkeep,
  startWork,
} from '#modules/projects';
import { enterAttendance, followResolution, holdMeeting, publishMinutes, recordMinutes, resolutionsAbout } from '#modules/meetings';
import type { CastKey } from './cast.ts';
import type { PictureName } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';
import type { Plot, Told } from './story.ts';
import { type Purchase, scene, buy } from './purchases.ts';

/** The later half of a story. */
export interface Works {
  purchases: readonly Purchase[];
  /** Who takes the watch in turn. */
  watch: readonly CastKey[];
  watchPlace: string;
  seen: readonly string[];
  during: PictureName;
  after: PictureName;
  change: { what: string; fromText: string; toText: string; why: string; amountFen: bigint };
  grade: { code: string; reason: string };
  outcomes: readonly { indicatorNo: number; day: number; actual: string; source: string; note: string }[];
  upkeepNotes: readonly string[];
}

/** What was promised comes in: the grant from the office, the households' money in cash against receipts, partners by transfer. */
export async function takeIn(stage: Stage, plot: Plot, told: Told): Promise<void> {
  const { secretary } = plot.staff;
  for (const [index, source] of (await stage.read((tx) => awardsOf(tx, told.projectId))).entries()) {
    if (source.sourceKind === 'household') {
      stage.on(plot.start + 88);
      await done(
        'list',
        pledgeHouseholds(await stage.as(secretary, `${plot.key} pledges`), {
          awardId: source.awardId,
          amountFen: plot.collection?.perHouseholdFen ?? 0n,
          householdIds: 'all',
        }),
      );
      const households = await stage.households(plot.place);
      for (let from = 0; from < households.length; from += 16) {
        stage.on(plot.start + 90 + from / 16);
        await done(
          'collect',
          receiveFromHouseholds(await stage.as(secretary, `${plot.key} collect ${from}`), {
            awardId: source.awardId,
            householdIds: households.slice(from, from + 16).map((one) => one.householdId),
            method: 'cash',
            day: stage.day,
          }),
        );
      }
      continue;
    }
    // Gifts and goods have their own way in (sources.ts).
    if (source.sourceKind === 'crowd' || source.sourceKind === 'in_kind') continue;
    const fromOffice = source.sourceKind === 'grant';
    stage.on(plot.start + 88 + index);
    await done(
      'receive',
      receiveMoney(await stage.as(fromOffice ? 'officer' : secretary, `${plot.key} receive ${index}`), {
        awardId: source.awardId,
        amountFen: source.plannedFen,
        method: 'transfer',
        day: stage.day,
        payerName: fromOffice ? '支点镇财政所' : source.name,
        text: fromOffice ? '自治金拨付' : '按协议出资',
      }),
    );
  }
}

/** Works begin: the watch is planned, each one checks in with a photo, a change is asked and answered. */
export async function work(stage: Stage, plot: Plot, told: Told, works: Works, untilDay = 160): Promise<void> {
  const { secretary } = plot.staff;
  const { projectId } = told;
  stage.on(plot.start + 99);
  await done('start', startWork(await stage.as(secretary, `${plot.key} start`), { projectId }));
  const days = Array.from({ length: 12 }, (_, index) => 102 + index * 5);
  const shifts = [];
  for (const [index, day] of days.entries()) {
    const actor = await stage.actor(works.watch[index % works.watch.length] ?? plot.supervisor);
    shifts.push({ day: stage.dayAt(plot.start + day), slot: 'afternoon' as const, place: works.watchPlace, personId: actor.personId, personName: actor.name });
  }
  await done('rota', planShifts(await stage.as(secretary, `${plot.key} rota`), { projectId, shifts }));
  await done(
    'before',
    markPicture(await stage.as(secretary, `${plot.key} before`), {
      projectId,
      mark: 'before',
      caption: '施工前',
      photo: await scene(stage, plot.beforePicture),
    }),
  );
  const planned = await stage.read((tx) => listShifts(tx, projectId));
  for (const [index, day] of days.filter((one) => one < untilDay).entries()) {
    stage.on(plot.start + day);
    const who = works.watch[index % works.watch.length] ?? plot.supervisor;
    await done(
      'check in',
      checkIn(await stage.as(who, `${plot.key} check-in ${index}`), {
        projectId,
        shiftId: planned.find((one) => one.day === stage.day)?.id ?? null,
        day: stage.day,
        body: works.seen[index % works.seen.length] ?? '到场查看。',
        trouble: false,
        photos: [await scene(stage, works.during)],
        forPersonId: null,
      }),
    );
  }
  for (const [index, purchase] of works.purchases.filter((one) => one.day < untilDay).entries()) await buy(stage, plot, told, purchase, index);
  if (untilDay < 150) return;
  stage.on(plot.start + 128);
  const changeId = await done('change', requestChange(await stage.as(secretary, `${plot.key} change`), { projectId, ...works.change }));
  stage.on(plot.start + 130);
  await done(
    'decide change',
    decideChange(await stage.as('officer', `${plot.key} decide change`), {
      changeId,
      answer: 'approve',
      reason: '不改变用途，不增加自治金。',
      resolutionId: null,
    }),
  );
  stage.on(plot.start + 135);
  await done(
    'progress',
    noteProgress(await stage.as(secretary, `${plot.key} progress`), { projectId, progress: '过半，按计划推进，监督员每次到场都有照片。', problems: '' }),
  );
}

/** Appraisal by the residents, acceptance, settlement with what is left returned, grade, and upkeep with its keeper. */
export async function finish(stage: Stage, plot: Plot, told: Told, works: Works): Promise<void> {
  const { secretary } = plot.staff;
  const { projectId } = told;
  const step = (name: string) => `${plot.key} ${name}`;
  stage.on(plot.start + 163);
  await done(
    'after',
    markPicture(await stage.as(secretary, step('after')), { projectId, mark: 'after', caption: '完工后', photo: await scene(stage, works.after) }),
  );
  const { meetingId } = await done(
    'appraisal',
    callAppraisal(await stage.as(secretary, step('appraisal')), {
      projectId,
      place: '居委会活动室',
      startsAt: stage.instant(plot.start + 170, '09:30'),
    }),
  );
  const labels = (await stage.households(plot.place)).map((one) => one.label);
  stage.on(plot.start + 171);
  await done('hold', holdMeeting(await stage.as(secretary, step('appraisal hold')), { meetingId }));
  await done(
    'attendance',
    enterAttendance(await stage.as(secretary, step('appraisal attendance')), {
      meetingId,
      lines: labels.slice(0, Math.ceil(labels.length * 0.6)).join('\n'),
      how: 'paper',
    }),
  );
  await done(
    'minutes',
    recordMinutes(await stage.as(secretary, step('appraisal minutes')), {
      meetingId,
      said: [
        { who: '居民', text: '装得好不好，我们天天用的人说了算。满意。' },
        { who: '监督员', text: '数量、位置和申报书对得上，照片都在。' },
      ],
      decisions: ['大家看过现场和账目，同意验收。'],
    }),
  );
  stage.on(plot.start + 172);
  await done('publish', publishMinutes(await stage.as(secretary, step('appraisal publish')), { meetingId }));
  // What the meetings resolved is done, checked and appraised, so that nothing stays open that was kept.
  for (const [index, resolution] of (await stage.read((tx) => resolutionsAbout(tx, { matterId: told.matterId }))).entries()) {
    for (const [who, kind, text] of [
      [secretary, 'finish', '已按决议办完。'],
      [plot.supervisor, 'accept', '看过现场，办到了。'],
      [secretary, 'appraise', '评议会上居民满意。'],
    ] as const)
      await done(kind, followResolution(await stage.as(who, step(`resolution ${index} ${kind}`)), { resolutionId: resolution.id, kind, text }));
  }
  stage.on(plot.start + 174);
  await done(
    'accept',
    acceptProject(await stage.as(plot.supervisor, step('accept')), {
      projectId,
      checklist: acceptanceItems.map((item) => ({ item, ok: true, note: '' })),
      result: 'accepted',
      remark: '逐项看过，符合约定。',
    }),
  );
  stage.on(plot.start + 177);
  await done('settle', settleProject(await stage.as(secretary, step('settle')), { projectId, note: '票据齐全，余款原路退回。' }));
  stage.on(plot.start + 181);
  await done('grade', gradeProject(await stage.as('officer', step('grade')), { projectId, grade: works.grade.code, reason: works.grade.reason }));
  await done('close', closeProject(await stage.as('officer', step('close')), { projectId }));
  stage.on(plot.start + 183);
  const keeper = await stage.actor(plot.keeper);
  await done(
    'upkeep',
    startUpkeep(await stage.as(secretary, step('upkeep')), {
      projectId,
      firstDay: stage.dayAt(plot.start + 200),
      keeperPersonId: keeper.personId,
      keeperName: keeper.name,
    }),
  );
  for (const asset of await stage.read((tx) => listAssets(tx, { projectId })))
    await done(
      'keeper',
      answerKeeping(await stage.as(plot.keeper, step(`keeper ${asset.no}`)), { assetId: asset.id, yes: true, word: '我来管。', paper: null }),
    );
  const due = (await stage.read((tx) => listUpkeep(tx, projectId))).filter((task) => task.dueDay < stage.today);
  for (const [index, task] of due.entries()) {
    const offset = Math.round((Date.parse(task.dueDay) - Date.parse(stage.today)) / 86_400_000);
    stage.on(offset);
    await done(
      'upkeep check',
      doneUpkeep(await stage.as(plot.keeper, step(`upkeep ${index}`)), {
        taskId: task.id,
        condition: 'good',
        note: works.upkeepNotes[index % works.upkeepNotes.length] ?? '完好。',
        costFen: 0n,
        photo: await scene(stage, works.after),
      }),
    );
  }
  for (const [index, outcome] of works.outcomes.entries()) {
    stage.on(plot.start + outcome.day);
    await done(
      'outcome',
      reportOutcome(await stage.as(secretary, step(`outcome ${index}`)), {
        projectId,
        indicatorNo: outcome.indicatorNo,
        measuredOn: stage.day,
        actual: outcome.actual,
        source: outcome.source,
        note: outcome.note,
      }),
    );
  }
}
