import type pg from 'pg';
import { err, ok, type Result } from '#libs/result';
import { insertSubdistrict, type SubdistrictInput } from '#modules/places';
import { parsePhone } from './person.ts';

export interface OfficeSetup extends SubdistrictInput {
  /** Name of the office as an organisation: `高桥镇自治办`. */
  officeName: string;
  officerName: string;
  officerPhone: string | null;
  /** Account that signs in as the officer, made by the sign-in beforehand; null = bound later. */
  accountId: string | null;
}
/** `bad-code` not small letters, digits and hyphens · `code-taken` there is such a subdistrict · `bad-phone` no phone number. */
export type SetupError = 'bad-code' | 'code-taken' | 'bad-phone';

/**
 * Makes district, subdistrict, the office and its first person, who is officer and administrator: what `./zhidian setup` needs
 * before pages can do the rest. Runs one transaction on the owner's connection, because the application cannot write
 * reference tables.
 */
export async function setupSubdistrict(
  owner: pg.ClientBase,
  input: OfficeSetup,
  by: { newId: () => string; now: Date; today: string },
): Promise<Result<{ subdistrictId: string; personId: string }, SetupError>> {
  const phone = input.officerPhone === null ? null : parsePhone(input.officerPhone);
  if (input.officerPhone !== null && phone === null) return err('bad-phone');
  await owner.query('begin');
  try {
    const made = await insertSubdistrict(owner, input, by);
    if (!made.ok) {
      await owner.query('rollback');
      return made;
    }
    const subdistrictId = made.value;
    const [organisationId, personId] = [by.newId(), by.newId()];
    await owner.query(`insert into organisation (subdistrict_id, id, kind, name, created_at) values ($1, $2, 'office', $3, $4)`, [
      subdistrictId,
      organisationId,
      input.officeName,
      by.now,
    ]);
    await owner.query('insert into person (subdistrict_id, id, name, phone, account_id, adult, created_at) values ($1, $2, $3, $4, $5, true, $6)', [
      subdistrictId,
      personId,
      input.officerName,
      phone,
      input.accountId,
      by.now,
    ]);
    for (const role of ['officer', 'admin']) {
      await owner.query(
        'insert into role_assignment (subdistrict_id, id, person_id, role, organisation_id, from_day, given_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [subdistrictId, by.newId(), personId, role, organisationId, by.today, by.now],
      );
    }
    await owner.query('commit');
    return ok({ subdistrictId, personId });
  } catch (error) {
    await owner.query('rollback').catch(() => {});
    throw error;
  }
}
