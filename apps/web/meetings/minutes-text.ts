import { defineText } from '#platform/i18n';

/** Texts of minutes that were made from the record of the meeting. */
export const minutesText = defineText({
  fromRecord: {
    zh: '下面按会议现场的记录填好了，请核对；签字以前都可以改。',
    en: 'Filled in from the record of the meeting: check it; it can be corrected until it is signed.',
  },
  itemLegend: (n: number, title: string) => ({ zh: `议程第 ${n} 项：${title}`, en: `Item ${n}: ${title}` }),
  otherSaid: { zh: '其他发言', en: 'Also said' },
  general: { zh: '不属于某一项议程的', en: 'Not on the agenda' },
  took: (time: string) => ({ zh: `用时 ${time}`, en: `took ${time}` }),
  amendments: { zh: '看修正案', en: 'Amendments' },
  speakers: { zh: '发言时间', en: 'Who spoke how long' },
  overLimit: { zh: '超过限时', en: 'over the limit' },
  room: (present: string, room: string, away: string) => ({
    zh: `到会 ${present}，其中会场 ${room}，线上 ${away}`,
    en: `${present} present: ${room} in the room, ${away} from afar`,
  }),
  foundMore: (n: string) => ({ zh: `表决时会场清点的人数比签到多 ${n}，请补齐签到。`, en: `${n} more were counted in the room than had signed in.` }),
  countLine: (yes: number, no: number, abstain: number) => ({
    zh: `同意 ${yes}，不同意 ${no}，弃权 ${abstain}`,
    en: `${yes} yes, ${no} no, ${abstain} abstain`,
  }),
  awayLine: (line: string) => ({ zh: `线上 ${line}`, en: `from afar ${line}` }),
  roomLine: (line: string) => ({ zh: `会场 ${line}`, en: `in the room ${line}` }),
  ofPresent: (present: number) => ({ zh: `到会 ${present}`, en: `${present} present` }),
  recounted: (reason: string) => ({ zh: `重新清点，因为：${reason}`, en: `counted again: ${reason}` }),
  lateNotice: (days: number, clause: string) => ({ zh: `会后 ${days} 天内公布（${clause}）`, en: `published within ${days} days (${clause})` }),
});
