import { defineText } from '#platform/i18n';

/** Texts of the inbox and of "whose turn it is". */
export const inboxText = defineText({
  title: { zh: '待办', en: 'To do' },
  lead: (count: number) => ({
    zh: count === 0 ? '现在没有要您办的事。' : `有 ${count} 件事等您办。`,
    en: count === 0 ? 'Nothing waits for you.' : count === 1 ? 'One thing waits for you.' : `${count} things wait for you.`,
  }),
  today: { zh: '今天要办', en: 'Today' },
  week: { zh: '本周', en: 'Within a week' },
  later: { zh: '以后', en: 'Later' },
  undated: { zh: '没有规定期限', en: 'No deadline set' },
  undatedHint: {
    zh: '街镇没有规定这几件事的办理期限，所以不会算逾期，也不会升级。请自治办在设置里补上。',
    en: 'The office has set no deadline for these: they never become overdue. The fund office can set one.',
  },
  done: { zh: '已经办完的', en: 'Done' },
  doneNone: { zh: '还没有办过的事。办完一件，这里会留下一条。', en: 'Nothing yet. What you finish is listed here.' },
  doneOn: (when: string) => ({ zh: `${when} 办完`, en: `done ${when}` }),
  emptyTitle: { zh: '都办完了', en: 'All done' },
  emptyStaff: { zh: '有新的事要您办时，会出现在这里，页面右上角也会显示件数。', en: 'New duties appear here, and their number at the top of every page.' },
  emptyResident: {
    zh: '要您签到、表决或答复的事会出现在这里。平时可以看看本居民区的议题和公开栏。',
    en: 'Meetings to attend, votes to cast and answers to give appear here.',
  },
  unboundTitle: { zh: '您的账号还没有绑定住户', en: 'Your account is not bound to a home' },
  unbound: {
    zh: '请用居委会发给您家的开通信绑定，或请楼组长为您确认。绑定以后，要您办的事会出现在这里。',
    en: 'Use the letter your committee sent to your home, or ask your steward to vouch for you.',
  },
  activate: { zh: '用开通信绑定', en: 'Use the letter' },
  noDeadline: { zh: '街镇未规定期限', en: 'no deadline set' },
  raisedFrom: (owner: string) => ({ zh: `逾期升级，原由${owner}办`, en: `overdue, passed up from ${owner}` }),
  wentUp: { zh: '已逾期，上级也看得到', en: 'overdue; one level up sees it too' },
  wholeSubdistrict: { zh: '全街镇', en: 'whole subdistrict' },
  forPerson: { zh: '指定由您办', en: 'named to you' },
  asRole: (role: string) => ({ zh: `以${role}身份`, en: `as ${role}` }),
  turnTitle: { zh: '现在轮到谁', en: 'Whose turn it is' },
  turnNone: { zh: '现在没有等着谁办的事。', en: 'Nobody has to act now.' },
  vacant: (role: string) => ({ zh: `${role}（暂缺）`, en: `${role} (vacant)` }),
});
