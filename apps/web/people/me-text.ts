import { defineText } from '#platform/i18n';

/** Texts of a person's own page, activation and vouching. */
export const meText = defineText({
  title: { zh: '我的', en: 'My page' },
  notBound: { zh: '您已经登录，但还没有绑定住户', en: 'You are signed in, but not bound to a home yet' },
  notBoundBody: {
    zh: '绑定以后才能附议、签到和表决。用开通信上的开通码，或者扫门上的家园码请楼组长担保。',
    en: 'Bind your home to support, sign in and vote: with your letter’s code, or scan the door code and ask the steward.',
  },
  useLetter: { zh: '我有开通信', en: 'I have a letter' },
  homes: { zh: '我的住房', en: 'My homes' },
  roles: { zh: '我的职务', en: 'My roles' },
  inbox: { zh: '我的待办', en: 'My inbox' },
  stored: { zh: '这里存了我的什么', en: 'What is stored about me' },
  storedBody: {
    zh: '姓名、是否成年、下面的电话、住房和职务，以及您在这里办过的事。没有身份证号。',
    en: 'Name, whether adult, the phone below, homes and roles, and what you did here. No identity number.',
  },
  noPhone: { zh: '没有存电话', en: 'No phone is stored' },
  export: { zh: '下载我的数据', en: 'Download my data' },
  withdrawPhone: { zh: '撤回我的电话', en: 'Take back my phone' },
  withdrawHint: {
    zh: '撤回后，以后导入花名册也不会再写回来。您参加过的表决、会议和签过的字不受影响。',
    en: 'A later roster will not bring it back. Votes, meetings and signatures stay.',
  },
  withdrawn: { zh: '电话已经删除', en: 'The phone was removed' },
  correct: {
    zh: '姓名或住房不对？请告诉居委会更正。想删除：您的姓名可以更正、电话可以撤回；已经投的票、签的字、记的账是大家的记录，不能删，公开的地方都遮住了姓名。',
    en: 'Wrong name or home? Tell the committee. Votes, signatures and accounts are everybody’s record and stay, with masked names where public.',
  },
  assisted: { zh: '工作人员替我办的', en: 'What staff did for me' },
  resident: { zh: '住户', en: 'resident' },
  tenant: { zh: '租户', en: 'tenant' },
  owner: { zh: '业主', en: 'owner' },
  // Activation.
  activateTitle: { zh: '开通', en: 'Activate' },
  activateLead: {
    zh: '输入开通信上的 16 位开通码和您的姓名，就和您家绑定了。不需要手机号，也不需要邮箱。',
    en: 'Enter the 16 characters of your letter and your name. Neither phone nor mail is needed.',
  },
  code: { zh: '开通码', en: 'Code' },
  codeHint: {
    zh: '大小写、空格、短横都不要紧；码里没有数字 0、1 和字母 O、I',
    en: 'Capitals, blanks and hyphens do not matter; there is no 0, 1, O or I',
  },
  yourName: { zh: '您的姓名', en: 'Your name' },
  yourNameHint: {
    zh: '和花名册上一样，系统会认出您；不一样就登记为这一户新的成员',
    en: 'As on the roster; otherwise you are added to the household',
  },
  activate: { zh: '开通', en: 'Activate' },
  activated: (label: string) => ({
    zh: `已绑定 ${label}，现在可以附议和表决了`,
    en: `Bound to ${label}; you can support and vote now`,
  }),
  'bad-code': {
    zh: '开通码不对，或者已经用过、过期了。请核对一遍；还不行，请居委会重新打印一封。',
    en: 'The code is wrong, used or expired. Check it; else ask the committee for a new letter.',
  },
  'account-taken': {
    zh: '这个账号不是您自己的，请先退出登录再试。',
    en: 'This account is not yours; sign out first.',
  },
  tooMany: { zh: '试得太多了，请过十分钟再试。', en: 'Too many attempts; try again in ten minutes.' },
  // Vouching.
  vouchTitle: { zh: '待担保的住户', en: 'Requests for vouching' },
  vouchLead: {
    zh: '他们说自己住在这里，但没有开通信。您认得本人，才点“我担保”；您的姓名会记下来。',
    en: 'They say they live here but have no letter. Vouch only if you know them; your name is recorded.',
  },
  vouchNone: { zh: '现在没有等待担保的人', en: 'Nobody is waiting' },
  vouchNoneBody: {
    zh: '居民扫自家门上的家园码，就可以请您担保。',
    en: 'Residents ask by scanning their door code.',
  },
  vouch: { zh: '我担保', en: 'I vouch' },
  refuse: { zh: '不认得', en: 'Unknown to me' },
  vouched: { zh: '已担保', en: 'Vouched for' },
  refused: { zh: '已回绝', en: 'Refused' },
  says: { zh: '自称', en: 'Says to be' },
  door: { zh: '门', en: 'Door' },
  asked: { zh: '提出', en: 'Asked' },
  'own-request': { zh: '不能替自己担保，请另一位楼组长或书记来办。', en: 'Nobody vouches for themselves.' },
  'other-entrance': {
    zh: '这不是您负责的单元，请那里的楼组长或书记来办。',
    en: 'This is not your entrance.',
  },
  // Letters on paper.
  letterTitle: { zh: '请您开通居民自治账号', en: 'Activate your household' },
  letterWhy: (place: string) => ({
    zh: `${place}的事，大家商量着办：提议题、附议、开会签到、表决，都可以在手机上办。`,
    en: `In ${place} residents decide together: raise matters, support them, sign in at meetings, vote.`,
  }),
  letterHow: {
    zh: '扫右边的二维码，或打开下面的网址输入开通码，再填上姓名，就和您家绑定了。不需要手机号和邮箱。',
    en: 'Scan the code, or open the address below and type the code with your name. Neither phone nor mail is needed.',
  },
  letterSecret: {
    zh: '开通码只能用一次，请不要给外人。不用手机也没关系：请到居委会，工作人员替您办。',
    en: 'The code works once; keep it to your household. Without a phone: come to the committee.',
  },
  letterCode: { zh: '您家的开通码', en: 'Your household’s code' },
  letterFoot: (address: string, day: string) => ({
    zh: `网址 ${address}　有效期到 ${day}。请沿虚线裁开，折好投递。`,
    en: `${address} — valid until ${day}. Cut along the dashed line.`,
  }),
});
