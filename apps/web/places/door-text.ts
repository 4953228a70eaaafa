import { defineText } from '#platform/i18n';

/** Texts of the door page, its printed code and the first steps of an office. */
export const doorText = defineText({
  title: (label: string) => ({ zh: `${label} 家园码`, en: `Door code of ${label}` }),
  lead: (place: string) => ({
    zh: `这是${place}的一扇门。在这里可以看大家在商量什么，也可以提自己的事。`,
    en: `A door in ${place}: see what is being discussed, or raise something yourself.`,
  }),
  raise: { zh: '我要提一件事', en: 'Raise a matter' },
  discussed: { zh: '大家正在商量', en: 'Being discussed' },
  nothing: { zh: '现在没有在商量的事，您可以提第一件。', en: 'Nothing at present; you may be the first.' },
  soon: { zh: '最近要开的会', en: 'Meetings ahead' },
  call: { zh: '有事找谁', en: 'Whom to ask' },
  nobody: {
    zh: '还没有登记联系人，请到居委会问一声。',
    en: 'No contact is registered yet; ask at the committee.',
  },
  bindTitle: { zh: '我就住在这里', en: 'I live here' },
  bindBody: {
    zh: '绑定住户后，可以附议、表决、签到。家园码是公开的，扫它不算证明；请用下面一种办法：',
    en: 'Once bound you can support, vote and sign in. This code is public and proves nothing; use one of these ways:',
  },
  byLetter: { zh: '用开通信上的开通码', en: 'With the code of your letter' },
  byVouch: { zh: '没有信？请楼组长担保', en: 'No letter? Ask the steward to vouch' },
  vouchHint: {
    zh: '写下您的姓名，楼组长或书记认得您，就可以替您担保。',
    en: 'Give your name; the steward or the secretary, who knows you, vouches.',
  },
  yourName: { zh: '您的姓名', en: 'Your name' },
  askVouch: { zh: '请楼组长担保', en: 'Ask for vouching' },
  vouchNeedsAccount: { zh: '先登录，再请楼组长担保', en: 'Sign in first, then ask for vouching' },
  asked: { zh: '已经告诉楼组长，他们认可后您就能参加表决', en: 'The steward has been told' },
  boundHere: { zh: '您已经绑定这一户。', en: 'You are bound to this household.' },
  nobodyLives: { zh: '这扇门现在登记为空置。', en: 'Nobody is registered behind this door.' },
  neighbourhoodPage: { zh: '居民区主页', en: 'The neighbourhood' },
  'bad-door': { zh: '这个码不是住户的门', en: 'This is no home’s door' },
  'asked-already': { zh: '您已经请过一次，楼组长还没有回复', en: 'You have asked already; no answer yet' },
  'bound-already': { zh: '您已经绑定这一户了', en: 'You are bound to this household already' },
  // Paper.
  sheetTitle: { zh: '家园码', en: 'Door code' },
  sheetScan: {
    zh: '扫一扫：看大家在商量什么，提一件自己的事',
    en: 'Scan: see what is being discussed, raise a matter',
  },
  sheetType: (address: string) => ({
    zh: `不扫码也行：打开 ${address}，或把这个码告诉居委会`,
    en: `Or open ${address}, or tell the committee this code`,
  }),
  // First steps.
  startTitle: { zh: '从这里开始', en: 'Start here' },
  startLead: {
    zh: '一个新开通的街镇，按下面几步走完，居民就能提议题、参加表决了。做到哪一步，这里会记着。',
    en: 'After these steps residents can raise matters and vote. This page keeps track.',
  },
  stepNeighbourhood: { zh: '建居民区', en: 'Make the neighbourhoods' },
  stepNeighbourhoodBody: {
    zh: '填名称和代码。已公布的户数照原话写。',
    en: 'Name and code; published figures in their own words.',
  },
  stepRoster: { zh: '导入花名册', en: 'Import the rosters' },
  stepRosterBody: {
    zh: '用现有的 Excel 就行：楼栋、单元、室号、面积、业主、住户。先预览，确认了才写入；写错了可以改了再导，不会重复。',
    en: 'Your own Excel will do. Look first, then confirm; import again as often as you like.',
  },
  stepRoles: { zh: '登记书记和主任', en: 'Register secretary and director' },
  stepRolesBody: {
    zh: '填姓名和手机号，他们用手机验证码登录；没有手机的，可以给一次性链接。书记再登记楼组长。',
    en: 'With a phone they sign in by code; without, give a one-time link. The secretary then registers stewards.',
  },
  stepLetters: { zh: '打印家园码和开通信', en: 'Print door codes and letters' },
  stepLettersBody: {
    zh: '在楼栋页打印。家园码贴在门口，开通信投进信箱。',
    en: 'On each building’s page. Codes go on the wall, letters into the boxes.',
  },
  done: (n: number, of: number) => ({
    zh: `${n} / ${of} 个居民区已完成`,
    en: `${n} of ${of} neighbourhoods done`,
  }),
  nextStep: { zh: '现在做这一步', en: 'Do this now' },
  finished: { zh: '已完成', en: 'Done' },
  waits: { zh: '前面的做完再做', en: 'After the steps before' },
  allDone: {
    zh: '都做完了。居民可以提议题，居委会可以召集会议了。自治办接着采用规定、开启申报：',
    en: 'All done. Matters and meetings come next; the office adopts its rules and opens a round:',
  },
  toTheFund: { zh: '今年的自治金', en: "this year's fund" },
});
