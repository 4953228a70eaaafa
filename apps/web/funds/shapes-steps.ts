import { DEADLINES, MEETINGS, NOTICES, PAPER_STEPS, type RuleKind, SOURCE_KINDS, STAGES } from '#libs/policy';
import { counting, f, opts, plain, type Shape, tierCodes, title, words } from './rule-field.ts';

/** Kinds of rule that say who does what, with which papers, by when. */
export const stepShapes: Partial<Record<RuleKind, Shape>> = {
  use: {
    zh: '用途：可以、不得、待定',
    en: 'A use: allowed, forbidden, grey',
    fields: [
      f(
        'verdict',
        'choice',
        '结论',
        'Verdict',
        'required',
        opts(['forbidden', '不得支付', 'forbidden'], ['grey', '逐项裁定', 'grey'], ['allowed', '可以支付', 'allowed']),
      ),
      f('category.zh', 'text', '类别', 'Class', 'required'),
      f('category.en', 'text', '类别（英文）', 'Class in English', 'absent'),
      f('words', 'words', '词语，一行一个，同义词用顿号跟在后面', 'Words, one a line, synonyms after it', 'required'),
      f('except', 'list', '例外的词，用顿号隔开', 'Exceptions', 'absent'),
      f('sources', 'choices', '管哪些钱', 'Money bound', 'required', plain(SOURCE_KINDS, words)),
    ],
  },
  tests: {
    zh: '逐项回答的问题',
    en: 'Questions answered by name',
    fields: [f('refuses', 'check', '答“是”的不予支持（不勾：答“是”才支持）', 'A yes refuses', 'absent')],
    rows: {
      path: 'tests',
      zh: '问题',
      en: 'Question',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('question.zh', 'text', '问句', 'Question', 'absent'),
        f('question.en', 'text', '问句（英文）', 'Question in English', 'absent'),
      ],
    },
  },
  evidence: {
    zh: '要交的材料',
    en: 'Evidence',
    fields: [f('stage', 'choice', '环节', 'Step', 'required', plain(STAGES, words))],
    rows: {
      path: 'items',
      zh: '材料',
      en: 'Document',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('fromFen', 'yuan', '从多少金额起', 'From this amount on', 'absent'),
        f('whenCollecting', 'check', '只在向居民筹资时', 'Only when collecting', 'absent'),
        tierCodes,
      ],
    },
  },
  documents: {
    zh: '要出具的文书',
    en: 'Papers to produce',
    fields: [f('step', 'choice', '环节', 'Step', 'required', plain(PAPER_STEPS, words))],
    rows: {
      path: 'items',
      zh: '文书',
      en: 'Paper',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('leastCopies', 'number', '最少份数', 'Least copies', 'absent'),
        f('mostCopies', 'number', '最多份数', 'Most copies', 'absent'),
        f('signedBy', 'list', '谁签字，用顿号隔开', 'Who signs', 'absent'),
        f('sealed', 'check', '盖章', 'Sealed', 'absent'),
      ],
    },
  },
  meeting: {
    zh: '会议的人数和同意比例',
    en: 'Numbers at a meeting',
    fields: [
      f('meeting', 'choice', '会议', 'Meeting', 'required', plain(MEETINGS, words)),
      f('neededFor', 'choice', '哪一步要有这个会', 'Needed for', 'null', plain(['application', 'closing'], words)),
      f('voters.zh', 'text', '谁参加', 'Who takes part', 'required'),
      f('voters.en', 'text', '谁参加（英文）', 'Who takes part, in English', 'absent'),
      f('minimumPresent', 'number', '最少到会人数', 'Least number present', 'absent'),
      f('quorum', 'fraction', '到会比例，如 >1/2', 'Share present, such as >1/2', 'absent'),
      f('pass', 'fraction', '同意比例，如 >=2/3', 'Share agreeing, such as >=2/3', 'absent'),
      f('passOf', 'choice', '同意比例按谁算', 'Share of', 'absent', opts(['present', '到会的', 'those present'], ['entitled', '全体应到的', 'all entitled'])),
    ],
  },
  notice: {
    zh: '公示天数',
    en: 'Days of a notice',
    fields: [f('notice', 'choice', '公示事项', 'Notice', 'required', plain(NOTICES, words)), f('days', 'number', '天数', 'Days'), counting],
  },
  reply: {
    zh: '答复期限',
    en: 'Days to answer',
    fields: [
      f(
        'step',
        'choice',
        '答复什么',
        'Answer to',
        'required',
        opts(['matter', '议题', 'matter'], ['objection', '异议', 'objection'], ['application', '申报', 'application']),
      ),
      f('days', 'number', '天数', 'Days'),
      counting,
    ],
  },
  deadline: {
    zh: '每年的最后日期',
    en: 'A last day every year',
    fields: [
      f('subject', 'choice', '什么事', 'Of what', 'required', plain(DEADLINES, words)),
      f('lastDay', 'month-day', '最后日期（月-日）', 'Last day (MM-DD)'),
      f('yearsLater', 'number', '推后几年（当年填 0）', 'Years later (0: the same year)', 'required'),
      f('then.zh', 'text', '过期怎么办', 'What happens then', 'absent'),
    ],
  },
  rubric: {
    zh: '评审标准',
    en: 'Rubric',
    fields: [
      f('blind', 'choice', '是否盲评', 'Blind', 'absent', opts(['yes', '盲评', 'yes'], ['no', '不盲评', 'no'])),
      f('parts.review', 'number', '书面评审占总分 %', 'Written reviews, % of the total', 'absent'),
      f('parts.pitch', 'number', '路演评分占总分 %', 'Points at the session, % of the total', 'absent'),
      f('parts.vote', 'number', '居民投票占总分 %', 'Residents’ vote, % of the total', 'absent'),
      f(
        'votePoints',
        'choice',
        '得票怎么折成分',
        'How votes become points',
        'absent',
        opts(
          ['of-voters', '得票占投票人数的比例', 'share of the voters'],
          ['of-most', '得票与最高得票之比', 'share of the most votes'],
          ['by-place', '按名次', 'by place'],
        ),
      ),
    ],
    rows: {
      path: 'criteria',
      zh: '标准',
      en: 'Criterion',
      key: 'title.zh',
      fields: [
        ...title,
        f('code', 'code', '代码（自动）', 'Code', 'absent'),
        f('weightPercent', 'number', '权重 %', 'Weight %'),
        f('maxPoints', 'number', '满分', 'Full points'),
      ],
    },
  },
  approval: {
    zh: '审批流程',
    en: 'Approval chain',
    fixed: { distinctPersons: true },
    fields: [
      f(
        'subject',
        'choice',
        '批什么',
        'Of what',
        'required',
        opts(
          ['spending', '支出', 'spending'],
          ['application', '申报', 'application'],
          ['award', '批复', 'award'],
          ['acceptance', '验收', 'acceptance'],
          ['policy', '规定的修改', 'changes of the rules'],
        ),
      ),
    ],
    rows: {
      path: 'chain',
      zh: '审批人（按先后）',
      en: 'Approver, in order',
      key: 'title.zh',
      fields: [...title, f('role', 'code', '角色代码', 'Role code', 'absent'), f('fromFen', 'yuan', '从多少金额起', 'From this amount on')],
    },
  },
  roles: {
    zh: '谁做什么',
    en: 'Roles',
    fields: [],
    rows: {
      path: 'roles',
      zh: '角色',
      en: 'Role',
      key: 'title.zh',
      fields: [...title, f('code', 'code', '代码（自动）', 'Code', 'absent'), f('task.zh', 'text', '职责', 'Task', 'null')],
    },
  },
  numbering: {
    zh: '项目编号',
    en: 'Numbering',
    fields: [
      f('parts', 'list', '由什么组成：subdistrict、community、year、serial', 'Made of: subdistrict, community, year, serial', 'required'),
      f('separator', 'text', '连接号', 'Separator', 'absent'),
      f('serialDigits', 'number', '序号位数', 'Digits of the serial'),
    ],
  },
  duty: {
    zh: '应当做到的',
    en: 'A duty',
    fields: [f('stage', 'choice', '环节', 'Step', 'required', plain(['meeting', 'application', 'spending', 'closing', 'disclosure'], words))],
  },
};
