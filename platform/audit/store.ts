import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type AuditFact, digestOf, entryDigest, genesis, textDigest } from './chain.ts';

const headRow = z.object({ seq: z.bigint(), digest: z.string(), algorithm: z.enum(['sha256', 'sm3']) });

/** Who did it and when; `salt` is drawn anew for each fact. */
export interface AuditBy {
  actorId: string | null;
  actorKind: string;
  at: Date;
  salt: () => string;
}

/**
 * Writes the facts down in the command's own transaction, in one statement and without waiting for anybody: they take their place in the chain
 * right after the commit (`chainAudit`). A command of nothing but votes must not queue up behind one head.
 */
export async function queueAudit(tx: Tx, facts: readonly AuditFact[], by: AuditBy): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact, i) => ({
    i,
    action: fact.action,
    subject_kind: fact.subjectKind,
    subject_id: fact.subjectId,
    salt: by.salt(),
    body: JSON.stringify(fact.text, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
  }));
  await tx.exec(sql`insert into audit_queue (subdistrict_id, at, actor_id, actor_kind, action, subject_kind, subject_id, salt, body)
    select ${tx.subdistrictId}::uuid, ${by.at}::timestamptz, ${by.actorId}::uuid, ${by.actorKind}::text, f.action, f.subject_kind, f.subject_id, f.salt, f.body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(i int, action text, subject_kind text, subject_id uuid, salt text, body text)
    order by f.i`);
}

const queuedRow = z.object({
  n: z.bigint(),
  at: z.date(),
  actor_id: z.string().nullable(),
  actor_kind: z.string(),
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string().nullable(),
  salt: z.string(),
  body: z.string(),
});

/**
 * Gives waiting facts their place in the chain, `limit` at most, and returns how many. Two at once wait for each other at the head's row.
 * Nothing is lost whenever it stops: a fact is taken out of the queue in the same transaction that chains it.
 */
export async function chainAudit(tx: Tx, limit = 500): Promise<number> {
  const findHead = () => tx.maybe(sql`select seq, digest, algorithm from audit_head where subdistrict_id = ${tx.subdistrictId} for update`, headRow);
  const findQueued = () =>
    tx.all(
      sql`select n, at, actor_id, actor_kind, action, subject_kind, subject_id, salt, body from audit_queue
      where subdistrict_id = ${tx.subdistrictId} order by n limit ${limit}`,
      queuedRow,
    );
  // They travel together, yet the queue is read behind the lock: the second statement sees what is there once the first has its row.
  let [head, queued] = await Promise.all([findHead(), findQueued()]);
  if (!head) {
    await tx.exec(sql`insert into audit_head (subdistrict_id, seq, digest) values (${tx.subdistrictId}, 0, ${genesis})
      on conflict (subdistrict_id) do nothing`);
    [head, queued] = await Promise.all([findHead(), findQueued()]);
  }
  if (!head) throw new Error('audit head is missing');
  if (queued.length === 0) return 0;
  const { algorithm } = head;
  let { seq, digest } = head;
  const entries = queued.map((fact) => {
    seq += 1n;
    const text = textDigest(algorithm, fact.salt, fact.body);
    const previous = digest;
    digest = entryDigest(algorithm, previous, {
      subdistrictId: tx.subdistrictId,
      seq,
      at: fact.at,
      actorId: fact.actor_id,
      actorKind: fact.actor_kind,
      action: fact.action,
      subjectKind: fact.subject_kind,
      subjectId: fact.subject_id,
      textDigest: text,
    });
    return { n: fact.n.toString(), seq: seq.toString(), text, previous, digest };
  });
  // Only digests travel back; what the facts say is moved inside the database.
  const chained = JSON.stringify(entries);
  for (const sent of [
    tx.exec(sql`insert into audit_entry (subdistrict_id, seq, at, actor_id, actor_kind, action, subject_kind, subject_id, algorithm, text_digest,
      previous_digest, digest) select q.subdistrict_id, e.seq, q.at, q.actor_id, q.actor_kind, q.action, q.subject_kind, q.subject_id, ${algorithm}::text,
      e.text, e.previous, e.digest from jsonb_to_recordset(${chained}::jsonb) as e(n bigint, seq bigint, text text, previous text, digest text)
      join audit_queue q on q.subdistrict_id = ${tx.subdistrictId} and q.n = e.n`),
    tx.exec(sql`insert into audit_text (subdistrict_id, seq, salt, body) select q.subdistrict_id, e.seq, q.salt, q.body
      from jsonb_to_recordset(${chained}::jsonb) as e(n bigint, seq bigint) join audit_queue q on q.subdistrict_id = ${tx.subdistrictId} and q.n = e.n`),
    tx.exec(sql`delete from audit_queue where subdistrict_id = ${tx.subdistrictId} and n = any(${queued.map((fact) => fact.n.toString())}::bigint[])`),
    tx.exec(sql`update audit_head set seq = ${seq}, digest = ${digest} where subdistrict_id = ${tx.subdistrictId}`),
  ])
    tx.withCommit(sent);
  return entries.length;
}

const entryRow = z.object({
  seq: z.bigint(),
  at: z.date(),
  actor_id: z.string().nullable(),
  actor_kind: z.string(),
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string().nullable(),
  algorithm: z.enum(['sha256', 'sm3']),
  text_digest: z.string(),
  previous_digest: z.string(),
  digest: z.string(),
  salt: z.string().nullable(),
  body: z.string().nullable(),
});

const verifyAuditRow = z.object({ day: z.string(), seq: z.bigint(), same: z.boolean() });

