import { defineText } from '#platform/i18n';

/** Texts that every page shares: errors, navigation, roles. */
export const kitText = defineText({
  siteName: { zh: '支点', en: 'Zhidian' },
  matters: { zh: '议题', en: 'Matters' },
  meetings: { zh: '会议', en: 'Meetings' },
  projects: { zh: '项目', en: 'Projects' },
  notices: { zh: '公开栏', en: 'Notices' },
  inbox: { zh: '待办', en: 'Inbox' },
  office: { zh: '今年的自治金', en: 'This year' },
  reviews: { zh: '我的评审', en: 'My reviews' },
  rounds: { zh: '申报与评审', en: 'Rounds' },
  books: { zh: '账目', en: 'Books' },
  people: { zh: '人员', en: 'People' },
  places: { zh: '居民区', en: 'Neighbourhoods' },
  ask: { zh: '先问后花', en: 'Ask first' },
  cases: { zh: '案例库', en: 'Cases' },
  policy: { zh: '规定与裁定', en: 'Policy' },
  notFoundTitle: { zh: '没有找到这一页', en: 'Page not found' },
  notFoundBody: {
    zh: '地址可能打错了，或者这一页不对您开放。可以回首页看看，或向居委会问一声。',
    en: 'The address may be wrong, or the page is not open to you. Go back to the home page, or ask the committee.',
  },
  forbiddenTitle: { zh: '这件事您现在不能办', en: 'You cannot do this' },
  forbiddenBody: {
    zh: '您的身份没有办理这件事的权限。如果应该有，请联系居委会或街镇自治办，让他们给您加上。',
    en: 'Your role does not allow this. If it should, ask the committee or the fund office to give you the role.',
  },
  conflictTitle: { zh: '没有办成', en: 'Not done' },
  conflictBody: {
    zh: '刚才已经有人办过，或者情况已经变了。请回到上一页，看看现在的情况再决定。',
    en: 'Somebody was faster, or things have changed. Go back and look at the present state.',
  },
  yearClosed: {
    zh: '这个日期所在的年度已经结账，不能再往里记账，这次没有记。请改用今天的日期；以前记错的，冲销后重新登记。',
    en: 'The books of that year are closed and nothing was written. Use a day of this year; what was wrong is reversed today.',
  },
  keyReused: {
    zh: '这张表单已经提交过了，没有重复办理。请回到上一页看结果；要再办一次，请重新打开表单。',
    en: 'This form was already sent; nothing was done twice. Go back to see the result.',
  },
  originTitle: { zh: '请求被拦下了', en: 'Request refused' },
  originBody: {
    zh: '这个请求不是从本站页面发出的，为安全起见没有办理。请从本站页面重新操作。',
    en: 'The request did not come from a page of this site and was not carried out. Please start again from the page.',
  },
  malformedTitle: { zh: '这次提交没有看懂', en: 'The request could not be read' },
  malformedBody: {
    zh: '提交的内容不完整，或者地址里有认不得的字。请回到上一页，刷新以后再试一次。',
    en: 'The form did not arrive whole, or the address holds something that is not known here. Go back, reload and try again.',
  },
  tooLargeTitle: { zh: '文件太大了', en: 'Too large' },
  tooLargeBody: { zh: '一次提交不能超过 60 MB。请减少照片张数或先压缩，再提交一次。', en: 'One form may carry 60 MB at most. Send fewer or smaller files.' },
  tooManyTitle: { zh: '请稍等一会儿', en: 'Please wait' },
  tooManyBody: { zh: '短时间内试得太多了，请过几分钟再试。', en: 'Too many attempts. Try again in a few minutes.' },
  brokenTitle: { zh: '系统出错了', en: 'Something went wrong' },
  brokenBody: {
    zh: '这次没有办成，已经记下来了。您填的内容没有被保存，请返回上一页再试；还不行，请告诉街镇自治办。',
    en: 'It was not carried out and has been logged. Go back and try again; if it stays, tell the fund office.',
  },
  awayTitle: { zh: '系统暂时连不上数据库', en: 'The database is away' },
  awayBody: {
    zh: '这次没有办成，请过一分钟再试。已经办成的事都在，不会丢。',
    en: 'It was not carried out. Try again in a minute. What was done before is safe.',
  },
  fullTitle: { zh: '存储空间满了', en: 'The disk is full' },
  fullBody: {
    zh: '这次没有存下来。请告诉街镇自治办清理空间后再试；已经存下的都在。',
    en: 'Nothing was saved this time. Ask the office to free space and try again.',
  },
  home: { zh: '回首页', en: 'Home page' },
  index: { zh: '治理指数', en: 'Index' },
  back: { zh: '返回上一页', en: 'Go back' },
  backToForm: { zh: '回到刚才的页面', en: 'Back to where you were' },
  reference: (id: string) => ({ zh: `编号 ${id}`, en: `Reference ${id}` }),
  chooseSubdistrict: { zh: '选择街道或镇', en: 'Choose a subdistrict' },
  noSubdistrict: { zh: '还没有开通街镇', en: 'Nothing set up yet' },
  noSubdistrictBody: {
    zh: '请管理员在服务器上运行 ./zhidian setup，建立第一个街镇和自治办账号。',
    en: 'Run ./zhidian setup on the server to make the first subdistrict and office account.',
  },
  resident: { zh: '居民', en: 'Resident' },
  steward: { zh: '楼组长', en: 'Steward' },
  secretary: { zh: '居民区书记', en: 'Secretary' },
  director: { zh: '居委会主任', en: 'Director' },
  supervisor: { zh: '居民监督员', en: 'Resident supervisor' },
  keeper: { zh: '管护人', en: 'Keeper' },
  partner: { zh: '共建单位', en: 'Partner' },
  property: { zh: '物业公司', en: 'Property company' },
  officer: { zh: '自治办', en: 'Fund officer' },
  head: { zh: '分管领导', en: 'Deputy head' },
  reviewer: { zh: '评审专家', en: 'Reviewer' },
  auditor: { zh: '审计', en: 'Auditor' },
  admin: { zh: '管理员', en: 'Administrator' },
  visitor: { zh: '尚未绑定住户', en: 'Not bound to a home' },
  'same-hands': {
    zh: '这件事要两个人办。代行职责的人和被代的人算同一个人，请由另一位来办。',
    en: 'This takes two persons. A deputy and whom they stand in for count as one; somebody else must do it.',
  },
  // Messages of fields, by code.
  required: { zh: '请填写这一项', en: 'Please fill this in' },
  'too-long': { zh: '写得太长了，请精简一些', en: 'Too long; please shorten it' },
  'too-short': { zh: '写得太短了，请补充一些', en: 'Too short; please add a little' },
  invalid: { zh: '这一项填得不对，请改一下', en: 'This is not right; please correct it' },
  'not-a-date': { zh: '请选一个日期，例如 2026-11-22', en: 'Please give a date, for example 2026-11-22' },
  'not-a-time': { zh: '请填时间，例如 14:30', en: 'Please give a time, for example 14:30' },
  'amount-too-large': {
    zh: '金额太大（最多 9,999,999,999.99 元），请核对是否多打了数字',
    en: 'Too large: at most 9,999,999,999.99 yuan. Please check the digits',
  },
  'not-an-amount': { zh: '请填金额，例如 1200 或 1200.50', en: 'Please give an amount, for example 1200 or 1200.50' },
  'not-a-number': { zh: '请填数字', en: 'Please give a number' },
  'not-in-list': { zh: '请从列出的选项里选一个', en: 'Please choose one of the options' },
  'in-the-past': { zh: '日期已经过了，请选今天或以后', en: 'This day has passed; choose today or later' },
  'in-the-future': { zh: '日期还没有到，请核对', en: 'This day has not come yet; please check' },
  empty: { zh: '文件是空的，请重新选择', en: 'The file is empty; choose another' },
  'too-large': { zh: '单个文件不能超过 20 MB', en: 'A file may have 20 MB at most' },
  'wrong-type': { zh: '只收照片（JPG、PNG、WebP）、PDF、OFD、XML 和 Excel 文件', en: 'Photos (JPG, PNG, WebP), PDF, OFD, XML and Excel files only' },
  'broken-image': { zh: '这张照片打不开，请换一张', en: 'This picture cannot be read; choose another' },
});

/** Words for a code, when the common texts have them. */
export function commonMessage(lang: 'zh' | 'en', code: string): string | undefined {
  const texts: Record<string, unknown> = kitText[lang];
  const text = texts[code];
  return typeof text === 'string' ? text : undefined;
}
