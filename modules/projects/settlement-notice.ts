import { addDays, addWorkingDays, type Day, OFFICIAL_HOLIDAYS } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { noticeRule, replyRule, type ResolvedPack } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { currentPack } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import type { SettledSource } from './closing.ts';
import { findSettlement, saveSettlementNotice, type Settlement, settlementCheckOf } from './closing-store.ts';
import { lockProject, type Project } from './store.ts';

/** Kind of the duty to publish a settlement whose days were not set. */
export const publishSettlementDuty = 'project.publish-settlement';

/** How long a settlement stands on public notice. */
export interface SettlementTerm {
  days: number;
  counting: 'calendar' | 'working';
  endDay: Day;
  /** Last day to answer objections made on the last day; null where the office has set none. */
  answerDueDay: Day | null;
  clause: string;
}

const later = (from: Day, days: number, counting: 'calendar' | 'working'): Day | null => {
  if (counting === 'calendar') return addDays(from, days);
  const counted = addWorkingDays(from, days, OFFICIAL_HOLIDAYS);
  return counted.ok ? counted.value : null;
};

/** The term of a settlement's notice that starts on `from`; null where no policy speaks of it, or its days are not set: nothing is guessed. */
export function settlementTerm(pack: ResolvedPack | null, from: Day): SettlementTerm | null {
  const found = pack ? noticeRule(pack, 'settlement') : null;
  if (!pack || !found || found.rule.days === null || found.rule.counting === null) return null;
  const { days, counting, source, clause } = found.rule;
  const endDay = later(from, days, counting);
  if (endDay === null) return null;
  const reply = replyRule(pack, 'objection')?.rule;
  const answerDueDay = reply && reply.days !== null && reply.counting !== null ? later(endDay, reply.days, reply.counting) : null;
  return { days, counting, endDay, answerDueDay, clause: `${source}${clause}` };
}

/** The words of the notice: every source with what came, was spent and went back; no names of people. */
export function settlementWords(project: Pick<Project, 'serial' | 'title'>, sources: readonly SettledSource[], term: SettlementTerm): string {
  const sum = (key: 'receivedFen' | 'spentFen' | 'returnedFen') => sources.reduce((all, source) => all + source[key], 0n);
  const figures = (received: bigint, spent: bigint, returned: bigint) =>
    `到账 ${formatYuan(received)} 元，支出 ${formatYuan(spent)} 元，退回 ${formatYuan(returned)} 元`;
  return [
    `“${project.title}”（${project.serial}）的账目已经结清，现予公示。`,
    ...sources.map((source) => `${source.name}：${figures(source.receivedFen, source.spentFen, source.returnedFen)}。`),
    `合计：${figures(sum('receivedFen'), sum('spentFen'), sum('returnedFen'))}。`,
    '每一笔支出见项目账目页，票据可到居委会查看。对账目有疑问的，请在公示期内提出，会有答复。',
    `公示依据：${term.clause}。`,
  ].join('\n\n');
}

/**
 * Puts a settlement on public notice inside the caller's command; where its days are not set, the office has it in the inbox instead.
 * Returns the notice's id, or null.
 */
export async function publishSettlementIn(tx: CommandTx, project: Project, settlement: Pick<Settlement, 'id' | 'sources'>): Promise<string | null> {
  const term = settlementTerm(await currentPack(tx, tx.today, project), tx.today);
  if (!term) {
    await openDuty(tx, {
      kind: publishSettlementDuty,
      role: 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `设定结算公示天数并公示：${project.title}`, en: `Set the days of the settlement notice and publish: ${project.title}` },
      href: `/projects/${project.id}/settlement`,
      dueDay: null,
    });
    return null;
  }
  const noticeId = await publishNotice(tx, {
    kind: 'settlement',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    title: `结算公示：${project.title}`,
    body: settlementWords(project, settlement.sources, term),
    startDay: tx.today,
    endDay: term.endDay,
    acceptsObjections: true,
    answerRole: 'secretary',
    answerDueDay: term.answerDueDay,
  });
  await saveSettlementNotice(tx, settlement.id, noticeId);
  await closeDuty(tx, { kind: publishSettlementDuty, subjectId: project.id });
  return noticeId;
}

/** Publishes a settlement whose notice had to wait for the office's setting. Errors: `not-found`, `not-allowed`, `published`, `needs-setting`. */
export const publishSettlement = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'published' | 'needs-setting' | 'key-reused'>> =>
  runCommand(context, 'publish-settlement', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const settlement = project && (await findSettlement(tx, project.id));
    if (!project || !settlement) return err('not-found');
    if (!tx.can('project.publish-settlement', project)) return err('not-allowed');
    const check = await settlementCheckOf(tx, settlement.id);
    // Settlements from before this was kept have none: they were never put on notice here.
    if (!check || check.noticeId !== null) return err('published');
    const noticeId = await publishSettlementIn(tx, project, settlement);
    return noticeId === null ? err('needs-setting') : ok(noticeId);
  });
