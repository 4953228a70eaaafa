import { acceptanceList, checkAcceptanceItem, drawAcceptanceList, listProjects } from '#modules/projects';
import { askSatisfaction, judgeValue, openValueReview, sayReach, tellLesson } from '#modules/closing';
import { listRounds } from '#modules/funds';
import { answerSurvey, closeSurvey, membersOf } from '#modules/surveys';
import { done, type Stage } from './stage.ts';

/** What comes after the works: 胜利's list being checked, 蔡路's satisfaction and lessons, and the year-end value review with its first judgement. */
export async function tellClosing(stage: Stage): Promise<void> {
  stage.on(-2);
  const [shengli, cailu] = [await stage.neighbourhoodId('pd-shengli'), await stage.neighbourhoodId('pd-cailu')];
  const playground = (await stage.read((tx) => listProjects(tx, { neighbourhoodId: shengli, states: ['doing'] })))[0];
  const lamps = (await stage.read((tx) => listProjects(tx, { neighbourhoodId: cailu, states: ['upkeep'] })))[0];
  const round = (await stage.read((tx) => listRounds(tx))).find((one) => one.id === lamps?.roundId);
  if (!playground || !lamps || !round) throw new Error('closing is told after the chapters of the projects');
  await done('draw', drawAcceptanceList(await stage.as('shengli-secretary', 'closing draw'), { projectId: playground.id }));
  const items = await stage.read((tx) => acceptanceList(tx, playground.id));
  await done(
    'defect',
    checkAcceptanceItem(await stage.as('officer', 'closing defect'), {
      itemId: items.find((item) => item.source === 'budget')?.id ?? '',
      note: '滑梯落地处缺一块防护垫',
      photo: null,
      defect: { blocking: true, mendBy: stage.dayAt(7) },
    }),
  );
  await done('in order', checkAcceptanceItem(await stage.as('officer', 'closing fine'), { itemId: items[0]?.id ?? '', note: '', photo: null, defect: null }));

  const { surveyId } = await done('ask', askSatisfaction(await stage.as('cailu-secretary', 'closing ask'), { projectId: lamps.id, marginPercent: 25 }));
  const drawn = await stage.read((tx) => membersOf(tx, surveyId));
  for (const [index, member] of drawn.slice(0, 10).entries())
    await done(
      'answer',
      answerSurvey(await stage.as('cailu-secretary', `closing answer ${index}`), {
        surveyId,
        householdId: member.householdId,
        channel: 'paper',
        answers: [index < 6 ? '很满意' : index < 9 ? '满意' : '一般', index < 8 ? '值' : '部分值'],
      }),
    );
  await done('close', closeSurvey(await stage.as('cailu-secretary', 'closing close'), { surveyId }));
  await done(
    'reach',
    sayReach(await stage.as('cailu-secretary', 'closing reach'), { projectId: lamps.id, households: 62, countedHow: '四幢楼八个楼道的住户，按名册' }),
  );
  await done(
    'lesson',
    tellLesson(await stage.as('cailu-secretary', 'closing lesson'), {
      projectId: lamps.id,
      kind: 'differently',
      text: '先请电工看线路再定买什么灯，省得退换；一户五十元收得齐，是因为先把账算给大家看。',
      tags: '楼道照明，居民出资',
    }),
  );
  const { sessionId } = await done(
    'review',
    openValueReview(await stage.as('officer', 'closing review'), {
      roundId: round.id,
      title: `${round.name}年终评审会`,
      heldOn: stage.dayAt(10),
      place: '街道三楼会议室',
      personIds: [await stage.personId('reviewer-1'), await stage.personId('head')],
    }),
  );
  await done(
    'judge',
    judgeValue(await stage.as('reviewer-1', 'closing judge'), {
      sessionId,
      projectId: lamps.id,
      worth: 'yes',
      points: 92,
      grade: '',
      reason: '钱不多，带动居民和供电单位一起出，八个楼道都亮了，有人管。',
    }),
  );
}
