import type { Bilingual, Lang } from '#platform/i18n';

const w = (zh: string, en: string): Bilingual => ({ zh, en });

/** What each action of a project's audit trail is called. */
const words: Readonly<Record<string, Bilingual>> = {
  'project.begin': w('开始申报', 'Application begun'), 'project.save-draft': w('保存申报书草稿', 'Draft saved'), 'project.submit': w('提交申报书', 'Application submitted'),
  'project.return': w('退回补正', 'Sent back for correction'), 'project.check': w('自治办审核通过', 'Checked by the office'), 'project.enter-review': w('送交评审', 'Sent to the reviewers'),
  'project.notice': w('拟资助公示', 'Award on notice'), 'project.award': w('确定资助', 'Award confirmed'), 'project.revise': w('按核定金额调整预算', 'Budget brought down to the award'),
  'project.agree': w('签订项目协议', 'Agreement signed'), 'project.start': w('开工', 'Works begun'), 'project.call-appraisal': w('召集评议会', 'Appraisal called'),
  'project.rework': w('要求整改', 'Rework asked for'), 'project.accept': w('验收通过', 'Accepted'), 'project.settle': w('结清账目', 'Accounts settled'),
  'project.close': w('结项', 'Closed'), 'project.start-upkeep': w('转入管护', 'Upkeep begun'), 'project.withdraw': w('撤回项目', 'Withdrawn'),
  'project.decline': w('不予资助', 'Declined'), 'project.stop': w('终止项目', 'Stopped'), 'project.grade': w('评定等级', 'Graded'),
  'project.plan-shifts': w('排监督班次', 'Watches planned'), 'project.cancel-shift': w('取消监督班次', 'Watch cancelled'), 'project.check-in': w('到场打卡', 'Check-in'),
  'project.answer-trouble': w('处理现场问题', 'Trouble at the works answered'), 'project.note': w('记录进展', 'Progress noted'), 'project.mark-picture': w('标注前后照片', 'Picture marked'),
  'project.report-outcome': w('填报指标', 'Indicator reported'), 'project.upkeep': w('管护检查', 'Upkeep check'), 'application.check': w('核对申报书', 'Application gone through'),
  'change.request': w('申请变更', 'Change asked for'), 'change.decide': w('答复变更申请', 'Change decided'), 'review.assign': w('指派评审专家', 'Reviewer assigned'),
  'review.save': w('保存评审', 'Review saved'), 'review.submit': w('提交评审', 'Review handed in'), 'review.conflict': w('评审专家回避', 'Reviewer stepped aside'),
  'award.propose': w('拟定资助结果', 'Award proposed'), 'award.confirm': w('分管领导确认资助', 'Award confirmed by the head'), 'award.refuse': w('分管领导不同意', 'Award refused by the head'),
  'award.open': w('资金来源立账', 'Award opened in the books'), 'award.close': w('资金来源关账', 'Award closed in the books'), 'money.pledge': w('登记承诺', 'Pledge recorded'),
  'money.receive': w('登记收款', 'Receipt recorded'), 'money.spend': w('登记付款', 'Payment recorded'), 'money.return': w('退回结余', 'Money returned'),
  'money.reverse': w('冲销', 'Entry reversed'), 'money.above-promise': w('收款超过承诺', 'More received than promised'), 'spending.ask': w('申请支出', 'Spending asked for'),
  'spending.rule': w('裁定能否支出', 'Spending ruled on'), 'spending.approve': w('同意支出', 'Spending approved'), 'spending.refuse': w('不同意支出', 'Spending refused'),
  'spending.withdraw': w('撤回支出申请', 'Spending withdrawn'), 'spending.close': w('核对凭证并签字', 'Papers checked and signed'), 'voucher.record': w('录入发票', 'Invoice recorded'),
  'voucher.withdraw': w('撤回发票', 'Invoice withdrawn'), 'ruling.give': w('作出裁定', 'Ruling given'),
};

/** An action of the audit trail in words; the code itself where nobody has named it yet. */
export const auditWords = (action: string, lang: Lang): string => words[action]?.[lang] ?? action;
