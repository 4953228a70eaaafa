import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { bindIn } from './create-person.ts';
import { parsePhone } from './person.ts';
import { personsWithPhone } from './queries.ts';

/** `unknown-phone` nobody here has it, several share it, or the one who has it signs in with another account. */
export type PhoneBindError = 'unknown-phone' | 'not-allowed';

/**
 * An account whose phone was verified by a code becomes the one person the office knows by this phone. A phone that
 * several people share (a family's) tells nobody apart: they use the letter or a steward's word.
 */
export const bindVerifiedPhone = (ctx: CommandContext, input: { accountId: string; phone: string }) =>
  runCommand(ctx, 'bind-verified-phone', async (tx): Promise<Result<string, PhoneBindError>> => {
    if (tx.actor.accountId !== input.accountId) return err('not-allowed');
    const phone = parsePhone(input.phone);
    const [person, ...others] = phone ? await personsWithPhone(tx, [phone]) : [];
    if (!person || others.length > 0 || person.accountId !== null) return err('unknown-phone');
    if (!(await bindIn(tx, person.id, input.accountId)).ok) return err('unknown-phone');
    tx.audit({
      action: 'person.account-bound',
      subjectKind: 'person',
      subjectId: person.id,
      text: { by: 'verified phone' },
    });
    return ok(person.id);
  });
