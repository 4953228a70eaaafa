import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';

/** `no-person` nobody here has this phone · `ambiguous` several have it: the office must say who is meant. */
export type BindContactError = 'no-person' | 'ambiguous';

/**
 * Binds an account whose phone was verified by a code to the one person whom the office knows by that phone and who has
 * no account yet. Returns the person's id.
 * @param input.phone as verified, `+86…`
 */
export const bindVerifiedPhone = (ctx: CommandContext, input: { accountId: string; phone: string }): Promise<Result<string, BindContactError | 'key-reused'>> =>
  runCommand(ctx, 'bind-verified-phone', async (tx) => {
    const national = input.phone.replace(/^\+86/, '');
    const people = await tx.all(
      sql`select id, account_id from person where subdistrict_id = ${tx.subdistrictId}
      and regexp_replace(phone, '^\+?86|[^0-9]', '', 'g') = ${national} order by id for update`,
      z.object({ id: z.string(), account_id: z.string().nullable() }),
    );
    const [only] = people;
    if (!only) return err('no-person');
    if (people.length > 1 || only.account_id !== null) return err('ambiguous');
    await tx.exec(sql`update person set account_id = ${input.accountId} where subdistrict_id = ${tx.subdistrictId} and id = ${only.id}`);
    await tx.emit('person.bound', { personId: only.id });
    tx.audit({
      action: 'person.bind-phone',
      subjectKind: 'person',
      subjectId: only.id,
      text: { accountId: input.accountId },
    });
    return ok(only.id);
  });
