import { parseFraction } from './schema-parts.ts';
import type { Rule, RuleOf, Text } from './schema.ts';

/** One way in which a rule asks for less than the blocking rule it takes the place of. */
export type Loosening = { readonly what: Text; readonly was: string; readonly now: string };

const said = (value: unknown): string => (value === null || value === undefined ? '—' : String(value));

/** Collects what is looser. A value that the inherited rule leaves open may be set; one that it sets may not be opened again. */
class Comparison {
  readonly found: Loosening[] = [];
  loose(zh: string, en: string, was: unknown, now: unknown): void {
    this.found.push({ what: { zh, en }, was: said(was), now: said(now) });
  }
  /** A limit: less is narrower. Undefined: no such limit. */
  atMost(zh: string, en: string, was: bigint | number | string | null | undefined, now: bigint | number | string | null | undefined): void {
    if (was === null || was === undefined) return;
    if (now === null || now === undefined || now > was) this.loose(zh, en, was, now);
  }
  /** A least: more is narrower. */
  atLeast(zh: string, en: string, was: bigint | number | null | undefined, now: bigint | number | null | undefined): void {
    if (was === null || was === undefined) return;
    if (now === null || now === undefined || now < was) this.loose(zh, en, was, now);
  }
  share(zh: string, en: string, was: string | null | undefined, now: string | null | undefined): void {
    const [before, after] = [was && parseFraction(was), now && parseFraction(now)];
    if (!before) return;
    const less =
      after && (after.num * before.den < before.num * after.den || (after.num * before.den === before.num * after.den && before.strict && !after.strict));
    if (!after || less) this.loose(zh, en, was, now);
  }
  same(zh: string, en: string, was: unknown, now: unknown): void {
    if (was !== null && was !== undefined && plain(was) !== plain(now)) this.loose(zh, en, was, now);
  }
  /** Every item must still be there. */
  keeps(zh: string, en: string, was: readonly string[], now: readonly string[]): void {
    const gone = was.filter((each) => !now.includes(each));
    if (gone.length > 0) this.loose(zh, en, gone.join('、'), '—');
  }
  /** No item may be added: each is an exception. */
  adds(zh: string, en: string, was: readonly string[], now: readonly string[]): void {
    const more = now.filter((each) => !was.includes(each));
    if (more.length > 0) this.loose(zh, en, '—', more.join('、'));
  }
}

const plain = (value: unknown): string => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
/** What binds in a rule, without its words and its place. */
function binding({ id: _id, title: _title, clause: _clause, source: _source, status: _status, validFrom: _from, validTo: _to, ...rest }: Rule): string {
  return plain(rest);
}
const VERDICTS = ['allowed', 'grey', 'forbidden'];
const allWords = (rule: RuleOf<'use'>) => rule.words.flatMap(({ word, also }) => [word, ...also]);

function compareCap(c: Comparison, was: RuleOf<'cap'>, now: RuleOf<'cap'>): void {
  c.same('对象', 'Scope', was.scope, now.scope);
  if (was.projectTiers) c.keeps('适用的项目类别', 'Kinds of project bound', was.projectTiers, now.projectTiers ?? was.projectTiers);
  else if (now.projectTiers) c.loose('适用的项目类别', 'Kinds of project bound', '', now.projectTiers.join('、'));
  if (!was.formula) {
    c.atMost('上限', 'Limit', was.amountFen, now.formula ? now.formula.mostFen : now.amountFen);
    return;
  }
  if (!now.formula) return c.loose('计算办法', 'Formula', plain(was.formula), now.amountFen);
  c.same('按户还是按人', 'Households or residents', was.formula.per, now.formula.per);
  c.atLeast('每多少户（人）', 'Heads of a unit', was.formula.each, now.formula.each);
  c.atMost('每单位金额', 'Amount of a unit', was.formula.amountFen, now.formula.amountFen);
  c.atMost('基数', 'Base sum', was.formula.baseFen, now.formula.baseFen);
  c.atLeast('起算的户（人）数', 'Heads not counted', was.formula.beyond, now.formula.beyond);
  c.atMost('封顶', 'Never more than', was.formula.mostFen, now.formula.mostFen);
  if (was.formula.rounding) c.same('取整', 'Rounding', was.formula.rounding, now.formula.rounding);
}

