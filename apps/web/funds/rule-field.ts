/** How one value of a rule is asked for. `?` in a type says that left open it is absent, not unset; 待定 then says unset. */
export interface Field {
  /** Where it stands in the rule: `formula.amountFen`. */
  path: string;
  zh: string;
  en: string;
  type: 'text' | 'code' | 'yuan' | 'number' | 'choice' | 'choices' | 'check' | 'day' | 'month-day' | 'fraction' | 'words' | 'list' | 'percents';
  /** What it is when left open: not allowed, null (unset: the office's own value fills it), or absent (the rule asks nothing of the kind). */
  open: 'required' | 'null' | 'absent';
  options?: readonly { value: string; zh: string; en: string }[];
}
/** A list inside a rule: one row of fields each. */
export interface Rows {
  path: string;
  zh: string;
  en: string;
  /** Field that must be filled for a row to count. */
  key: string;
  fields: readonly Field[];
}
export interface Shape {
  zh: string;
  en: string;
  fields: readonly Field[];
  rows?: Rows;
  /** Values that a form does not ask for. */
  fixed?: Readonly<Record<string, unknown>>;
}

/** One field. */
export const f = (path: string, type: Field['type'], zh: string, en: string, open: Field['open'] = 'null', options?: Field['options']): Field => ({
  path,
  type,
  zh,
  en,
  open,
  ...(options ? { options } : {}),
});
/** Shared by the shapes. */
export const opts = (...pairs: readonly (readonly [string, string, string])[]) => pairs.map(([value, zh, en]) => ({ value, zh, en }));
/** Shared by the shapes. */
export const plain = (values: readonly string[], words: Readonly<Record<string, string>>) =>
  values.map((value) => ({ value, zh: words[value] ?? value, en: value }));

/** Shared by the shapes. */
export const counting = f(
  'counting',
  'choice',
  '按自然日还是工作日',
  'Calendar or working days',
  'null',
  opts(['calendar', '自然日', 'Calendar days'], ['working', '工作日', 'Working days']),
);
/** Shared by the shapes. */
export const title = [f('title.zh', 'text', '名称', 'Name', 'required'), f('title.en', 'text', '英文名称', 'English name', 'absent')];
/** Shared by the shapes. */
export const words: Record<string, string> = {
  hearing: '听证会',
  coordination: '协调会',
  appraisal: '评议会',
  assembly: '居民会议',
  representatives: '居民代表会议',
  committee: '居委会会议',
  review: '评审会',
  consultation: '征询',
  award: '批复',
  collection: '筹资',
  settlement: '决算',
  roll: '名册',
  call: '申报通知',
  acceptance: '验收',
  grade: '等级',
  quota: '下达额度',
  application: '申报',
  payment: '付款',
  sweep: '收回余款',
  'mid-term': '中期检查',
  closing: '结项',
  report: '报告',
  agreement: '签协议',
  spending: '支出',
  upkeep: '管护',
  meeting: '会议',
  disclosure: '公开',
  grant: '自治金',
  household: '居民出资',
  'property-company': '物业出资',
  'common-income': '公共收益',
  partner: '共建单位',
  crowdfunding: '众筹',
  'in-kind': '实物和劳务',
};
/** Shared by the shapes. */
export const tierCodes = f('projectTiers', 'list', '只管哪几类项目（类别代码，用顿号隔开）', 'Only these kinds of project (codes)', 'absent');

/** Name of the form field of a value. */
export const ruleField = (path: string): string => path.replaceAll('.', '-');
