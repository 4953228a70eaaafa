import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { readableCode } from '#modules/meetings';
import { slipIsBeingEntered, slipsOf } from './paper-queries.ts';
import { readNumbers } from './paper-sheet.ts';
import { insertIssue, insertSlips } from './paper-store.ts';
import { rollOf } from './queries.ts';
import { lockBallot, lockLine } from './store.ts';

function newCode(tx: CommandTx, taken: Set<string>): string {
  let code = readableCode(tx.randomBytes(6));
  while (taken.has(code)) code = readableCode(tx.randomBytes(6));
  taken.add(code);
  return code;
}

/**
 * Makes the slips of an open ballot: of a named one a slip for every elector who has none, with the code of the roll; of a secret one `sheets` more that belong
 * to nobody. Printing them again makes no new ones.
 * Errors: `wrong-state` (not open), `sheets-unfit` (secret: 1 to 5,000).
 */
export function prepareSlips(
  ctx: CommandContext,
  input: { ballotId: string; sheets?: number },
): Promise<Result<{ made: number; slips: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'sheets-unfit' | 'key-reused'>> {
  return runCommand(ctx, 'prepare-slips', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.print', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (ballot.state !== 'open') return err('wrong-state');
    const slips = await slipsOf(tx, ballot.id);
    const taken = new Set(slips.map((slip) => slip.code));
    let made = 0;
    if (ballot.secrecy === 'secret') {
      const sheets = input.sheets ?? 0;
      if (!Number.isInteger(sheets) || sheets < 1 || sheets > 5_000) return err('sheets-unfit');
      made = await insertSlips(
        tx,
        ballot.id,
        Array.from({ length: sheets }, () => ({ code: newCode(tx, taken), electorId: null })),
      );
    } else {
      const have = new Set(slips.map((slip) => slip.electorId));
      const without = (await rollOf(tx, ballot.id)).filter((line) => !have.has(line.electorId));
      if (without.length > 0)
        made = await insertSlips(
          tx,
          ballot.id,
          without.map((line) => ({ code: line.code, electorId: line.electorId })),
        );
    }
    if (made > 0) tx.audit({ action: 'ballot.slips', subjectKind: 'ballot', subjectId: ballot.id, text: { made } });
    return ok({ made, slips: slips.length + made });
  });
}

/**
 * Logs slips handed out: to whom, and which (`1-30、45` by their numbers; nothing = all that are still there) or, of a secret ballot, how many.
 * Errors: `wrong-state`, `name-required`, `numbers-unfit` (unreadable, or no slip has such a number), `issued-before`, `sheets-unfit` (more than there are).
 */
export function issueSlips(
  ctx: CommandContext,
  input: { ballotId: string; to: string; numbers?: string; sheets?: number; kind?: 'issued' | 'replaced' },
): Promise<
  Result<{ sheets: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'name-required' | 'numbers-unfit' | 'issued-before' | 'sheets-unfit' | 'key-reused'>
> {
  return runCommand(ctx, 'issue-slips', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.print', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (ballot.state !== 'open') return err('wrong-state');
    const to = input.to.trim();
    if (to === '' || to.length > 100) return err('name-required');
    const slips = (await slipsOf(tx, ballot.id)).filter((slip) => !slip.replaced);
    if (ballot.secrecy === 'secret') {
      const sheets = input.sheets ?? 0;
      if (!Number.isInteger(sheets) || sheets < 1 || sheets > slips.length) return err('sheets-unfit');
      await insertIssue(tx, ballot.id, { kind: input.kind ?? 'issued', to, sheets, slipIds: [] });
      tx.audit({ action: 'ballot.issue', subjectKind: 'ballot', subjectId: ballot.id, text: { to, sheets, kind: input.kind ?? 'issued' } });
      return ok({ sheets });
    }
    const all = (input.numbers ?? '').trim() === '';
    const wanted = all ? null : readNumbers(input.numbers ?? '');
    if (!all && wanted === null) return err('numbers-unfit');
    const chosen = wanted === null ? slips.filter((slip) => slip.issuedAt === null) : slips.filter((slip) => slip.no !== null && wanted.includes(slip.no));
    if (chosen.length === 0 || (wanted !== null && chosen.length !== wanted.length)) return err('numbers-unfit');
    if (chosen.some((slip) => slip.issuedAt !== null)) return err('issued-before');
    await insertIssue(tx, ballot.id, { kind: 'issued', to, sheets: chosen.length, slipIds: chosen.map((slip) => slip.id) });
    tx.audit({ action: 'ballot.issue', subjectKind: 'ballot', subjectId: ballot.id, text: { to, sheets: chosen.length } });
    return ok({ sheets: chosen.length });
  });
}

/**
 * Gives an elector of a named ballot a new slip in the place of a lost or spoilt one, which is void from now on, and logs it as handed out.
 * Errors: `wrong-state`, `reason-required`, `no-slip`, `returned-before` (where the first vote stands), `being-entered` (it came back and waits in a batch).
 */
export function replaceSlip(
  ctx: CommandContext,
  input: { ballotId: string; electorId: string; because: string },
): Promise<
  Result<
    { code: string; label: string },
    'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'no-slip' | 'returned-before' | 'being-entered' | 'key-reused'
  >
> {
  return runCommand(ctx, 'replace-slip', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.print', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (ballot.state !== 'open' || ballot.secrecy !== 'named') return err('wrong-state');
    const because = input.because.trim();
    if (because === '' || because.length > 300) return err('reason-required');
    const line = await lockLine(tx, ballot.id, input.electorId);
    if (!line) return err('no-slip');
    const slips = await slipsOf(tx, ballot.id);
    const current = slips.find((slip) => slip.electorId === line.electorId && !slip.replaced);
    if (!current) return err('no-slip');
    // Whoever handed in a paper and may still change their mind gets another one; both stay, and the rule says which counts.
    if (current.returnedIn !== null && !ballot.mayChange) return err('returned-before');
    if (current.returnedIn === null && (await slipIsBeingEntered(tx, ballot.id, current.code))) return err('being-entered');
    const code = newCode(tx, new Set(slips.map((slip) => slip.code)));
    await insertSlips(tx, ballot.id, [{ code, electorId: line.electorId, replacesId: current.id, because }]);
    const fresh = (await slipsOf(tx, ballot.id)).find((slip) => slip.code === code);
    if (!fresh) throw new Error('the new slip is missing');
    await insertIssue(tx, ballot.id, { kind: 'issued', to: line.label.slice(0, 100), sheets: 1, slipIds: [fresh.id] });
    tx.audit({ action: 'ballot.replace-slip', subjectKind: 'ballot', subjectId: ballot.id, text: { elector: line.label, because } });
    return ok({ code, label: line.label });
  });
}
