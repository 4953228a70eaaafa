import { defineText } from '#platform/i18n';

/** Words that stand only on the printed papers of a meeting. */
export const meetingPaperText = defineText({
  stamp: { zh: '（盖章）', en: '(stamp)' },
  scanPage: { zh: '扫码看会议材料', en: 'Scan for the papers' },
  scanSignIn: (code: string) => ({ zh: `手机扫码签到，签到码 ${code}`, en: `Scan to sign in, code ${code}` }),
  sheet: { zh: '签到表', en: 'sign-in sheet' },
  sheetFoot: {
    zh: '已经扫码签到的不用再签。户主以外的家人签到，请写明姓名。会后请把本表拍照，按编号录入。',
    en: 'Whoever signed in by phone need not sign. Photograph and enter this sheet after the meeting.',
  },
  no: { zh: '序号', en: 'No.' },
  door: { zh: '门牌', en: 'Door' },
  lineCode: { zh: '编号', en: 'Code' },
  name: { zh: '姓名', en: 'Name' },
  signature: { zh: '签字', en: 'Signature' },
  ofEntitled: (words: string) => ({ zh: `（应到 ${words}）`, en: ` (of ${words})` }),
  version: { zh: '版本', en: 'Version' },
  draft: { zh: '本版本尚未公布。', en: 'This version is not published yet.' },
  result: { zh: '结果', en: 'Result' },
  passed: { zh: '通过', en: 'passed' },
  notPassed: { zh: '未通过', en: 'not passed' },
  residents: { zh: '居民代表', en: 'For the residents' },
  committee: { zh: '居委会（盖章）', en: 'Committee (stamp)' },
  date: { zh: '日期', en: 'Date' },
});
