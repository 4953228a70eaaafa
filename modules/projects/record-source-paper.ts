import { err, ok, type Result } from '#libs/result';
import { civilDay, type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Award, findAward, pledgeIn, pledgesOf, reverseIn } from '#modules/books';
import { findBallot } from '#modules/ballots';
import { closeDuty, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { moneyMayMove } from './project.ts';
import {
  agreementsOf,
  decisionsByBallot,
  decisionsOf,
  findDecision,
  grantedFen,
  insertAgreement,
  insertDecision,
  type OwnersCount,
  saveDecisionWithdrawn,
  theCountHolds,
  theOwnersAgreed,
} from './source-papers.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'wrong-source' | 'key-reused';

async function openSource(
  tx: CommandTx,
  awardId: string,
  kinds: readonly Award['sourceKind'][],
): Promise<Result<{ award: Award; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state' | 'wrong-source'>> {
  const award = await findAward(tx, awardId);
  const project = award && (await lockProject(tx, award.projectId));
  if (!award || !project) return err('not-found');
  if (!tx.can('source.record', project)) return err('not-allowed');
  if (!kinds.includes(award.sourceKind)) return err('wrong-source');
  return moneyMayMove(project.state) && award.state === 'open' ? ok({ award, project }) : err('wrong-state');
}

/** Asks for the owners' decision as soon as a project counts on their common income. */
export const askForDecision = async (tx: CommandTx, project: Pick<Project, 'id' | 'title' | 'neighbourhoodId'>, awardId: string) =>
  openDuty(tx, {
    kind: 'source.decision',
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'award',
    subjectId: awardId,
    projectId: project.id,
    title: { zh: `登记业主使用公共收益的决定：${project.title}`, en: `Record the owners’ decision on common income: ${project.title}` },
    href: `/awards/${awardId}/decision`,
    dueDay: await deadlineOf(tx, 'source.decision'),
  });

/**
 * Writes what the owners decided to give: by a passed ballot of theirs, or by a paper with the figures of its count. Errors: `no-such-ballot`
 * none of the owners of this place that has passed · `ballot-used` it gave money already · `required` no paper · `count-wrong` more than there
 * is · `not-agreed` fewer than 民法典 §278 asks · `day-in-future` · `not-positive`.
 */
export const recordOwnersDecision = (
  context: CommandContext,
  input: {
    awardId: string;
    grantedFen: bigint;
    text: string;
    by: { ballotId: string } | { decidedOn: string; paper: Upload | null; count: OwnersCount };
  },
): Promise<Result<string, Common | 'no-such-ballot' | 'ballot-used' | 'required' | 'count-wrong' | 'not-agreed' | 'day-in-future' | 'not-positive'>> =>
  runCommand(context, 'record-owners-decision', async (tx) => {
    const opened = await openSource(tx, input.awardId, ['common']);
    if (!opened.ok) return opened;
    const { award, project } = opened.value;
    if (input.grantedFen <= 0n) return err('not-positive');
    const text = input.text.trim().slice(0, 500);
    if (text === '') return err('required');
    const id = tx.newId();
    const plain = { id, awardId: award.awardId, grantedFen: input.grantedFen, text };
    if ('ballotId' in input.by) {
      const ballot = await findBallot(tx, input.by.ballotId);
      if (!ballot || ballot.neighbourhoodId !== project.neighbourhoodId || ballot.electorate !== 'owner' || !ballot.outcome?.passed || !ballot.closedAt)
        return err('no-such-ballot');
      if ((await decisionsByBallot(tx, ballot.id)) > 0) return err('ballot-used');
      await insertDecision(tx, { ...plain, ballotId: ballot.id, fileId: null, count: null, decidedOn: civilDay(ballot.closedAt) });
    } else {
      const { decidedOn, paper, count } = input.by;
      if (decidedOn > tx.today) return err('day-in-future');
      if (!theCountHolds(count)) return err('count-wrong');
      if (!theOwnersAgreed(count)) return err('not-agreed');
      if (!paper) return err('required');
      const [fileId] = await recordUploads(tx, [paper], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
      await insertDecision(tx, { ...plain, ballotId: null, fileId: fileId ?? null, count, decidedOn });
    }
    const pledged = await pledgeIn(tx, { awardId: award.awardId, amountFen: input.grantedFen, payer: { name: '全体业主' } });
    if (!pledged.ok) throw new Error(`the owners' promise was refused: ${pledged.error}`);
    await closeDuty(tx, { kind: 'source.decision', subjectId: award.awardId });
    tx.audit({ action: 'source.decision', subjectKind: 'award', subjectId: award.awardId, text: { text, grantedFen: input.grantedFen } });
    await tx.emit('source.decided', { awardId: award.awardId, projectId: project.id, decisionId: id });
    return ok(id);
  });

/** Takes back a decision that was recorded wrongly. `money-came-in` what came in would stand without it · `reason-required`. */
export const withdrawOwnersDecision = (
  context: CommandContext,
  input: { decisionId: string; reason: string },
): Promise<Result<void, Common | 'money-came-in' | 'reason-required'>> =>
  runCommand(context, 'withdraw-owners-decision', async (tx) => {
    const found = await findDecision(tx, input.decisionId);
    if (!found || found.withdrawnReason !== null) return err('not-found');
    const opened = await openSource(tx, found.awardId, ['common']);
    if (!opened.ok) return opened;
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const leftFen = grantedFen(await decisionsOf(tx, found.awardId)) - found.grantedFen;
    if (opened.value.award.receivedFen > leftFen) return err('money-came-in');
    await saveDecisionWithdrawn(tx, found.id, reason);
    const promise = (await pledgesOf(tx, found.awardId)).find((pledge) => pledge.amountFen === found.grantedFen);
    if (promise) await reverseIn(tx, { txnId: promise.txnId, reason });
    if (leftFen === 0n) await askForDecision(tx, opened.value.project, found.awardId);
    tx.audit({ action: 'source.decision-withdrawn', subjectKind: 'award', subjectId: found.awardId, text: { reason } });
    return ok();
  });

/**
 * Writes the agreement of a partner or the property company. What it promises becomes the source's pledge. Errors: `required` no file or
 * purpose · `ends-before-start` · `day-in-future` signed later than today · `not-positive` · `below-received` less than has come in.
 */
export const recordAgreement = (
  context: CommandContext,
  input: { awardId: string; signedOn: string; validFrom: string; validTo: string; amountFen: bigint; purpose: string; file: Upload | null },
): Promise<Result<string, Common | 'required' | 'ends-before-start' | 'day-in-future' | 'not-positive' | 'below-received'>> =>
  runCommand(context, 'record-agreement', async (tx) => {
    const opened = await openSource(tx, input.awardId, ['partner', 'property', 'in_kind']);
    if (!opened.ok) return opened;
    const { award, project } = opened.value;
    const purpose = input.purpose.trim().slice(0, 500);
    if (!input.file || purpose === '') return err('required');
    if (input.validTo < input.validFrom) return err('ends-before-start');
    if (input.signedOn > tx.today) return err('day-in-future');
    if (input.amountFen <= 0n) return err('not-positive');
    if (input.amountFen < award.receivedFen) return err('below-received');
    const [fileId] = await recordUploads(tx, [input.file], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    const id = tx.newId();
    const { awardId, signedOn, validFrom, validTo, amountFen } = input;
    await insertAgreement(tx, { id, awardId, signedOn, validFrom, validTo, amountFen, purpose, fileId: fileId ?? '' });
    if (award.pledgedFen !== amountFen) {
      for (const pledge of await pledgesOf(tx, awardId)) {
        const undone = await reverseIn(tx, { txnId: pledge.txnId, reason: '以签订的出资协议为准' });
        if (!undone.ok) throw new Error(`a standing pledge was not undone: ${undone.error}`);
      }
      const pledged = await pledgeIn(tx, { awardId, amountFen, payer: { name: award.name, organisationId: award.organisationId } });
      if (!pledged.ok) throw new Error(`the agreement's pledge was refused: ${pledged.error}`);
    }
    tx.audit({ action: 'source.agreement', subjectKind: 'award', subjectId: awardId, text: { signedOn, validFrom, validTo, amountFen, purpose } });
    return ok(id);
  });

/** The file of an agreement or an owners' decision on a source, for whoever may read the source's papers. */
export async function sourcePaperFileId(tx: Parameters<typeof agreementsOf>[0], awardId: string, paperId: string): Promise<string | null> {
  const agreement = (await agreementsOf(tx, awardId)).find((each) => each.id === paperId);
  return agreement?.fileId ?? (await decisionsOf(tx, awardId)).find((each) => each.id === paperId)?.fileId ?? null;
}