function compareItems(c: Comparison, was: RuleOf<'evidence'>, now: RuleOf<'evidence'>): void {
  c.same('环节', 'Stage', was.stage, now.stage);
  for (const item of was.items) {
    const own = now.items.find(({ code }) => code === item.code);
    if (!own) {
      c.loose('材料', 'Document', item.title.zh, null);
      continue;
    }
    if (item.fromFen === undefined && own.fromFen !== undefined) c.loose(`${item.title.zh}的起点金额`, `Amount for ${item.title.en}`, null, own.fromFen);
    if (item.fromFen !== undefined && own.fromFen !== undefined)
      c.atMost(`${item.title.zh}的起点金额`, `Amount for ${item.title.en}`, item.fromFen, own.fromFen);
    if (!item.whenCollecting && own.whenCollecting) c.loose(`${item.title.zh}只在筹资时要`, `${item.title.en} only when collecting`, null, true);
    if (own.projectTiers && !(item.projectTiers ?? []).every((tier) => own.projectTiers?.includes(tier)))
      c.loose(`${item.title.zh}适用的项目类别`, `Kinds of project for ${item.title.en}`, item.projectTiers, own.projectTiers);
    if (own.projectTiers && !item.projectTiers) c.loose(`${item.title.zh}适用的项目类别`, `Kinds of project for ${item.title.en}`, null, own.projectTiers);
  }
}

function compareChain(c: Comparison, was: RuleOf<'approval'>, now: RuleOf<'approval'>): void {
  c.same('事项', 'Subject', was.subject, now.subject);
  let at = -1;
  for (const step of was.chain) {
    const found = now.chain.findIndex(({ role }, index) => index > at && role === step.role);
    if (found < 0) c.loose('审批人', 'Who approves', step.title.zh, null);
    else {
      at = found;
      c.atMost(`${step.title.zh}的起点金额`, `Amount for ${step.title.en}`, step.fromFen, now.chain[found]?.fromFen);
    }
  }
}

function compareYear(c: Comparison, was: Rule, now: Rule): void {
  if (was.kind === 'meeting' && now.kind === 'meeting') {
    c.same('会议', 'Meeting', was.meeting, now.meeting);
    c.same('环节', 'Step', was.neededFor, now.neededFor);
    c.atLeast('最少到会人数', 'Least number present', was.minimumPresent, now.minimumPresent);
    c.share('到会比例', 'Share present', was.quorum, now.quorum);
    c.share('同意比例', 'Share that agrees', was.pass, now.pass);
    if (was.passOf === 'entitled') c.same('同意比例的基数', 'Base of the share', was.passOf, now.passOf);
  } else if (was.kind === 'parts' && now.kind === 'parts') {
    for (const part of was.parts) {
      const own = now.parts.find(({ code }) => code === part.code);
      c.atLeast(`${part.title.zh}的最低比例`, `Least share of ${part.title.en}`, part.minimumPercent, own?.minimumPercent);
      c.atMost(`${part.title.zh}的最高比例`, `Greatest share of ${part.title.en}`, part.maximumPercent, own?.maximumPercent);
    }
  } else if (was.kind === 'deadline' && now.kind === 'deadline') {
    c.same('事项', 'Subject', was.subject, now.subject);
    c.atMost('推后的年数', 'Years later', was.yearsLater, now.yearsLater);
    if (was.yearsLater === now.yearsLater) c.atMost('最后日期', 'Last day', was.lastDay, now.lastDay);
  } else if (was.kind === 'documents' && now.kind === 'documents') {
    c.keeps(
      '要出具的文书',
      'Papers',
      was.items.map(({ code }) => code),
      now.items.map(({ code }) => code),
    );
  } else if (was.kind === 'return' && now.kind === 'return') {
    for (const each of was.cases) {
      const own = now.cases.find(({ when }) => when === each.when);
      c.atLeast('交回的比例', 'Share returned', each.sharePercent, own?.sharePercent);
      c.atMost('交回的期限', 'Days to return', each.withinDays, own?.withinDays);
      if (each.counting === 'calendar') c.same('天数算法', 'Counting', each.counting, own?.counting);
    }
  } else if (binding(was) !== binding(now)) c.loose('条款内容', 'What the rule says', was.title.zh, now.title.zh);
}

