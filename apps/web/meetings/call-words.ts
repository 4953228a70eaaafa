import { defineText } from '#platform/i18n';

/** Texts of the form that calls a meeting: bodies, online, papers, who is affected. */
export const callText = defineText({
  inviteFold: { zh: '另外邀请谁（规定必须请的会自动加上）', en: 'Whom else to invite (those whom the rules want are added by themselves)' },
  body: { zh: '哪个议事机构', en: 'Which body' },
  bodyHint: {
    zh: '居委会、居民代表、业委会和登记的其他机构开会时选；成员会按名册邀请。',
    en: 'For meetings of a committee, the representatives or another body; its members are invited.',
  },
  noBodies: { zh: '本居民区还没有登记议事机构，开委员会会议前请先登记成员。', en: 'No body is registered here yet.' },
  village: {
    zh: '村的会议按登记的议事机构召开；居民会议、居民代表会议是居委会的制度，这里不列。',
    en: 'A village meets by its registered bodies; the assembly of the residents’ committees law is not offered.',
  },
  link: { zh: '在线会议链接', en: 'Link for those online' },
  linkHint: {
    zh: '选了在线才填，以 https:// 开头。只有本居民区的人和受邀的人登录后看得到。',
    en: 'Only with an online part; shown to people of the place and those invited.',
  },
  agendaMatters: { zh: '也放进议程的议题', en: 'Matters to put on the agenda' },
  agendaMattersHint: { zh: '勾选的议题会排在上面写的议程后面。', en: 'Added after the items above.' },
  papers: { zh: '会议材料', en: 'Papers' },
  papersHint: { zh: '会公开在会议页，最多 10 份。', en: 'Published on the meeting’s page, ten at most.' },
  entranceLegend: { zh: '楼组会', en: 'Entrance or building meeting' },
  entranceHint: { zh: '只请一个楼组或一幢楼时选其中一项。', en: 'Choose one where only an entrance or a building meets.' },
  building: { zh: '只请这幢楼', en: 'Only this building' },
  askedFor: { zh: '居民要求召开居民会议，应当召集', en: 'The residents ask for the assembly: it must be called' },
  askedClause: { zh: '《中华人民共和国城市居民委员会组织法》第十条', en: 'Organic Law of the Urban Residents’ Committees, article 10' },
  askedBy: (by: 'households' | 'residents' | 'groups', count: number, of: number) => ({
    zh: {
      households: `${of} 户中有 ${count} 户附议，达到五分之一。`,
      residents: `${of} 位年满十八周岁的居民中有 ${count} 位附议，达到五分之一。`,
      groups: `${of} 个居民小组中有 ${count} 个提议，达到三分之一。`,
    }[by],
    en: {
      households: `${count} of ${of} households support it: a fifth.`,
      residents: `${count} of ${of} adult residents support it: a fifth.`,
      groups: `${count} of ${of} residents’ groups ask for it: a third.`,
    }[by],
  }),
  'body-required': { zh: '请选是哪个议事机构', en: 'Choose the body' },
  'not-for-village': { zh: '村没有这种会议，请选“议事机构会议”', en: 'A village has no such meeting; choose a body’s meeting' },
  'bad-link': { zh: '请填以 https:// 开头的完整地址', en: 'Give a whole address beginning with https://' },
  'place-required': { zh: '楼组会要选楼组或楼栋', en: 'Choose the entrance or the building' },
});