/** Where the chain of a subdistrict is broken, in words; empty when it is whole. */
export async function verifyAudit(tx: Tx): Promise<string[]> {
  let previous = genesis;
  let seq = 0n;
  const problems: string[] = [];
  for (;;) {
    const rows = await tx.all(
      sql`select e.seq, e.at, e.actor_id, e.actor_kind, e.action, e.subject_kind, e.subject_id, e.algorithm,
      e.text_digest, e.previous_digest, e.digest, t.salt, t.body from audit_entry e
      left join audit_text t on t.subdistrict_id = e.subdistrict_id and t.seq = e.seq
      where e.subdistrict_id = ${tx.subdistrictId} and e.seq > ${seq} order by e.seq limit 1000`,
      entryRow,
    );
    for (const row of rows) {
      if (row.seq !== seq + 1n) problems.push(`audit entry ${seq + 1n} is missing`);
      if (row.previous_digest !== previous) problems.push(`audit entry ${row.seq} does not follow entry ${seq}`);
      const expected = entryDigest(row.algorithm, row.previous_digest, {
        subdistrictId: tx.subdistrictId,
        seq: row.seq,
        at: row.at,
        actorId: row.actor_id,
        actorKind: row.actor_kind,
        action: row.action,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        textDigest: row.text_digest,
      });
      if (expected !== row.digest) problems.push(`audit entry ${row.seq} was changed`);
      if (row.salt === null) problems.push(`text of audit entry ${row.seq} is missing`);
      else if (row.body !== null && textDigest(row.algorithm, row.salt, row.body) !== row.text_digest)
        problems.push(`text of audit entry ${row.seq} was changed`);
      previous = row.digest;
      seq = row.seq;
      if (problems.length > 20) return problems;
    }
    if (rows.length < 1000) break;
  }
  const head = await tx.maybe(sql`select seq, digest, algorithm from audit_head where subdistrict_id = ${tx.subdistrictId}`, headRow);
  if ((head?.seq ?? 0n) !== seq || (head?.digest ?? genesis) !== previous) problems.push('audit head does not match the last entry');
  const days = await tx.all(
    sql`select d.day, d.seq, (d.digest = coalesce(e.digest, ${genesis})) as same from audit_day d
    left join audit_entry e on e.subdistrict_id = d.subdistrict_id and e.seq = d.seq where d.subdistrict_id = ${tx.subdistrictId}`,
    verifyAuditRow,
  );
  for (const day of days) if (!day.same) problems.push(`published head of ${day.day} does not match entry ${day.seq}`);
  return problems;
}

/** Publishes the head of each day before `today` that has entries and is not published yet. Returns how many. */
export async function publishDayHeads(tx: Tx, today: string, at: Date): Promise<number> {
  while ((await chainAudit(tx)) > 0);
  return tx.exec(sql`insert into audit_day (subdistrict_id, day, seq, digest, published_at)
    select ${tx.subdistrictId}::uuid, last.day, last.seq, e.digest, ${at}::timestamptz from (
      select (at at time zone 'Asia/Shanghai')::date as day, max(seq) as seq from audit_entry
      where subdistrict_id = ${tx.subdistrictId} group by 1) last
    join audit_entry e on e.subdistrict_id = ${tx.subdistrictId} and e.seq = last.seq
    where last.day < ${today}::date on conflict (subdistrict_id, day) do nothing`);
}

const dayHeadsRow = z.object({ day: z.string(), seq: z.bigint(), digest: z.string(), published_at: z.date() });

/** The published day heads, newest first. */
export async function listDayHeads(tx: Tx, limit = 60): Promise<{ day: string; seq: bigint; digest: string; publishedAt: Date }[]> {
  const rows = await tx.all(
    sql`select day, seq, digest, published_at from audit_day where subdistrict_id = ${tx.subdistrictId}
    order by day desc limit ${limit}`,
    dayHeadsRow,
  );
  return rows.map((row) => ({ day: row.day, seq: row.seq, digest: row.digest, publishedAt: row.published_at }));
}

/** One entry of the trail as a page shows it; `text` is null when it was erased. */
export interface AuditLine {
  seq: bigint;
  at: Date;
  actorId: string | null;
  actorKind: string;
  action: string;
  digest: string;
  text: Record<string, unknown> | null;
}

const bodyOfEntry = z.record(z.string(), z.unknown());
const auditedRow = z.object({
  seq: z.bigint(),
  at: z.date(),
  actor_id: z.string().nullable(),
  actor_kind: z.string(),
  action: z.string(),
  digest: z.string(),
  body: z.string().nullable(),
});

/** The trail of one subject (a project, a voucher …), oldest first. */
export async function auditOf(tx: Tx, subjectId: string): Promise<AuditLine[]> {
  const rows = await tx.all(
    sql`select e.seq, e.at, e.actor_id, e.actor_kind, e.action, e.digest, t.body from audit_entry e
    join audit_text t on t.subdistrict_id = e.subdistrict_id and t.seq = e.seq
    where e.subdistrict_id = ${tx.subdistrictId} and e.subject_id = ${subjectId} order by e.seq`,
    auditedRow,
  );
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    action: row.action,
    digest: row.digest,
    text: row.body === null ? null : bodyOfEntry.parse(JSON.parse(row.body)),
  }));
}

/** Erases the words of an entry (a person's right); the chain stays whole because only digests are chained. */
export async function eraseAuditText(tx: Tx, seq: bigint, reason: string, at: Date): Promise<void> {
  await tx.exec(sql`update audit_text set body = null, salt = '', erased_at = ${at}, erased_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and seq = ${seq}`);
}

export { digestOf };
