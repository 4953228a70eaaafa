import { defineText, type Lang } from '#platform/i18n';
import type { RosterField } from './columns.ts';
import type { RosterFailure } from './import-roster.ts';
import type { RosterError } from './parse-roster.ts';

/** Words of the roster import, for the page and the command line alike. */
export const rosterText = defineText({
  compound: { zh: '小区', en: 'Compound' },
  group: { zh: '居民小组', en: "Residents' group" },
  building: { zh: '楼栋', en: 'Building' },
  entrance: { zh: '单元', en: 'Entrance' },
  room: { zh: '室号', en: 'Room' },
  floor: { zh: '楼层', en: 'Floor' },
  area: { zh: '面积', en: 'Area' },
  owners: { zh: '业主', en: 'Owners' },
  ownerNo: { zh: '业主编号', en: 'Owner number' },
  residents: { zh: '住户', en: 'Residents' },
  tenants: { zh: '租户', en: 'Tenants' },
  phone: { zh: '电话', en: 'Phone' },
  at: (row: number, column: string) => ({ zh: `第 ${row} 行「${column}」`, en: `Row ${row}, ${column}` }),
  missing: { zh: '没有填，请补上', en: 'is empty; fill it in' },
  unreadable: {
    zh: '是公式而且没有存下结果，请改成数字或文字（复制后“粘贴为值”）',
    en: 'is a formula without a stored result; paste it as a value',
  },
  'too-long': { zh: '太长，请缩短', en: 'is too long; shorten it' },
  'bad-floor': { zh: '不是楼层，请填 1、2、3 这样的数字', en: 'is no floor; write a number such as 3' },
  'bad-area': {
    zh: '不是面积，请填平方米数，最多两位小数，例如 68.50',
    en: 'is no area; write square metres with at most two decimals, such as 68.50',
  },
  'door-twice': (other: number) => ({
    zh: `与第 ${other} 行是同一户，请删掉一行或改正室号`,
    en: `is the same door as row ${other}; remove one or correct the room`,
  }),
  'still-lived-in': {
    zh: '写着空置，但系统里还有人住，请先在住户页办“迁出”',
    en: 'says empty, but somebody is registered there; end the household first',
  },
  'bad-name': {
    zh: '有读不懂的姓名，多人之间请用分号隔开，例如：王小英；李强',
    en: 'holds a name that cannot be read; separate people with semicolons',
  },
  'bad-phone': { zh: '电话不对，请核对位数', en: 'holds a wrong phone number' },
  twice: { zh: '同一个名字写了两次，请核对', en: 'names somebody twice' },
  'some-shares': {
    zh: '有的业主写了份额，有的没写，请写全或都不写',
    en: 'gives a share to some owners only; give all or none',
  },
  'bad-share': { zh: '份额不对，请写成 1/2 或 50%', en: 'holds a wrong share; write 1/2 or 50%' },
  'shares-not-one': { zh: '各业主的份额加起来不等于 1，请核对', en: 'holds shares that do not add up to 1' },
  written: (value: string) => ({ zh: `（写的是“${value}”）`, en: ` (it says “${value}”)` }),
  empty: { zh: '文件是空的，里面没有内容', en: 'The file is empty' },
  'not-a-table': {
    zh: '这不是 Excel（.xlsx）或 CSV 文件，请另存为 .xlsx 再传',
    en: 'This is neither an Excel (.xlsx) nor a CSV file',
  },
  'old-xls': {
    zh: '这是旧版 Excel（.xls），请在 Excel 或 WPS 里另存为 .xlsx 再传',
    en: 'This is an old .xls; save it as .xlsx',
  },
  locked: { zh: '文件加了密码，请去掉密码再传', en: 'The file is locked with a password' },
  'too-large': {
    zh: '文件太大：原文件不超过 20 MB，展开后不超过 64 MB',
    en: 'The file is too large (20 MB, unpacked 64 MB)',
  },
  'too-many-columns': {
    zh: '列太多（超过 200 列），请只留花名册需要的列',
    en: 'Too many columns (over 200)',
  },
  'too-many-rows': { zh: '行太多（超过 20000 行），请按居民区分开', en: 'Too many rows (over 20,000)' },
  broken: { zh: '文件损坏，打不开，请重新导出一份', en: 'The file is damaged' },
  'no-header': {
    zh: '没有找到表头（要有“楼栋”“室号”这样的列名），请检查是不是选错了工作表',
    en: 'No header row was found; is it the right sheet?',
  },
  'no-rows': { zh: '表头下面没有内容', en: 'There are no rows below the headers' },
  'missing-column': (fields: string) => ({
    zh: `没有认出这些列：${fields}。请在页面上指定，或修改表头`,
    en: `These columns were not recognised: ${fields}`,
  }),
  'which-compound': {
    zh: '这个居民区有几个小区，花名册里没有“小区”列，请说明是哪个小区',
    en: 'The neighbourhood has several compounds; say which one',
  },
  'not-found': { zh: '没有这个居民区', en: 'No such neighbourhood' },
  'not-allowed': { zh: '您没有导入这个居民区花名册的权限', en: 'You may not import into this neighbourhood' },
  rows: (count: number) => ({
    zh: `有 ${count} 处要改，改好后再导入；现在什么也没有写入`,
    en: `${count} cells need correcting; nothing was written`,
  }),
  'key-reused': { zh: '这次导入已经提交过了', en: 'This import was sent already' },
  'equal-shares': (count: number) => ({
    zh: `${count} 行有几位业主而没写份额，按等额处理（民法典第三百零九条）`,
    en: `${count} rows name several owners without shares: taken as equal (Civil Code §309)`,
  }),
});

/** One wrong cell in words: where, what, and what to do. */
export function rosterErrorText(lang: Lang, error: RosterError): string {
  const t = rosterText[lang];
  const where = t.at(error.row, t[error.field]);
  const what = error.code === 'door-twice' ? t['door-twice'](error.other ?? 0) : t[error.code];
  return `${where}${lang === 'en' ? ' ' : ''}${what}${error.value === '' ? '' : t.written(error.value)}`;
}

/** A failed import in words. */
export function rosterFailureText(lang: Lang, failure: RosterFailure | { code: 'key-reused' }): string {
  const t = rosterText[lang];
  if (failure.code === 'rows') return t.rows(failure.errors.length);
  if (failure.code === 'missing-column') return t['missing-column'](failure.fields.map((field: RosterField) => t[field]).join(lang === 'zh' ? '、' : ', '));
  return t[failure.code];
}
