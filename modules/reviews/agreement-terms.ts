import { formatDay } from '#libs/civil-time';
import { cite, dutiesFor, type ResolvedPack, rulesOfKind } from '#libs/policy';
import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { currentPack } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import { findApplication, planTranches, type Project, trancheTermsIn } from '#modules/projects';
import type { AgreementContent } from './agreement-store.ts';
import { proposalOf } from './award-store.ts';

const plainNumber = (text: string): string => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);

const conditionWords: Record<string, string> = { agreement: '协议签订后', start: '开工后', 'mid-term': '中期检查通过后', accepted: '验收通过后' };

/** What the project's policy binds both sides to; nothing beyond it. */
function clausesOf(pack: ResolvedPack | null, terms: string | null): string[] {
  const owed = pack ? (['spending', 'closing', 'disclosure'] as const).flatMap((stage) => dutiesFor(pack, stage)) : [];
  const ends = pack
    ? [
        ...rulesOfKind(pack, 'year-end-return').map(({ rule }) => ({ rule, words: rule.lastDay ? `${rule.lastDay.replace('-', '月')}日前` : '' })),
        ...rulesOfKind(pack, 'carry-over').map(({ rule }) => ({ rule, words: rule.allowed === null ? '' : rule.allowed ? '可以结转' : '不得结转' })),
      ]
    : [];
  return [
    '乙方按上列预算专款专用；需要变更的，先提出申请，重大变更先经居民讨论决定。',
    '支出逐笔申请、审批，票据齐全，账目公开。',
    ...(terms ? [`资助决定所附条件：${terms}`] : []),
    ...owed.map(({ rule }) => `${rule.title.zh}（${cite(rule, 'zh')}）。`),
    ...ends.map(({ rule, words }) => `${rule.title.zh}${words ? `：${words}` : ''}（${cite(rule, 'zh')}）。`),
    ...(pack ? [`本协议未写明的，按《${pack.title.zh.replace(/[《》]/g, '')}》（${pack.version}）办理。`] : []),
    '双方签字盖章之日起生效；内容变更须另签新版本。',
  ];
}

const nameRow = z.object({ name: z.string() });

/** The agreement of an awarded project as its facts say it now, by the policy of its round; null where there is nothing to agree on. */
export async function agreementNow(tx: Tx, project: Project, today: string): Promise<AgreementContent | null> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!application || project.grantAwardedFen === null) return null;
  const [pack, place, proposal, office] = [
    await currentPack(tx, today, project),
    await findNeighbourhood(tx, project.neighbourhoodId),
    await proposalOf(tx, project.id),
    await tx.one(sql`select name from subdistrict where id = ${tx.subdistrictId}`, nameRow),
  ];
  const terms = await trancheTermsIn(tx, today, project);
  const plan = terms.percents && terms.conditions ? planTranches(project.grantAwardedFen, terms.percents, terms.conditions) : null;
  const name = place?.name ?? '';
  return {
    office: `${office.name}社区自治金管理办公室`,
    committee: `${name.replace(/(居民区|村)$/, '')}${place?.committeeKind === 'village' ? '村民委员会' : '居民委员会'}`,
    title: project.title,
    number: `${name} ${project.serial}`,
    goal: application.goal,
    periodStart: application.periodStart,
    periodEnd: application.periodEnd,
    keeper: application.keeperName,
    upkeep: application.upkeepPlan,
    grantFen: String(project.grantAwardedFen),
    totalFen: String(application.totalFen),
    sources: application.sources.map((source) => ({ name: source.name, kind: source.kind, fen: String(source.plannedFen) })),
    lines: application.lines.map((line) => ({
      name: line.name,
      quantity: plainNumber(line.quantity),
      unit: line.unit,
      unitPriceFen: String(line.unitPriceFen),
      amountFen: String(line.amountFen),
    })),
    indicators: application.indicators.map(({ name: what, baseline, target, unit }) => ({
      name: what,
      baseline: plainNumber(baseline),
      target: plainNumber(target),
      unit,
    })),
    tranches: plan?.ok
      ? plan.value.map(({ no, percent, plannedFen, condition }) => ({
          no,
          percent,
          fen: String(plannedFen),
          condition: conditionWords[condition] ?? condition,
        }))
      : [],
    policy: pack ? `${pack.title.zh}（${pack.version}）` : null,
    clauses: clausesOf(pack, proposal?.terms ?? null),
  };
}

/** `2026年12月1日至2026年12月20日` */
export const agreementPeriod = (content: Pick<AgreementContent, 'periodStart' | 'periodEnd'>): string =>
  `${formatDay(content.periodStart, 'zh')}至${formatDay(content.periodEnd, 'zh')}`;
