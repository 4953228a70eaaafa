import { defineText } from '#platform/i18n';

/** Words of the dossier's pages. */
export const dossierPageText = defineText({
  title: { zh: '项目卷宗', en: 'Dossier' },
  lead: { zh: '平时做的每一步都在这里，不用再写一遍。还没有的，点进去补上。', en: 'Every step of the work is here; nothing is written twice.' },
  filled: (filled: number, fields: number) => ({ zh: `${fields} 项里已有 ${filled} 项`, en: `${filled} of ${fields} fields are filled` }),
  print: { zh: '打印全部（PDF）', en: 'Print it all (PDF)' },
  there: { zh: '齐全', en: 'There' },
  partly: { zh: '还要补', en: 'Partly' },
  missing: { zh: '还没有', en: 'Missing' },
  'not-needed': { zh: '不需要', en: 'Not needed' },
  contents: { zh: '目录', en: 'Contents' },
  part: { zh: '部分', en: 'Part' },
  fields: { zh: '内容', en: 'Fields' },
  state: { zh: '状态', en: 'State' },
  lacking: (labels: string) => ({ zh: `还要补：${labels}`, en: `Missing: ${labels}` }),
  byHand: { zh: '打印后手写', en: 'by hand on paper' },
  handNote: { zh: '签字、盖章打印后补。', en: 'Signatures and stamps are added on paper.' },
  subtitle: { zh: '自治金项目卷宗', en: 'Dossier of a self-governance project' },
  date: { zh: '日期', en: 'Date' },
  scan: { zh: '扫码看项目页', en: 'Scan for the project’s page' },
  nothing: { zh: '没有', en: 'None' },
  attached: (name: string) => ({ zh: `附件：${name}`, en: `Attached: ${name}` }),
  hash: (hash: string) => ({ zh: `文件指纹 ${hash}`, en: `file ${hash}` }),
});
