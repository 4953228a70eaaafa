import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Referral, type ReferralOutcome, referralOutcomes } from './referral.ts';

const row = z
  .object({
    id: z.string(),
    matter_id: z.string(),
    organisation_id: z.string().nullable(),
    to_name: z.string(),
    reason: z.string(),
    due_day: z.string().nullable(),
    at: z.date(),
    chased: z.number(),
    chased_at: z.date().nullable(),
    outcome: z.enum(referralOutcomes).nullable(),
    answer: z.string().nullable(),
    answered_day: z.string().nullable(),
    ended_at: z.date().nullable(),
  })
  .transform(
    (r): Referral => ({
      id: r.id,
      matterId: r.matter_id,
      organisationId: r.organisation_id,
      toName: r.to_name,
      reason: r.reason,
      dueDay: r.due_day,
      at: r.at,
      chased: r.chased,
      chasedAt: r.chased_at,
      answer: r.outcome && r.answer !== null && r.answered_day !== null ? { outcome: r.outcome, text: r.answer, day: r.answered_day } : null,
      endedAt: r.ended_at,
    }),
  );
const columns = sql`id, matter_id, organisation_id, to_name, reason, due_day, at, chased, chased_at, outcome, answer, answered_day, ended_at`;

/** To whom a matter was passed on and what came back, oldest first. */
export const referralsOf = (tx: Tx, matterId: string): Promise<Referral[]> =>
  tx.all(
    sql`select ${columns} from matter_referral where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId} order by at, ended_at nulls last`,
    row,
  );

/** The referral that runs now, or null. */
export const runningReferral = (tx: Tx, matterId: string): Promise<Referral | null> =>
  tx.maybe(sql`select ${columns} from matter_referral where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId} and ended_at is null`, row);

export async function insertReferral(tx: CommandTx, referral: Pick<Referral, 'matterId' | 'organisationId' | 'toName' | 'reason' | 'dueDay'>): Promise<void> {
  await tx.exec(sql`insert into matter_referral (subdistrict_id, id, matter_id, organisation_id, to_name, reason, due_day, by_person, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${referral.matterId}, ${referral.organisationId}, ${referral.toName}, ${referral.reason},
      ${referral.dueDay}, ${tx.actor.personId}, ${tx.now})`);
}

/** The matter goes another way: what runs ends. */
export const endReferral = (tx: CommandTx, matterId: string): Promise<number> =>
  tx.exec(sql`update matter_referral set ended_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId} and ended_at is null`);

export const countChase = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update matter_referral set chased = chased + 1, chased_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

export const saveReferralAnswer = (tx: CommandTx, id: string, answer: { outcome: ReferralOutcome; text: string; day: string }): Promise<number> =>
  tx.exec(sql`update matter_referral set outcome = ${answer.outcome}, answer = ${answer.text}, answered_day = ${answer.day},
    answer_entered_by = ${tx.actor.personId} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and outcome is null`);
