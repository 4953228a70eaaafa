import { ok } from '#libs/result';
import { runCommand } from '#platform/command';
import { closeBallot, openBallot, recordVotesIn, rollOf, showRoll } from '#modules/ballots';
import {
  clausesOf,
  commentOnClause,
  discussDraft,
  draftHouseRule,
  draftNewVersion,
  pasteText,
  putToVote,
  replyToComment,
  saveClause,
  settleVote,
} from '#modules/house-rules';
import { done, type Stage } from './stage.ts';

const text = `远亲不如近邻。为了住得安心、走得顺畅，我们商量出这份公约，大家一起遵守。
第一章 楼道
第一条（亮灯） 楼道灯是大家出钱装的，坏了告诉管护人，不自己拆换。
第二条（堆物） 楼道、门厅不堆放杂物，不停放车辆。
第三条（充电） 电瓶车不推上楼，不从窗口拉线充电。
第二章 相处
第四条（安静） 晚上十点到早上七点不装修、不大声喧哗。
第五条（宠物） 遛狗牵绳，随手清理粪便。
第三章 商量
第六条（有事好商量） 违反第二条到第五条的，邻居先提醒；提醒没有用的，提议题，由居委会请双方坐下来谈。`;
const topics: readonly (readonly string[])[] = [
  ['楼道灯', '声控灯'],
  ['堆物', '杂物'],
  ['电瓶车', '飞线', '充电'],
  ['噪音', '装修'],
  ['遛狗', '宠物', '养狗'],
  [],
];

/** 蔡路's convention: adopted by its households half a year ago; its second version lies open to comments. */
export async function tellHouseRules(stage: Stage): Promise<void> {
  const as = (who: 'cailu-secretary' | 'wang' | 'li', step: string) => stage.as(who, `house-rules ${step}`);
  const secretary = 'cailu-secretary';
  const neighbourhoodId = await stage.neighbourhoodId('pd-cailu');
  stage.on(-210);
  const { ruleId, versionId } = await done(
    'draft',
    draftHouseRule(await as(secretary, 'draft'), {
      neighbourhoodId,
      kind: 'convention',
      title: '蔡路居民公约',
      reason: '楼道亮了以后，大家想把堆物、充电、噪音这些事也说清楚。',
    }),
  );
  await done('text', pasteText(await as(secretary, 'text'), { versionId, text }));
  for (const clause of await stage.read((tx) => clausesOf(tx, versionId)))
    await done(
      'topics',
      saveClause(await as(secretary, `topics ${clause.position}`), {
        versionId,
        articleId: clause.articleId,
        clause: { ...clause, topics: topics[clause.position - 1] ?? [] },
      }),
    );
  await done('discuss', discussDraft(await as(secretary, 'discuss'), { versionId, until: stage.dayAt(-203) }));
  const [, second] = await stage.read((tx) => clausesOf(tx, versionId));
  stage.on(-205);
  const { commentId } = await done(
    'comment',
    commentOnClause(await as('li', 'comment'), { versionId, articleId: second?.articleId ?? null, text: '老人的折叠椅放在门厅，不算杂物吧？', named: false }),
  );
  stage.on(-202);
  await done('reply', replyToComment(await as(secretary, 'reply'), { commentId, outcome: 'partly', text: '靠墙放、不挡路的折叠椅可以，已和楼组长说好。' }));
  const { ballotId } = await done(
    'vote',
    putToVote(await as(secretary, 'vote'), { versionId, law: 'residents-assembly-households', closesAt: stage.instant(-190, '20:00') }),
  );
  await done('roll', showRoll(await as(secretary, 'roll'), { ballotId, objectionsUntil: stage.dayAt(-195) }));
  stage.on(-194);
  await done('open', openBallot(await as(secretary, 'open'), { ballotId }));
  // Spoken at the doors, written down by the secretary: 51 households, 46 of them in favour.
  stage.on(-191);
  const roll = await stage.read((tx) => rollOf(tx, ballotId));
  const personId = await stage.personId(secretary);
  await done(
    'votes',
    runCommand(await as(secretary, 'votes'), 'record-votes', async (tx) => {
      const recorded = await recordVotesIn(
        tx,
        ballotId,
        roll.slice(0, 51).map((line, index) => ({
          electorId: line.electorId,
          answer: { choice: index < 46 ? ('yes' as const) : index < 49 ? ('no' as const) : ('abstain' as const) },
          castAt: tx.now,
          voterPersonId: null,
          voterName: '',
          recordedBy: personId,
          channel: 'assisted' as const,
        })),
      );
      return recorded.ok ? ok(null) : recorded;
    }),
  );
  stage.on(-189);
  await done('close', closeBallot(await as(secretary, 'close'), { ballotId }));
  await done('settle', settleVote(await as(secretary, 'settle'), { versionId, fromDay: stage.dayAt(-185), toDay: null }));
  stage.on(-4);
  const next = await done('next', draftNewVersion(await as(secretary, 'next'), { ruleId, reason: '电瓶车充电桩装好了，充电的一条可以写得更具体。' }));
  const third = (await stage.read((tx) => clausesOf(tx, next.versionId))).find((clause) => clause.heading === '充电');
  if (third)
    await done(
      'change',
      saveClause(await as(secretary, 'change'), {
        versionId: next.versionId,
        articleId: third.articleId,
        clause: { ...third, text: '电瓶车在大门口的充电桩充电，不推上楼，不从窗口拉线充电。' },
      }),
    );
  await done('discuss next', discussDraft(await as(secretary, 'discuss-next'), { versionId: next.versionId, until: stage.dayAt(6) }));
  stage.on(-2);
  await done(
    'comment next',
    commentOnClause(await as('wang', 'comment-next'), {
      versionId: next.versionId,
      articleId: third?.articleId ?? null,
      text: '充电桩晚上够不够用？能不能写明充满要及时挪车。',
      named: true,
    }),
  );
}
