import { committee, everyone, type Line, line, locals, office, same } from './matrix-lines.ts';

const rule = '/house-rules/{houseRule}';
const version = `${rule}/versions/1`;

/** House rules of 蔡路: anybody reads, the committee drafts and puts to the vote, people of the place comment and report. */
export const houseRules: Line[] = [
  same('GET /n/:place/house-rules', everyone),
  same('GET /n/:place/house-rules/new', committee),
  same('POST /n/:place/house-rules/new', committee, { attack: { kind: 'convention', title: '别人的公约' } }),
  same('GET /house-rules/settings', office),
  same('POST /house-rules/settings', office, { attack: { law: 'owners-general', reason: '随便' } }),
  line('GET /house-rules/:id', rule, everyone),
  line('GET /house-rules/:id/versions/:no', version, everyone),
  line('GET /house-rules/:id/versions/:no/text.pdf', `${version}/text.pdf`, everyone),
  line('GET /house-rules/:id/compare', `${rule}/compare?a=1&b=1`, everyone),
  line('GET /house-rules/:id/clauses/:clause', `${rule}/clauses/{houseRuleClause}`, everyone),
  line('GET /house-rules/:id/versions/:no/edit', `${version}/edit`, committee, { idle: ['secretaryElsewhere'] }),
  line('POST /house-rules/:id/new-version', `${rule}/new-version`, committee, { attack: { reason: '我来改' } }),
  ...['head', 'clauses', 'move', 'remove', 'paste', 'discuss', 'withdraw', 'vote', 'take-back', 'settle', 'repeal', 'settle-repeal'].map((what) =>
    line(`POST /house-rules/:id/versions/:no/${what}`, `${version}/${what}`, committee, {
      attack: {
        title: '改了',
        text: '第一条 改了',
        article: '{houseRuleClause}',
        to: 'up',
        until: '2099-01-01',
        reason: '不要了',
        law: 'residents-assembly-households',
        day: '2099-01-02',
        time: '20:00',
        fromDay: '2099-02-01',
        lastDay: '2099-03-01',
      },
    }),
  ),
  line('POST /house-rules/:id/versions/:no/comments', `${version}/comments`, locals, { attack: { text: '别处的人也说一句' }, idle: ['secretaryElsewhere'] }),
  line('POST /house-rules/:id/clauses/:clause/breach', `${rule}/clauses/{houseRuleClause}/breach`, locals, {
    attack: { text: '别处的人举报' },
    idle: ['secretaryElsewhere'],
  }),
  line('POST /house-rules/cite', '/house-rules/cite', [...committee, ...office], {
    attack: { clause: '{houseRuleVersion} {houseRuleClause}', subject: 'matter {matter}', note: '乱引用' },
  }),
  line('POST /house-rule-comments/:id/reply', '/house-rule-comments/{houseRuleComment}/reply', committee, { attack: { outcome: 'taken', text: '我说了算' } }),
  line('POST /house-rule-comments/:id/hide', '/house-rule-comments/{houseRuleComment}/hide', ['secretary', 'officer'], { attack: { reason: '藏起来' } }),
  line('POST /house-rule-comments/:id/appeal', '/house-rule-comments/{houseRuleComment}/appeal', locals, {
    attack: { reason: '不是我的' },
    idle: [...locals, 'secretaryElsewhere'],
  }),
  line('POST /house-rule-comments/:id/rule', '/house-rule-comments/{houseRuleComment}/rule', office, { attack: { show: 'no', reason: '乱裁' } }),
];
