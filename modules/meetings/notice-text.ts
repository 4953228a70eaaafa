import { formatInstant } from '#libs/civil-time';
import type { AssemblyForm, InviteeRule } from './law.ts';
import type { Breach, Meeting, MeetingKind } from './meeting.ts';
import type { Hands } from './minutes.ts';

/** The kinds of meeting as neighbours call them. */
export const kindNames: Record<MeetingKind, { zh: string; en: string }> = {
  hearing: { zh: '听证会', en: 'Hearing' },
  coordination: { zh: '协调会', en: 'Coordination meeting' },
  appraisal: { zh: '评议会', en: 'Appraisal meeting' },
  assembly: { zh: '居民会议', en: 'Residents’ assembly' },
  representatives: { zh: '居民代表会议', en: 'Representatives’ meeting' },
  owners: { zh: '业主大会', en: 'Owners’ assembly' },
  committee: { zh: '业委会会议', en: 'Owners’ committee meeting' },
  residents_committee: { zh: '居委会会议', en: 'Residents’ committee meeting' },
  joint: { zh: '联席会议', en: 'Joint meeting' },
  entrance: { zh: '楼组会', en: 'Entrance meeting' },
  body: { zh: '议事机构会议', en: 'Meeting of a named body' },
  talk: { zh: '议事会', en: 'Talk' },
};

export const formNames: Record<AssemblyForm, { zh: string; en: string }> = {
  all_adults: { zh: '全体年满十八周岁居民参加', en: 'all residents of 18 and over' },
  one_per_household: { zh: '每户派一名代表参加', en: 'one from each household' },
  group_representatives: { zh: '每个居民小组选派二至三名代表参加', en: 'two or three from each residents’ group' },
};

export const inviteeNames: Record<InviteeRule, { zh: string; en: string }> = {
  affected_residents: { zh: '利益相关居民代表', en: 'representatives of the residents affected' },
  assembly_representatives: { zh: '居民代表', en: 'residents’ representatives' },
  area_organisations: { zh: '驻区单位', en: 'organisations of the area' },
  all_residents: { zh: '全体年满十八周岁居民', en: 'all residents of 18 and over' },
  each_household: { zh: '每户一名代表', en: 'one from each household' },
  group_representatives: { zh: '各居民小组代表', en: 'representatives of the residents’ groups' },
  party_members: { zh: '党员', en: 'Party members' },
  entrance_residents: { zh: '本楼组居民', en: 'residents of the entrance' },
  owners: { zh: '业主', en: 'owners' },
  owners_committee: { zh: '业委会成员', en: 'members of the owners’ committee' },
  project_team: { zh: '项目团队', en: 'the project’s team' },
  stewards: { zh: '楼组长', en: 'stewards' },
  committee_members: { zh: '居委会成员', en: 'members of the residents’ committee' },
  body_members: { zh: '本机构成员', en: 'members of the body' },
  joint_organisations: { zh: '居委会、党组织、业委会、物业和共建单位', en: 'committee, Party organisation, owners’ committee, property company and partners' },
};

/** The public notice of a meeting that is called. */
export function callNotice(
  meeting: Pick<Meeting, 'kind' | 'form' | 'title' | 'purpose' | 'place' | 'startsAt' | 'convener' | 'mode'> & { bodyName: string | null },
  agenda: readonly string[],
  rules: readonly InviteeRule[],
): { title: string; body: string } {
  const lines = [
    `兹定于${formatInstant(meeting.startsAt)}，在${meeting.place}召开${meeting.kind === 'body' && meeting.bodyName ? `${meeting.bodyName}会议` : kindNames[meeting.kind].zh}。`,
    ...(meeting.mode === 'room' ? [] : [meeting.mode === 'both' ? '可以到场，也可以在线参加，入口见会议页。' : '在线召开，入口见会议页。']),
    ...(meeting.purpose ? [meeting.purpose] : []),
    `议程：${agenda.map((item, index) => `${index + 1}. ${item}`).join('；')}。`,
    ...(meeting.form ? [`参加方式：${formNames[meeting.form].zh}。`] : []),
    ...(rules.length > 0 ? [`邀请参加：${rules.map((rule) => inviteeNames[rule].zh).join('、')}。`] : []),
    `召集人：${meeting.convener}。`,
  ];
  return { title: `会议通知：${meeting.title}`, body: lines.join('\n') };
}

/** A broken rule as the minutes say it. */
export function breachText(breach: Breach): { zh: string; en: string } {
  const n = breach.numbers;
  switch (breach.rule) {
    case 'notice-too-short':
      return {
        zh: `会议通知提前 ${n['givenDays']} 天发出，规定为至少 ${n['neededDays']} 天。`,
        en: `Notice was given ${n['givenDays']} days before; the rule asks for ${n['neededDays']}.`,
      };
    case 'too-few-present':
      return {
        zh: `到会 ${n['present']}，应到 ${n['entitled']}，未超过半数，不得作出居民会议决定。`,
        en: `${n['present']} of ${n['entitled']} came, not more than half: the assembly could not decide.`,
      };
    case 'quorum-missed':
      return {
        zh: `到会 ${n['present']}，应到 ${n['entitled']}，至少要到 ${n['needed']}，没有达到开会人数，不得作出决定。`,
        en: `${n['present']} of ${n['entitled']} came; ${n['needed']} are needed: the meeting could not decide.`,
      };
    case 'roll-unknown':
      return {
        zh: `到会 ${n['present']}，应到名册没有录入，无法核对是否达到开会人数。`,
        en: `${n['present']} came; who is entitled is not registered, so the quorum could not be checked.`,
      };
    case 'not-convened-by-committee':
      return { zh: '会议不是由居委会召集的。', en: 'The meeting was not convened by the residents’ committee.' };
    case 'met-too-seldom':
      return {
        zh: `离上次业委会会议已有 ${n['days']} 天，规定至少每两个月召开一次。`,
        en: `${n['days']} days since the owners’ committee last met; the rule asks for a meeting every two months.`,
      };
    case 'director-did-not-chair':
      return { zh: '听证会未由居委会主任主持。', en: 'The hearing was not chaired by the committee’s director.' };
  }
}

/** The public notice of minutes. */
export function minutesNotice(
  meeting: Pick<Meeting, 'title' | 'startsAt' | 'place' | 'presentCount' | 'counted' | 'breaches'>,
  hands: readonly Hands[],
  decisions: readonly string[],
  resolutions: readonly { text: string; executor: string; supervisor: string; deadline: string }[],
  correction: string,
): { title: string; body: string } {
  const lines = [
    `${formatInstant(meeting.startsAt)}，${meeting.place}，到会 ${meeting.presentCount ?? 0} ${meeting.counted === 'household' ? '户' : '人'}。`,
    ...(correction ? [`更正说明：${correction}`] : []),
    ...meeting.breaches.map((breach) => `说明：${breachText(breach).zh}${breach.clause ? `（${breach.clause}）` : ''}`),
    ...hands.map((line) => `表决“${line.question}”：同意 ${line.yes}，不同意 ${line.no}，弃权 ${line.abstain}，${line.passed ? '通过' : '未通过'}。`),
    ...decisions.map((text) => `会议意见：${text}`),
    ...resolutions.map((line) => `决议：${line.text} 执行：${line.executor}；监督：${line.supervisor}；期限：${line.deadline}。`),
  ];
  return { title: `${correction ? '会议纪要（更正）' : '会议纪要'}：${meeting.title}`, body: lines.join('\n') };
}
