import { formatDay } from '#libs/civil-time';
import { formatYuanBrief } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { wayOfTxnIn } from '#modules/bank';
import { allAwards, type Award, awardsOf, findAward, heldOn, returnIn } from '#modules/books';
import { adoptedPolicies, currentPack } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { moneyMayMove } from './project.ts';
import { findProject, lockProject, type Project } from './store.ts';
import { dueAtYearEnd, type YearEndDue, type YearEndTerm, yearEndTerm } from './year-end.ts';

/** Kind of the duty to return what is unspent. */
export const yearEndDuty = 'money.return-at-year-end';

/** What one source of a project must give back. */
export interface SourceDue extends YearEndDue {
  award: Award;
}

/** The term in force on a day, and what of the given sources must be given back. */
export async function yearEndDues(tx: Tx, awards: readonly Award[], today: string): Promise<{ term: YearEndTerm; dues: SourceDue[] }> {
  const term = yearEndTerm(await currentPack(tx, today));
  const grants = awards.filter((award) => award.sourceKind === 'grant' && award.state === 'open');
  const lastYearsEnd = `${Number(today.slice(0, 4)) - 1}-12-31`;
  // A policy that was adopted only this year asked for nothing last year.
  const adopted = (await adoptedPolicies(tx)).at(-1);
  const held =
    adopted && adopted.adoptedOn <= lastYearsEnd
      ? await heldOn(
          tx,
          grants.map((award) => award.awardId),
          lastYearsEnd,
        )
      : new Map<string, bigint>();
  const dues = grants.flatMap((award) => {
    const due = dueAtYearEnd(award, term, today, held.get(award.awardId) ?? 0n);
    return due ? [{ ...due, award }] : [];
  });
  return { term, dues };
}

/** What a project must give back at the end of the year, per source. */
export const projectYearEnd = async (tx: Tx, projectId: string, today: string) => yearEndDues(tx, await awardsOf(tx, projectId), today);

/** What every project must give back; for the office. */
export const officeYearEnd = async (tx: Tx, today: string) => yearEndDues(tx, await allAwards(tx), today);

/**
 * Gives back what is unspent of a source at the end of the year, without settling the project. Errors: `not-found`, `not-allowed`, `wrong-state`,
 * `not-due` (nothing of this source must be returned now), `not-positive`, `not-enough-money` (more than is free).
 */
export const returnAtYearEnd = (
  context: CommandContext,
  input: { awardId: string; amountFen: bigint; way: 'transfer' | 'cash'; note: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-due' | 'not-positive' | 'not-enough-money' | 'award-closed' | 'key-reused'>> =>
  runCommand(context, 'return-at-year-end', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('money.return', project)) return err('not-allowed');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    const due = (await projectYearEnd(tx, project.id, tx.today)).dues.find((one) => one.award.awardId === award.awardId);
    if (!due) return err('not-due');
    if (input.amountFen > due.fen) return err('not-enough-money');
    const note = input.note.trim().slice(0, 300);
    const returned = await returnIn(tx, {
      awardId: award.awardId,
      amountFen: input.amountFen,
      text: `${due.year} 年末退回：${award.name}${note === '' ? '' : `（${note}）`}`,
    });
    if (!returned.ok) return returned;
    await wayOfTxnIn(tx, returned.value.txnId, input.way, award.name);
    await askProject(tx, project);
    return ok(returned.value.txnId);
  });

/** Opens, refreshes or closes the duty of one project. */
async function askProject(tx: CommandTx, project: Project, known?: readonly SourceDue[]): Promise<void> {
  const dues = known ?? (await projectYearEnd(tx, project.id, tx.today)).dues;
  const [first] = dues;
  if (!first || !moneyMayMove(project.state)) {
    await closeDuty(tx, { kind: yearEndDuty, subjectId: project.id });
    return;
  }
  const fen = dues.reduce((sum, due) => sum + due.fen, 0n);
  const by = first.lastDay === null ? { zh: '', en: '' } : { zh: `${formatDay(first.lastDay, 'zh')}前`, en: ` by ${formatDay(first.lastDay, 'en')}` };
  await openDuty(tx, {
    kind: yearEndDuty,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: {
      zh: `${by.zh}退回未用完的自治金 ${formatYuanBrief(fen)} 元：${project.title}`,
      en: `Return unspent grant of ${formatYuanBrief(fen)} yuan${by.en}: ${project.title}`,
    },
    href: `/projects/${project.id}/year-end`,
    dueDay: first.lastDay,
  });
}

/** The end of the year in the daily round: who must return money has it in the inbox from ninety days before; safe to repeat. Returns how many projects. */
export async function askForYearEnd(tx: CommandTx, today: string): Promise<number> {
  const { dues } = await officeYearEnd(tx, today);
  const byProject = new Map<string, SourceDue[]>();
  for (const due of dues) byProject.set(due.award.projectId, [...(byProject.get(due.award.projectId) ?? []), due]);
  let asked = 0;
  for (const award of await allAwards(tx)) {
    if (award.sourceKind !== 'grant') continue;
    const own = byProject.get(award.projectId);
    if (own && own[0]?.award.awardId !== award.awardId) continue;
    const project = own ? await findProject(tx, award.projectId) : null;
    if (project && own) {
      await askProject(tx, project, own);
      asked += 1;
    } else await closeDuty(tx, { kind: yearEndDuty, subjectId: award.projectId });
  }
  return asked;
}
