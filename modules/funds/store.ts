import { z } from 'zod';
import type { Setting } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Round, RoundState } from './round.ts';

const settingRow = z.object({ key: z.string(), value: z.string(), set_by_name: z.string(), set_on: z.string(), reason: z.string() });

/** The office's settings, the newest for each key. */
export async function officeSettings(tx: Tx): Promise<(Setting & { reason: string })[]> {
  const rows = await tx.all(
    sql`select distinct on (key) key, value, set_by_name, set_on, reason from office_setting
    where subdistrict_id = ${tx.subdistrictId} order by key, set_at desc, id desc`,
    settingRow,
  );
  return rows.map((row) => ({ key: row.key, value: row.value, setBy: row.set_by_name, setOn: row.set_on, reason: row.reason }));
}

/** Every value the office ever set, newest first. */
export async function settingHistory(tx: Tx): Promise<(Setting & { reason: string })[]> {
  const rows = await tx.all(
    sql`select key, value, set_by_name, set_on, reason from office_setting
    where subdistrict_id = ${tx.subdistrictId} order by set_at desc, id desc`,
    settingRow,
  );
  return rows.map((row) => ({ key: row.key, value: row.value, setBy: row.set_by_name, setOn: row.set_on, reason: row.reason }));
}

/** One setting of the office; null when it has not set it. Never a default. */
export async function officeSetting(tx: Tx, key: string): Promise<Setting | null> {
  const row = await tx.maybe(
    sql`select key, value, set_by_name, set_on, reason from office_setting
    where subdistrict_id = ${tx.subdistrictId} and key = ${key} order by set_at desc, id desc limit 1`,
    settingRow,
  );
  return row ? { key: row.key, value: row.value, setBy: row.set_by_name, setOn: row.set_on } : null;
}

export async function insertSetting(tx: CommandTx, key: string, value: string, reason: string): Promise<void> {
  await tx.exec(sql`insert into office_setting (subdistrict_id, id, key, value, reason, set_by, set_by_name, set_on, set_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${key}, ${value}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}

const roundRow = z
  .object({
    id: z.string(),
    year: z.number(),
    name: z.string(),
    pool_fen: z.bigint(),
    opens_on: z.string(),
    closes_on: z.string(),
    reviewers_wanted: z.number(),
    state: z.enum(['draft', 'open', 'reviewing', 'decided', 'cancelled']),
    policy_id: z.string(),
    call_text: z.string(),
    decided_at: z.date().nullable(),
    change_no: z.number(),
  })
  .transform(
    (row): Round => ({
      id: row.id,
      year: row.year,
      name: row.name,
      poolFen: row.pool_fen,
      opensOn: row.opens_on,
      closesOn: row.closes_on,
      reviewersWanted: row.reviewers_wanted,
      state: row.state,
      policyId: row.policy_id,
      callText: row.call_text,
      decidedAt: row.decided_at,
      changeNo: row.change_no,
    }),
  );
const roundColumns = sql`id, year, name, pool_fen, opens_on, closes_on, reviewers_wanted, state, policy_id, call_text, decided_at, change_no`;

/** One round, or null. */
export const findRound = (tx: Tx, id: string): Promise<Round | null> =>
  tx.maybe(sql`select ${roundColumns} from round where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, roundRow);
/** The same, its row locked until the transaction ends. */
export const lockRound = (tx: CommandTx, id: string): Promise<Round | null> =>
  tx.maybe(sql`select ${roundColumns} from round where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, roundRow);
/** All rounds, newest first. */
export const listRounds = (tx: Tx): Promise<Round[]> =>
  tx.all(sql`select ${roundColumns} from round where subdistrict_id = ${tx.subdistrictId} order by year desc, opens_on desc, id desc`, roundRow);
/** Rounds that take applications on the day. */
export const openRounds = (tx: Tx, day: string): Promise<Round[]> =>
  tx.all(
    sql`select ${roundColumns} from round where subdistrict_id = ${tx.subdistrictId} and state = 'open' and ${day}::date between opens_on and closes_on
    order by closes_on`,
    roundRow,
  );

export async function insertRound(tx: CommandTx, round: Omit<Round, 'id' | 'decidedAt' | 'changeNo'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round (subdistrict_id, id, year, name, pool_fen, opens_on, closes_on, reviewers_wanted, state, policy_id, call_text, created_by, created_at)
    values (${tx.subdistrictId}, ${id}, ${round.year}, ${round.name}, ${round.poolFen}, ${round.opensOn}, ${round.closesOn}, ${round.reviewersWanted},
    ${round.state}, ${round.policyId}, ${round.callText}, ${tx.actor.personId}, ${tx.now})`);
  return id;
}

export async function saveRoundState(tx: CommandTx, id: string, state: RoundState): Promise<void> {
  await tx.exec(
    sql`update round set state = ${state}, decided_at = ${state === 'decided' ? tx.now : null} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
  );
}
