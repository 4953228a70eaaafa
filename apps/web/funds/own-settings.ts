import type { Setting } from '#libs/policy';
import { type PurchaseField, purchaseFields, purchaseKey, sleepingYearsKey } from '#modules/funds';
import { kindNames, noticeDaysKey, remindDaysKey } from '#modules/meetings';
import { bigChangeKey, deadlineKey, dutiesWithDeadline, teamChangeKey, type TrancheCondition, trancheKeys } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { purchaseText } from '../spending/purchase-text.ts';
import { settingKeys } from '../matters/settings.ts';
import { sourcesText } from '../sources/text.ts';
import type { OpenSetting } from './setting-fields.tsx';

const labels = defineText({
  'meeting.record': { zh: '会后写好会议纪要', en: 'Write the minutes of a meeting' },
  'meeting.publish': { zh: '公布会议纪要', en: 'Publish the minutes' },
  'resolution.check': { zh: '核查决议落实', en: 'Check that a resolution was carried out' },
  'resolution.appraise': { zh: '请居民评议决议落实', en: 'Have a resolution appraised' },
  'meeting.sign': { zh: '在会议纪要上签字', en: 'Sign the minutes' },
  'resolution.later': { zh: '同意或不同意决议延期', en: 'Agree to a later day for a resolution' },
  'resolution.chase': { zh: '督办逾期的决议', en: 'Chase an overdue resolution' },
  'ballot.show-roll': { zh: '公示表决名册', en: 'Show the roll of a ballot' },
  'project.check': { zh: '审核申报书', en: 'Check an application' },
  'project.correct': { zh: '补正申报书', en: 'Correct an application' },
  'project.send-to-review': { zh: '送交评审', en: 'Send to the reviewers' },
  'project.decide-award': { zh: '评审并拟定资助', en: 'Review and propose an award' },
  'project.end-notice': { zh: '公示后确认资助', en: 'Confirm an award after its notice' },
  'project.agree': { zh: '签订项目协议', en: 'Sign the agreement' },
  'project.accept': { zh: '评议后验收', en: 'Accept after the appraisal' },
  'project.settle': { zh: '验收后结清账目', en: 'Settle after the acceptance' },
  'project.close': { zh: '评定等级并结项', en: 'Grade and close' },
  'project.start-upkeep': { zh: '落实管护', en: 'Hand over to the keeper' },
  'change.decide': { zh: '答复变更申请', en: 'Decide a change' },
  'change.ask-residents': { zh: '重大变更提交居民', en: 'Put a big change to the residents' },
  'check-in.trouble': { zh: '处理打卡发现的问题', en: 'See to a trouble found on watch' },
  'stuck.send': { zh: '卡住的事，找人帮忙', en: 'Find a helper for what is stuck' },
  'stuck.take': { zh: '认领卡住的事', en: 'Take on what is stuck' },
  'stuck.confirm': { zh: '卡住的事有答复，看管不管用', en: 'See whether an answer helps' },
  'mid-term.check': { zh: '中期检查', en: 'Make the mid-term check' },
  'mid-term.improve': { zh: '中期检查后整改再报', en: 'Improve and report again' },
  'works.overdue': { zh: '过问逾期没有说明的项目', en: 'Ask after works late without a word' },
  'stop.wind-up': { zh: '写明终止后的善后', en: 'Say what a stop leaves behind' },
  'stop.hand-over': { zh: '移交终止项目的物品', en: 'Hand over what a stop leaves' },
  'project.revise': { zh: '按核定金额调整预算', en: 'Bring the budget down to the award' },
  'review.assign': { zh: '指派评审专家', en: 'Assign reviewers' },
  'spending.quote': { zh: '补齐比价材料', en: 'Add quotes to compare' },
  'spending.receive': { zh: '请居民到货签收', en: 'Have residents confirm the goods' },
  'spending.rule': { zh: '裁定能否支出', en: 'Rule whether it may be bought' },
  'spending.approve': { zh: '审批支出', en: 'Approve spending' },
  'spending.pay': { zh: '付款并上传凭证', en: 'Pay and add the proof' },
  'spending.voucher': { zh: '录入发票', en: 'Record the invoice' },
  'spending.close': { zh: '核对凭证并签字', en: 'Check the papers and sign' },
  'spending.settle-advance': { zh: '结清预支（备用金）', en: 'Settle an advance' },
  'spending.red-letter': { zh: '退款后录入红字发票', en: 'Record the red letter after a refund' },
  'tranche.pay': { zh: '拨付到期的自治金', en: 'Pay a due tranche of the grant' },
  'source.decision': { zh: '登记业主使用公共收益的决定', en: 'Record the owners’ decision on common income' },
  'crowd.open': { zh: '发起众筹', en: 'Open the crowdfunding' },
  'crowd.decide': { zh: '众筹没达到目标，开会决定', en: 'Let a meeting decide on a missed goal' },
  'crowd.refund': { zh: '退还众筹款', en: 'Give back crowdfunding gifts' },
  'source.give-back': { zh: '项目终止后退还居民的钱', en: 'Give residents’ money back after a stop' },
  'goods.agree': { zh: '确认捐赠实物的价值', en: 'Agree to the value of a gift in kind' },
  'shortfall.stop': { zh: '资金不足，终止项目', en: 'Stop after a shortfall' },
  'shortfall.shrink': { zh: '资金不足，缩减预算', en: 'Shrink after a shortfall' },
  'shortfall.extend': { zh: '资金不足，议定延期', en: 'Decide on a later day after a shortfall' },
  'plan.infeasible': { zh: '处理付不出来的计划', en: 'Deal with a plan that cannot be paid' },
  'grade.object': { zh: '告知等级后，社区提异议', en: 'Object to a grade that was told' },
  'grade.answer': { zh: '答复对等级的异议', en: 'Answer an objection to a grade' },
  'round.answer-question': { zh: '答复申报提问', en: 'Answer questions about a round' },
  'round.answer-help': { zh: '答复要不要专业帮助', en: 'Answer an offer of help' },
  'upkeep.repair': { zh: '修好管护中发现的损坏', en: 'Repair what upkeep found broken' },
  'upkeep.accept': { zh: '答复是否接下管护', en: 'Answer whether one will keep a thing' },
  'upkeep.find-keeper': { zh: '找到新的管护人', en: 'Find a new keeper' },
  'case.agree': { zh: '社区答复是否同意公开案例', en: 'The community agrees to a case' },
  'case.publish': { zh: '发布社区同意的案例', en: 'Publish an agreed case' },
});