/**
 * In what a rule asks for less than the inherited one whose place it takes. Empty: it says the same or more, or the inherited rule
 * blocks nothing. Where more or less cannot be told (a chain of roles, a form of numbers), a blocking rule must stay as it is.
 */
export function loosenings(inherited: Rule, own: Rule): readonly Loosening[] {
  if (!inherited.blocks) return [];
  const c = new Comparison();
  if (!own.blocks) c.loose('效力：从“违反即不予办理”变为“不直接拒绝”', 'Force: no longer refuses when broken', 'blocks', 'asks');
  if (inherited.kind !== own.kind) {
    c.loose('条款种类', 'Kind of rule', inherited.kind, own.kind);
    return c.found;
  }
  compareSameKind(c, inherited, own);
  return c.found;
}

function compareSameKind(c: Comparison, was: Rule, now: Rule): void {
  if (was.kind === 'cap' && now.kind === 'cap') compareCap(c, was, now);
  else if (was.kind === 'use' && now.kind === 'use') {
    c.atLeast('结论', 'Verdict', VERDICTS.indexOf(was.verdict), VERDICTS.indexOf(now.verdict));
    c.keeps('所列用途', 'Uses listed', allWords(was), allWords(now));
    c.adds('例外', 'Exceptions', was.except, now.except);
    c.keeps('所管的钱', 'Money bound', was.sources, now.sources);
  } else if (was.kind === 'tiers' && now.kind === 'tiers') {
    c.same('分类办法', 'Kinds by', was.by, now.by);
    c.adds(
      '类别',
      'Kinds',
      was.tiers.map(({ code }) => code),
      now.tiers.map(({ code }) => code),
    );
    for (const tier of was.tiers)
      c.atMost(
        `${tier.title.zh}的上限`,
        `Limit of ${tier.title.en}`,
        tier.capFen,
        now.tiers.find(({ code }) => code === tier.code)?.capFen ?? (now.tiers.some(({ code }) => code === tier.code) ? null : 0n),
      );
  } else if (was.kind === 'evidence' && now.kind === 'evidence') compareItems(c, was, now);
  else if (was.kind === 'approval' && now.kind === 'approval') compareChain(c, was, now);
  else if (was.kind === 'notice' && now.kind === 'notice') {
    c.same('公示事项', 'Notice', was.notice, now.notice);
    c.atLeast('天数', 'Days', was.days, now.days);
    if (was.counting === 'working') c.same('天数算法', 'Counting', was.counting, now.counting);
  } else if (was.kind === 'reply' && now.kind === 'reply') {
    c.same('环节', 'Step', was.step, now.step);
    c.atMost('天数', 'Days', was.days, now.days);
    if (was.counting === 'calendar') c.same('天数算法', 'Counting', was.counting, now.counting);
  } else if (was.kind === 'share' && now.kind === 'share') c.atLeast('最低比例', 'Least share', was.minimumPercent, now.minimumPercent);
  else if (was.kind === 'leverage' && now.kind === 'leverage') c.atLeast('最低撬动倍数', 'Least leverage', was.minimumTenths, now.minimumTenths);
  else if (was.kind === 'tests' && now.kind === 'tests') {
    c.same('问法', 'Way of asking', was.refuses ?? false, now.refuses ?? false);
    c.keeps(
      '所列问题',
      'Tests',
      was.tests.map(({ code }) => code),
      now.tests.map(({ code }) => code),
    );
  } else if (was.kind === 'carry-over' && now.kind === 'carry-over') {
    if (was.allowed === false) c.same('结余可否结转', 'Carry-over', was.allowed, now.allowed);
  } else if (was.kind === 'year-end-return' && now.kind === 'year-end-return') c.atMost('最后日期', 'Last day', was.lastDay, now.lastDay);
  else if (was.kind === 'matching' && now.kind === 'matching') {
    c.atLeast('配套的起点', 'Raised from', was.raisedFromFen, now.raisedFromFen);
    c.atMost('配套比例', 'Match', was.matchPercent, now.matchPercent);
    c.atMost('配套上限', 'Most matched', was.maximumFen, now.maximumFen);
  } else compareYear(c, was, now);
}
