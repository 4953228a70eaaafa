import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';

/** Records that somebody took a list of people out of the platform: who, what, how many rows. Exports are logged. */
export const recordExport = (ctx: CommandContext, input: { what: string; neighbourhoodId: string | null; rows: number }) =>
  runCommand(ctx, 'record-export', async (tx): Promise<Result<void, 'not-allowed'>> => {
    if (!tx.can('person.export', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    tx.audit({
      action: 'people.exported',
      subjectKind: 'neighbourhood',
      subjectId: input.neighbourhoodId,
      text: { what: input.what, rows: input.rows },
    });
    return ok();
  });