const title = { zh: '办理期限', en: 'Deadlines' };
const matters = { zh: '议题', en: 'Matters' };
const roundsTitle = { zh: '申报', en: 'Rounds' };
const changes = { zh: '变更', en: 'Changes' };
const purchases = { zh: purchaseText.zh.purchases, en: purchaseText.en.purchases };
const meetings = { zh: '会议', en: 'Meetings' };
const grants = { zh: '自治金拨付', en: 'Payment of the grant' };
/** The roads by which offices pay a grant in parts: what must have happened before each part. */
const roads: readonly (readonly TrancheCondition[])[] = [
  ['agreement'],
  ['agreement', 'accepted'],
  ['agreement', 'start'],
  ['agreement', 'mid-term'],
  ['agreement', 'mid-term', 'accepted'],
  ['agreement', 'start', 'accepted'],
];
/** Kinds of meeting of whose notice no policy speaks. A body's own notice stands with the body. */
const announced = ['coordination', 'appraisal', 'representatives', 'owners', 'committee', 'residents_committee', 'joint', 'entrance'] as const;

const fen = { unit: 'fen' as const };
const choices = (...pairs: [string, 'beforePayment' | 'beforeClosing' | 'payerMayNot' | 'payerMay'][]) => ({
  unit: 'choice' as const,
  choices: pairs.map(([value, key]) => ({ value, label: { zh: purchaseText.zh[key], en: purchaseText.en[key] } })),
});
const purchaseUnits: Record<PurchaseField, Pick<OpenSetting, 'unit' | 'choices'>> = {
  quotesFromFen: fen,
  quotesLeast: { unit: 'count' },
  receivedFromFen: fen,
  receivedBefore: choices(['payment', 'beforePayment'], ['closing', 'beforeClosing']),
  receiptToFen: fen,
  labourToFen: fen,
  payerIsNotRequester: choices(['yes', 'payerMayNot'], ['no', 'payerMay']),
  splitDays: { unit: 'days' },
  priceApartPercent: { unit: 'percent' },
};

