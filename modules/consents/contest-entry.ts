import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { settledBySomebodyElse } from './consent.ts';
import { contestsOf, findEntry } from './queries.ts';
import { campaignFor, linesOfOwner } from './record-entry.ts';
import { recount } from './recount.ts';
import { insertContest, setSettled } from './store.ts';

/**
 * An owner says that an answer in their name is not theirs or is wrong; staff may write it down for them. It must be settled before closing.
 * Errors: `not-yours`, `wrong-state` (closed), `text-required`, `contested-already`.
 */
export function contestEntry(
  ctx: CommandContext,
  input: { entryId: string; text: string },
): Promise<Result<{ contestId: string }, 'not-found' | 'not-allowed' | 'not-yours' | 'wrong-state' | 'text-required' | 'contested-already' | 'key-reused'>> {
  return runCommand(ctx, 'contest-consent', async (tx) => {
    const entry = await findEntry(tx, input.entryId);
    const campaign = entry && (await campaignFor(tx, entry.consentId));
    if (!entry || !campaign) return err('not-found');
    const { consent } = campaign;
    const at = { neighbourhoodId: consent.neighbourhoodId };
    if (!tx.can('consent.contest', at)) return err('not-allowed');
    const me = tx.actor.personId;
    const owner = me !== null && (await linesOfOwner(tx, campaign, entry.homeId)).some((line) => line.personIds.includes(me));
    if (!owner && !tx.can('consent.record', at)) return err('not-yours');
    if (!campaign.parts.some((part) => part.ballot.state === 'open')) return err('wrong-state');
    const text = input.text.trim();
    if (text === '' || text.length > 500) return err('text-required');
    if ((await contestsOf(tx, consent.id)).some((one) => one.entryId === entry.id && one.outcome === null)) return err('contested-already');
    const contestId = tx.newId();
    await insertContest(tx, { id: contestId, entryId: entry.id, text, raisedName: tx.actor.name.slice(0, 60) || '业主' });
    await openDuty(tx, {
      kind: 'consent.settle',
      role: 'director',
      neighbourhoodId: consent.neighbourhoodId,
      subjectKind: 'consent',
      subjectId: contestId,
      title: { zh: `核实有异议的征询签名：${consent.question}`, en: `Settle a contested signature: ${consent.question}` },
      href: `/consents/${consent.id}#contests`,
      dueDay: null,
    });
    tx.audit({ action: 'consent.contest', subjectKind: 'consent', subjectId: consent.id, text: { entryId: entry.id, said: text } });
    await tx.emit('consent.contested', { consentId: consent.id, entryId: entry.id });
    return ok({ contestId });
  });
}

/**
 * Settles a contest with a reason. Upheld, the answer no longer counts and the one before it, if any, stands again; the entry stays on record.
 * Errors: `wrong-state` (settled already, or closed), `own-entry` (somebody else must judge), `reason-required`.
 */
export function settleContest(
  ctx: CommandContext,
  input: { consentId: string; contestId: string; outcome: 'upheld' | 'dismissed'; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'own-entry' | 'reason-required' | 'key-reused'>> {
  return runCommand(ctx, 'settle-consent-contest', async (tx) => {
    const campaign = await campaignFor(tx, input.consentId);
    const contest = (await contestsOf(tx, input.consentId)).find((one) => one.id === input.contestId);
    const entry = contest && (await findEntry(tx, contest.entryId));
    if (!campaign || !contest || !entry) return err('not-found');
    if (!tx.can('consent.settle', { neighbourhoodId: campaign.consent.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (contest.outcome !== null || !campaign.parts.some((part) => part.ballot.state === 'open')) return err('wrong-state');
    if (!settledBySomebodyElse(entry, tx.actor.personId)) return err('own-entry');
    const reason = input.reason.trim();
    if (reason === '' || reason.length > 500) return err('reason-required');
    await setSettled(tx, contest.id, input.outcome, reason);
    await recount(tx, campaign.consent.id, entry.homeId);
    await closeDuty(tx, { kind: 'consent.settle', subjectId: contest.id });
    tx.audit({
      action: 'consent.settle',
      subjectKind: 'consent',
      subjectId: campaign.consent.id,
      text: { entryId: entry.id, outcome: input.outcome, reason },
    });
    await tx.emit('consent.settled', { consentId: campaign.consent.id, entryId: entry.id, outcome: input.outcome });
    return ok();
  });
}
