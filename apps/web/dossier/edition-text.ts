import type { Covered } from '#modules/dossier';
import type { Lang } from '#platform/i18n';
import { defineText } from '#platform/i18n';

/** Words of publishing a dossier. */
export const editionText = defineText({
  publish: { zh: '公开卷宗', en: 'Publish the dossier' },
  title: { zh: '公开前看一遍', en: 'Look before publishing' },
  lead: {
    zh: '姓名、电话、证件号、卡号、门牌室号和车牌按统一规则遮盖；凭证照片、签到表和审计留痕不公开。下面是公开以后大家看到的样子。',
    en: 'Names, phones, identity and card numbers, rooms and plates are covered by one rule; papers and the audit trail stay inside. Below is what everybody will read.',
  },
  coveredTitle: (count: number) => ({ zh: `遮盖了 ${count} 处`, en: `${count} places covered` }),
  nothingCovered: { zh: '没有要遮盖的内容。', en: 'There is nothing to cover.' },
  wordByWord: (count: number) => ({ zh: `逐个看：${count} 个词各遮成什么、在哪里`, en: `Word by word: ${count} words, how each is shown, and where` }),
  nothingCoveredHint: { zh: '规则没有找到姓名和号码。请还是自己看一遍再公开。', en: 'The rule found no names or numbers; read it yourself before publishing.' },
  original: { zh: '原文', en: 'Original' },
  shown: { zh: '公开时', en: 'In public' },
  kind: { zh: '种类', en: 'Kind' },
  where: { zh: '在哪里', en: 'Where' },
  times: { zh: '处数', en: 'Times' },
  kept: { zh: '这些不是人名，不遮', en: 'These mean nobody: show them' },
  keptHint: { zh: '规则按名册找人名，有时会碰上普通的词。', en: 'Names are found by the roster; now and then one is an ordinary word.' },
  added: { zh: '还要遮盖的词', en: 'More words to cover' },
  addedHint: { zh: '一行一个，例如店主的姓名、病情。', en: 'One a line, such as a shopkeeper’s name or an illness.' },
  again: { zh: '按这样再看一遍', en: 'Look again with these' },
  publishNow: { zh: '就这样公开', en: 'Publish as shown' },
  published: { zh: '卷宗已公开。', en: 'The dossier is published.' },
  publishedOn: (day: string, by: string, no: number) => ({ zh: `第 ${no} 版，${by} ${day} 公开`, en: `Edition ${no}, published ${day} by ${by}` }),
  readIt: { zh: '看公开的卷宗', en: 'Read the published dossier' },
  newer: { zh: '再公开一版', en: 'Publish a new edition' },
  end: { zh: '停止公开', en: 'Take it back' },
  endReason: { zh: '为什么停止公开', en: 'Why it is taken back' },
  ended: { zh: '已停止公开。', en: 'It is no longer public.' },
  endedBecause: (reason: string) => ({ zh: `已停止公开：${reason}`, en: `Taken back: ${reason}` }),
  publicTitle: (title: string) => ({ zh: `${title}：卷宗（公开）`, en: `${title}: public dossier` }),
  publicLead: {
    zh: '这个项目从居民提出到管护的全部过程和每一笔账。姓名、电话和门牌已遮盖。',
    en: 'The whole way of this project and every payment. Names, phones and rooms are covered.',
  },
  print: { zh: '打印（PDF）', en: 'Print (PDF)' },
  subtitle: { zh: '自治金项目卷宗（公开版）', en: 'Public dossier of a project' },
  'wrong-state': { zh: '签了协议以后才能公开卷宗。', en: 'A dossier can be published once the agreement is signed.' },
  changed: { zh: '卷宗刚有变动，和您看到的不一样了。请再看一遍。', en: 'The dossier has changed since you looked. Please look again.' },
  'reason-required': { zh: '请写明为什么停止公开。', en: 'Say why it is taken back.' },
  'id-number': { zh: '证件号', en: 'Identity number' },
  'bank-account': { zh: '银行卡号', en: 'Bank card' },
  phone: { zh: '电话', en: 'Phone' },
  mail: { zh: '邮箱', en: 'Mail' },
  door: { zh: '门牌室号', en: 'Room' },
  plate: { zh: '车牌', en: 'Plate' },
  name: { zh: '姓名', en: 'Name' },
});

/** Words of what was covered. */
export const kindWord = (kind: Covered['kind'], lang: Lang): string => editionText[lang][kind];