/** What no rule asks for, but the office may set for its own work: deadlines of duties, and when a change is big. */
export function ownSettings(settings: readonly Setting[]): OpenSetting[] {
  const current = (key: string) => settings.find((each) => each.key === key) ?? null;
  const own = { clause: '', source: '' };
  return [
    ...dutiesWithDeadline.map((kind) => {
      const key = deadlineKey(kind);
      return { key, rule: 'deadlines', title, label: { zh: labels.zh[kind], en: labels.en[kind] }, unit: 'days' as const, ...own, current: current(key) };
    }),
    ...purchaseFields.map((field) => ({
      key: purchaseKey(field),
      rule: 'purchases',
      title: purchases,
      label: { zh: purchaseText.zh[field], en: purchaseText.en[field] },
      ...purchaseUnits[field],
      ...own,
      current: current(purchaseKey(field)),
    })),
    {
      key: trancheKeys.percents,
      rule: 'grants',
      title: grants,
      label: { zh: '分期拨付比例，合计 100（规定里写了的，按规定）', en: 'Shares of each payment, adding up to 100, where the rules say nothing' },
      unit: 'percent-list' as const,
      ...own,
      current: current(trancheKeys.percents),
    },
    {
      key: trancheKeys.conditions,
      rule: 'grants',
      title: grants,
      label: { zh: '每期在什么时候拨', en: 'When each part is paid' },
      unit: 'choice' as const,
      ...own,
      choices: roads.map((road) => ({
        value: road.join(','),
        label: { zh: road.map((step) => sourcesText.zh[step]).join('、'), en: road.map((step) => sourcesText.en[step]).join(', ') },
      })),
      current: current(trancheKeys.conditions),
    },
    {
      key: settingKeys.replyDays,
      rule: 'matters',
      title: matters,
      label: { zh: '几天内答复居民提出的议题（规定里写了的，按规定）', en: 'Days to reply to a matter, where the rules say nothing' },
      unit: 'days' as const,
      ...own,
      current: current(settingKeys.replyDays),
    },
    {
      key: settingKeys.supportUnit,
      rule: 'matters',
      title: matters,
      label: { zh: '附议按户算还是按人算', en: 'Support counts by' },
      unit: 'choice' as const,
      ...own,
      choices: [
        { value: 'household', label: { zh: '一户一次', en: 'Household' } },
        { value: 'person', label: { zh: '一人一次', en: 'Person' } },
      ],
      current: current(settingKeys.supportUnit),
    },
    {
      key: remindDaysKey,
      rule: 'meetings',
      title: meetings,
      label: { zh: '开会前几天在待办里提醒受邀的人（不设就不提醒）', en: 'Days before a meeting on which those invited are reminded in their inbox' },
      unit: 'days' as const,
      ...own,
      current: current(remindDaysKey),
    },
    ...announced.map((kind) => ({
      key: noticeDaysKey(kind),
      rule: 'meetings',
      title: meetings,
      label: { zh: `${kindNames[kind].zh}提前几天通知`, en: `Days of notice: ${kindNames[kind].en}` },
      unit: 'days' as const,
      ...own,
      current: current(noticeDaysKey(kind)),
    })),
    {
      key: sleepingYearsKey,
      rule: 'rounds',
      title: roundsTitle,
      label: { zh: '几年没有申报，算“多年没报”的居民区', en: 'Years without an application after which a neighbourhood is called sleeping' },
      unit: 'count' as const,
      ...own,
      current: current(sleepingYearsKey),
    },
    {
      key: bigChangeKey,
      rule: 'changes',
      title: changes,
      unit: 'percent' as const,
      ...own,
      current: current(bigChangeKey),
      label: { zh: '变更金额达到总额的多少，算重大变更', en: 'Share of the total from which a change is big' },
    },
    {
      key: teamChangeKey,
      rule: 'changes',
      title: changes,
      unit: 'percent' as const,
      ...own,
      current: current(teamChangeKey),
      label: { zh: '预算内调整不超过总额的多少，居委会另一人同意即可', en: 'Up to which share another of the committee agrees to a move inside the budget' },
    },
  ];
}
