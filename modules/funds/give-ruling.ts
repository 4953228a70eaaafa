import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { insertRuling } from './ruling-store.ts';

export interface GiveRulingInput {
  ruleId: string;
  /** Null: made for no project; then it reaches every one. */
  projectId: string | null;
  /** The `terms` of the reason that is ruled on. */
  terms: readonly string[];
  /** The thing in question, as the application or request says it. */
  item: string;
  clause: string;
  source: string;
  decision: 'allowed' | 'forbidden';
  reason: string;
  validTo: string | null;
  /** First day in force; left out: today. */
  validFrom?: string | null;
  /** Left out: it decides in its own project alone and is a precedent elsewhere. */
  reach?: 'project' | 'general';
}
/** `no-reason` a ruling is nothing without one · `no-terms` nothing to rule on · `ends-before-it-begins`. */
export type GiveRulingError = 'not-allowed' | 'no-reason' | 'no-terms' | 'ends-before-it-begins';

/** A named officer rules on what a rule leaves open. The ruling is kept for ever and shown for the next such case. */
export async function giveRulingIn(tx: CommandTx, input: GiveRulingInput): Promise<Result<string, GiveRulingError>> {
  if (!tx.can('ruling.give', { neighbourhoodId: null })) return err('not-allowed');
  if (input.reason.trim() === '') return err('no-reason');
  if (input.terms.length === 0 || input.item.trim() === '') return err('no-terms');
  const validFrom = input.validFrom ?? null;
  const reach = input.projectId === null ? 'general' : (input.reach ?? 'project');
  if (validFrom !== null && validFrom < tx.today) return err('ends-before-it-begins');
  if (input.validTo !== null && input.validTo < (validFrom ?? tx.today)) return err('ends-before-it-begins');
  const id = await insertRuling(tx, { ...input, validFrom, reach, item: input.item.trim(), reason: input.reason.trim() });
  await tx.emit('ruling.given', { rulingId: id, projectId: input.projectId, ruleId: input.ruleId, decision: input.decision });
  tx.audit({ action: 'ruling.give', subjectKind: 'project', subjectId: input.projectId, text: { rulingId: id, ...input } });
  return ok(id);
}

/** Rules on several reasons at once, all or none. Returns the ids. */
export const giveRulings = (ctx: CommandContext, inputs: readonly GiveRulingInput[]): Promise<Result<string[], GiveRulingError | 'key-reused'>> =>
  runCommand(ctx, 'give-rulings', async (tx) => {
    const ids: string[] = [];
    for (const input of inputs) {
      const given = await giveRulingIn(tx, input);
      if (!given.ok) return given;
      ids.push(given.value);
    }
    return ok(ids);
  });

export const giveRuling = (ctx: CommandContext, input: GiveRulingInput) => runCommand(ctx, 'give-ruling', (tx) => giveRulingIn(tx, input));
