import type { RuleKind } from '#libs/policy';
import { counting, f, opts, type Shape, tierCodes, title } from './rule-field.ts';

/** Kinds of rule that say how much. */
export const moneyShapes: Partial<Record<RuleKind, Shape>> = {
  cap: {
    zh: '金额上限',
    en: 'A cap',
    fields: [
      f(
        'scope',
        'choice',
        '管什么',
        'Of what',
        'required',
        opts(
          ['project', '一个项目', 'a project'],
          ['neighbourhood-year', '一个居民区全年', 'a neighbourhood in a year'],
          ['office-year', '全街镇全年', 'the whole office in a year'],
          ['household', '每户出资', 'what a household pays'],
        ),
      ),
      f('amountFen', 'yuan', '上限（按户数或人数计算的不填）', 'Limit (leave open where it goes by heads)'),
      f(
        'formula.per',
        'choice',
        '按户数还是人数计算',
        'By households or residents',
        'absent',
        opts(['household', '按户', 'households'], ['resident', '按人', 'residents']),
      ),
      f('formula.baseFen', 'yuan', '基数', 'Base sum'),
      f('formula.each', 'number', '每多少户（人）', 'For every so many', 'absent'),
      f('formula.amountFen', 'yuan', '加多少', 'adds'),
      f('formula.beyond', 'number', '超过多少户（人）起算', 'beyond the first', 'absent'),
      f(
        'formula.rounding',
        'choice',
        '不足一个单位的怎么算',
        'A unit that is not full',
        'null',
        opts(['started', '按一个算', 'counts whole'], ['full', '不算', 'does not count'], ['exact', '按比例，分以下舍去', 'in proportion']),
      ),
      f('formula.mostFen', 'yuan', '封顶', 'Never more than', 'absent'),
      tierCodes,
    ],
  },
  tiers: {
    zh: '分类和各类上限',
    en: 'Kinds with their caps',
    fields: [f('by', 'choice', '按什么分', 'Kinds of', 'required', opts(['project', '项目类别', 'projects'], ['community', '小区类别', 'compounds']))],
    rows: {
      path: 'tiers',
      zh: '类别',
      en: 'Kind',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('capFen', 'yuan', '上限', 'Cap', 'absent'),
        f('communityKinds', 'list', '小区类型代码', 'Kinds of compound', 'absent'),
      ],
    },
  },
  parts: {
    zh: '全年额度分几部分',
    en: 'Parts of the yearly sum',
    fields: [f('sum', 'code', '总额是哪一条上限（条款代码）', 'Which cap is the sum (id)', 'required'), f('count', 'number', '共几部分', 'Parts in all')],
    rows: {
      path: 'parts',
      zh: '部分',
      en: 'Part',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('minimumPercent', 'number', '最低比例 %', 'At least %', 'absent'),
        f('maximumPercent', 'number', '最高比例 %', 'At most %', 'absent'),
        f('projectTiers', 'list', '项目类别代码', 'Kinds of project', 'absent'),
      ],
    },
  },
  grades: {
    zh: '结项等级',
    en: 'Grades',
    fields: [f('nextYearBy', 'choice', '下年按哪个等级', 'Next year by', 'absent', opts(['worst', '最差的', 'the worst'], ['best', '最好的', 'the best']))],
    rows: {
      path: 'grades',
      zh: '等级（从高到低）',
      en: 'Grade, best first',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('minimumPoints', 'number', '最低分', 'From points'),
        f('quotaPercent', 'number', '下年额度 %', 'Next year, %', 'absent'),
        f('mayApply', 'choice', '下年可否申报', 'May apply next year', 'absent', opts(['yes', '可以', 'yes'], ['no', '不得申报', 'no'])),
        f('effect.zh', 'text', '效果', 'Effect', 'null'),
      ],
    },
  },
  matching: {
    zh: '自筹配套',
    en: 'Matching',
    fields: [
      f('raisedFromFen', 'yuan', '自筹达到多少起', 'From this amount raised'),
      f('matchPercent', 'number', '配套比例 %', 'Match, %'),
      f('maximumFen', 'yuan', '最多配套', 'At most'),
      f(
        'per',
        'choice',
        '按什么算',
        'For each',
        'absent',
        opts(['project', '整个项目', 'project'], ['entrance', '门栋', 'entrance'], ['household', '户', 'household'], ['compound', '小区', 'compound']),
      ),
    ],
  },
  tranches: {
    zh: '分期拨付',
    en: 'Tranches',
    fields: [
      f('percents', 'percents', '各期比例，如 60,40', 'Shares, such as 60,40'),
      f('conditions', 'list', '各期条件：agreement、start、mid-term、accepted', 'Conditions: agreement, start, mid-term, accepted', 'absent'),
    ],
  },
  leverage: { zh: '最低撬动倍数', en: 'Least leverage', fields: [f('minimumTenths', 'number', '倍数的十倍（1.5 倍填 15）', 'In tenths (1.5 is 15)')] },
  share: {
    zh: '最低比例',
    en: 'Least share',
    fields: [
      f('part.zh', 'text', '哪部分', 'Of what', 'required'),
      f('part.en', 'text', '哪部分（英文）', 'Of what, in English', 'absent'),
      f('minimumPercent', 'number', '最低比例 %', 'At least %'),
    ],
  },
  'carry-over': {
    zh: '结余可否结转',
    en: 'Carry-over',
    fields: [f('allowed', 'choice', '结余可否结转', 'May leftovers be carried over', 'null', opts(['yes', '可以结转', 'yes'], ['no', '不得结转', 'no']))],
  },
  'year-end-return': { zh: '年底交回', en: 'Return at year end', fields: [f('lastDay', 'month-day', '最后日期（月-日）', 'Last day (MM-DD)')] },
  return: {
    zh: '余款交回',
    en: 'Money that goes back',
    fields: [],
    rows: {
      path: 'cases',
      zh: '情形',
      en: 'Case',
      key: 'when',
      fields: [
        f(
          'when',
          'choice',
          '什么情形',
          'When',
          'required',
          opts(
            ['leftover', '结余', 'leftovers'],
            ['stopped', '中途停止', 'stopped'],
            ['misused', '违规使用', 'misused'],
            ['not-started', '没有开工', 'not started'],
            ['graded-failed', '评定不合格', 'failed grade'],
          ),
        ),
        f('sharePercent', 'number', '交回比例 %', 'Returned, %'),
        f('withinDays', 'number', '几天内', 'Within days'),
        counting,
      ],
    },
  },
};
