import { alarmDaysKey, deadlineKey, dutiesWithDeadline, teamChangeKey } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { Actions, Button, Form, type FormErrors, type FormValues, Layout, Lead, NumberField, type PageFrame, TextField } from '../ui/index.ts';
import { upkeepText } from './upkeep-text.ts';
import { closingText } from './closing-text.ts';

/** What each duty is called on the form of deadlines. */
export const deadlineNames = defineText({
  'meeting.record': { zh: '会后写好会议纪要', en: 'Write the minutes of a meeting' },
  'meeting.publish': { zh: '公布会议纪要', en: 'Publish the minutes' },
  'resolution.check': { zh: '核查决议落实', en: 'Check that a resolution was carried out' },
  'resolution.appraise': { zh: '请居民评议决议落实', en: 'Have a resolution appraised' },
  'meeting.sign': { zh: '在会议纪要上签字', en: 'Sign the minutes' },
  'resolution.later': { zh: '同意或不同意决议延期', en: 'Agree to a later day for a resolution' },
  'resolution.chase': { zh: '督办逾期的决议', en: 'Chase an overdue resolution' },
  'ballot.show-roll': { zh: '公示表决名册', en: 'Show the roll of a ballot' },
  'round.answer-question': { zh: '答复申报提问', en: 'Answer questions about a round' },
  'round.answer-help': { zh: '答复要不要专业帮助', en: 'Answer an offer of help' },
  'project.check': { zh: '自治办审核申报书', en: 'Office checks an application' },
  'project.correct': { zh: '居委会补正申报书', en: 'Committee corrects an application' },
  'project.send-to-review': { zh: '送交评审', en: 'Send to the reviewers' },
  'project.decide-award': { zh: '评审并拟定资助', en: 'Review and propose an award' },
  'project.end-notice': { zh: '公示后确认资助', en: 'Confirm after the notice' },
  'project.agree': { zh: '签订协议', en: 'Sign the agreement' },
  'project.accept': { zh: '评议会后验收', en: 'Accept after the appraisal' },
  'project.settle': { zh: '结清账目', en: 'Settle the accounts' },
  'grade.object': { zh: '告知等级后，社区提异议', en: 'Object to a grade that was told' },
  'grade.answer': { zh: '答复对等级的异议', en: 'Answer an objection to a grade' },
  'project.close': { zh: '评定等级、结项', en: 'Grade and close' },
  'project.start-upkeep': { zh: '交给管护人', en: 'Hand to the keeper' },
  'change.decide': { zh: '答复变更申请', en: 'Answer a change request' },
  'change.ask-residents': { zh: '请居民议定变更', en: 'Let residents decide a change' },
  'check-in.trouble': { zh: '处理现场问题', en: 'Deal with trouble at the works' },
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
  'plan.infeasible': { zh: '处理付不出来的计划', en: 'Deal with a plan that cannot be paid' },
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
  'upkeep.repair': { zh: '修好管护中发现的损坏', en: 'Repair what upkeep found broken' },
  'upkeep.accept': { zh: '答复是否接下管护', en: 'Answer whether one will keep a thing' },
  'upkeep.find-keeper': { zh: '找到新的管护人', en: 'Find a new keeper' },
  'case.agree': { zh: '社区答复是否同意公开案例', en: 'The community agrees to a case' },
  'case.publish': { zh: '发布社区同意的案例', en: 'Publish an agreed case' },
});

/** The field of a duty; setting keys hold dots, which forms read as paths. */
export const deadlineField = (duty: string): string => duty.replaceAll('.', '_');

/** The office's own answers to how long each step may take. */
export function DeadlinesPage(props: { page: PageFrame; values: ReadonlyMap<string, string>; bigFrom: string; errors?: FormErrors; typed?: FormValues }) {
  const t = closingText[props.page.lang];
  return (
    <Layout page={props.page} title={t.deadlinesTitle} crumbs={[{ label: t.deadlinesTitle }]}>
      <Lead>{t.deadlinesLead}</Lead>
      <Form action={`${props.page.base}/project-deadlines`} errors={props.errors} values={props.typed}>
        {dutiesWithDeadline.map((duty) => (
          <NumberField
            name={deadlineField(duty)}
            label={deadlineNames[props.page.lang][duty]}
            unit={t.daysFor}
            value={props.values.get(deadlineKey(duty)) ?? ''}
          />
        ))}
        <NumberField name="bigFrom" label={t.bigFrom} unit="%" value={props.bigFrom} />
        <NumberField name="alarmDays" label={upkeepText[props.page.lang].alarmDays} unit={t.daysFor} value={props.values.get(alarmDaysKey) ?? ''} />
        <NumberField name="teamUpTo" label={t.teamUpTo} unit="%" value={props.values.get(teamChangeKey) ?? ''} />
        <TextField name="reason" label={t.why} maxLength={200} required size="long" />
        <Actions>
          <Button>{t.saveDeadlines}</Button>
        </Actions>
      </Form>
    </Layout>
  );
}
