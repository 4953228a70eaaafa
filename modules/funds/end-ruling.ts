import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type GiveRulingError, giveRulingIn } from './give-ruling.ts';
import { findRuling, insertRulingEnd, type KeptRuling } from './ruling-store.ts';

/** `not-found` · `not-allowed` · `wrong-state` it has ended already · `reason-required`, and what is wrong with a ruling that takes its place. */
export type EndRulingError = 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required';

async function standing(tx: CommandTx, id: string, reason: string): Promise<Result<KeptRuling, EndRulingError>> {
  if (!tx.can('ruling.give', { neighbourhoodId: null })) return err('not-allowed');
  const ruling = await findRuling(tx, id);
  if (!ruling) return err('not-found');
  if (ruling.ended !== null) return err('wrong-state');
  return reason.trim() === '' ? err('reason-required') : ok(ruling);
}

/** Takes a ruling back for the time to come. What was decided by it stays; it is found in the records with the reason. */
export const withdrawRuling = (ctx: CommandContext, input: { rulingId: string; reason: string }): Promise<Result<void, EndRulingError | 'key-reused'>> =>
  runCommand(ctx, 'withdraw-ruling', async (tx) => {
    const ruling = await standing(tx, input.rulingId, input.reason);
    if (!ruling.ok) return ruling;
    await insertRulingEnd(tx, input.rulingId, { kind: 'withdrawn', on: tx.today, reason: input.reason.trim(), replacedBy: null });
    await tx.emit('ruling.ended', { rulingId: input.rulingId, kind: 'withdrawn' });
    tx.audit({ action: 'ruling.withdraw', subjectKind: 'ruling', subjectId: input.rulingId, text: { reason: input.reason } });
    return ok();
  });

/** What the new ruling says where it differs from the old one. */
export interface SupersedeRulingInput {
  rulingId: string;
  decision: 'allowed' | 'forbidden';
  reason: string;
  reach: 'project' | 'general';
  validFrom: string | null;
  validTo: string | null;
}

/** Rules anew on the same rule and words; the old one stands until the day the new one begins. Returns the new id. */
export const supersedeRuling = (ctx: CommandContext, input: SupersedeRulingInput): Promise<Result<string, EndRulingError | GiveRulingError | 'key-reused'>> =>
  runCommand(ctx, 'supersede-ruling', async (tx) => {
    const old = await standing(tx, input.rulingId, input.reason);
    if (!old.ok) return old;
    const { ruleId, projectId, terms, item, clause, source } = old.value;
    const given = await giveRulingIn(tx, { ...input, ruleId, projectId, terms, item, clause, source });
    if (!given.ok) return given;
    await insertRulingEnd(tx, input.rulingId, { kind: 'superseded', on: input.validFrom ?? tx.today, reason: input.reason.trim(), replacedBy: given.value });
    await tx.emit('ruling.ended', { rulingId: input.rulingId, kind: 'superseded' });
    tx.audit({ action: 'ruling.supersede', subjectKind: 'ruling', subjectId: input.rulingId, text: { replacedBy: given.value, reason: input.reason } });
    return ok(given.value);
  });
