import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type BallotOption, questionFault } from './question.ts';
import { lockBallot, replaceOptions } from './store.ts';

/** An option as it is entered; its number is its place in the list. */
export interface OptionInput {
  label: string;
  note?: string;
  /** The candidate, where a person is elected. */
  personId?: string | null;
  /** Kind `budget`: what it costs. */
  costFen?: bigint | null;
}
/** `wrong-state` the ballot is open: its options are frozen · `options-unfit` twice the same, a name too long, costs missing. */
export type SetOptionsError = 'not-allowed' | 'not-found' | 'wrong-state' | 'options-unfit' | 'bounds-unfit';

/** Numbered, tidied options. */
export const optionsFrom = (options: readonly OptionInput[]): BallotOption[] =>
  options.map((option, index) => ({
    no: index + 1,
    label: option.label.trim(),
    note: option.note?.trim() ?? '',
    personId: option.personId ?? null,
    costFen: option.costFen ?? null,
  }));

/** Replaces the options of a ballot that has not opened. Errors: {@link SetOptionsError}. */
export const setBallotOptions = (
  ctx: CommandContext,
  input: { ballotId: string; options: readonly OptionInput[] },
): Promise<Result<{ count: number }, SetOptionsError | 'key-reused'>> => runCommand(ctx, 'set-ballot-options', (tx) => setBallotOptionsIn(tx, input));

/** The same inside the caller's command. */
export async function setBallotOptionsIn(
  tx: CommandTx,
  input: { ballotId: string; options: readonly OptionInput[] },
): Promise<Result<{ count: number }, SetOptionsError>> {
  const ballot = await lockBallot(tx, input.ballotId);
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.create', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
  if (ballot.state !== 'draft' && ballot.state !== 'roll_shown') return err('wrong-state');
  const options = optionsFrom(input.options);
  const fault = questionFault(ballot, options);
  if (fault) return err(fault);
  await replaceOptions(tx, ballot.id, options);
  tx.audit({ action: 'ballot.options', subjectKind: 'ballot', subjectId: ballot.id, text: { options: options.map((option) => option.label) } });
  return ok({ count: options.length });
}
