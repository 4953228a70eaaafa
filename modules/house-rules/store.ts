import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Clause, type Comment, hiddenStates, type HouseRule, replyOutcomes, ruleKinds, type Version, versionStates } from './house-rule.ts';
import { indexOf } from './subject.ts';

export const ruleRow = z
  .object({ id: z.string(), neighbourhood_id: z.string(), kind: z.enum(ruleKinds), building_id: z.string().nullable(), entrance_id: z.string().nullable() })
  .transform((r): HouseRule => ({ id: r.id, neighbourhoodId: r.neighbourhood_id, kind: r.kind, buildingId: r.building_id, entranceId: r.entrance_id }));
export const ruleColumns = sql`r.id, r.neighbourhood_id, r.kind, r.building_id, r.entrance_id`;

export const versionRow = z
  .object({
    id: z.string(),
    rule_id: z.string(),
    no: z.number(),
    state: z.enum(versionStates),
    title: z.string(),
    preamble: z.string(),
    reason: z.string(),
    comments_until: z.string().nullable(),
    law: z.string().nullable(),
    ballot_id: z.string().nullable(),
    digest: z.string().nullable(),
    decided_at: z.date().nullable(),
    from_day: z.string().nullable(),
    to_day: z.string().nullable(),
    replaced_by: z.string().nullable(),
    repeal_ballot_id: z.string().nullable(),
    repeal_reason: z.string().nullable(),
    withdrawn_reason: z.string().nullable(),
    created_at: z.date(),
  })
  .transform(
    (r): Version => ({
      id: r.id,
      ruleId: r.rule_id,
      no: r.no,
      state: r.state,
      title: r.title,
      preamble: r.preamble,
      reason: r.reason,
      commentsUntil: r.comments_until,
      law: r.law,
      ballotId: r.ballot_id,
      digest: r.digest,
      decidedAt: r.decided_at,
      fromDay: r.from_day,
      toDay: r.to_day,
      replacedBy: r.replaced_by,
      repealBallotId: r.repeal_ballot_id,
      repealReason: r.repeal_reason,
      withdrawnReason: r.withdrawn_reason,
      createdAt: r.created_at,
    }),
  );
export const versionColumns = sql`v.id, v.rule_id, v.no, v.state, v.title, v.preamble, v.reason, v.comments_until, v.law, v.ballot_id, v.digest, v.decided_at,
  v.from_day, v.to_day, v.replaced_by, v.repeal_ballot_id, v.repeal_reason, v.withdrawn_reason, v.created_at`;

export const clauseRow = z
  .object({ article_id: z.string(), position: z.number(), chapter: z.string(), heading: z.string(), text: z.string(), topics: z.array(z.string()) })
  .transform((r): Clause => ({ articleId: r.article_id, position: r.position, chapter: r.chapter, heading: r.heading, text: r.text, topics: r.topics }));
export const clauseColumns = sql`c.article_id, c.position, c.chapter, c.heading, c.text, c.topics`;

export const commentRow = z
  .object({
    id: z.string(),
    version_id: z.string(),
    article_id: z.string().nullable(),
    person_id: z.string(),
    household_id: z.string().nullable(),
    named: z.boolean(),
    channel: z.enum(['own', 'paper', 'assisted']),
    entered_by: z.string().nullable(),
    text: z.string(),
    at: z.date(),
    hidden: z.enum(hiddenStates),
    hidden_reason: z.string().nullable(),
    hidden_by: z.string().nullable(),
    appeal: z.string().nullable(),
    reply_outcome: z.enum(replyOutcomes).nullable(),
    reply: z.string().nullable(),
    replied_by: z.string().nullable(),
    replied_at: z.date().nullable(),
  })
  .transform(
    (r): Comment => ({
      id: r.id,
      versionId: r.version_id,
      articleId: r.article_id,
      personId: r.person_id,
      householdId: r.household_id,
      named: r.named,
      channel: r.channel,
      enteredBy: r.entered_by,
      text: r.text,
      at: r.at,
      hidden: r.hidden,
      hiddenReason: r.hidden_reason,
      hiddenBy: r.hidden_by,
      appeal: r.appeal,
      reply:
        r.reply_outcome === null || r.reply === null || r.replied_by === null || r.replied_at === null
          ? null
          : { outcome: r.reply_outcome, text: r.reply, by: r.replied_by, at: r.replied_at },
    }),
  );
export const commentColumns = sql`m.id, m.version_id, m.article_id, m.person_id, m.household_id, m.named, m.channel, m.entered_by, m.text, m.at, m.hidden,
  m.hidden_reason, m.hidden_by, m.appeal, m.reply_outcome, m.reply, m.replied_by, m.replied_at`;

/** The version and its rule, the version locked. */
export async function lockVersion(tx: CommandTx, id: string): Promise<{ rule: HouseRule; version: Version } | null> {
  const version = await tx.maybe(
    sql`select ${versionColumns} from house_rule_version v where v.subdistrict_id = ${tx.subdistrictId} and v.id = ${id} for update`,
    versionRow,
  );
  if (!version) return null;
  const rule = await tx.one(sql`select ${ruleColumns} from house_rule r where r.subdistrict_id = ${tx.subdistrictId} and r.id = ${version.ruleId}`, ruleRow);
  return { rule, version };
}

export async function insertRule(tx: CommandTx, rule: Omit<HouseRule, 'id'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into house_rule (subdistrict_id, id, neighbourhood_id, kind, building_id, entrance_id, created_by, created_at)
    values (${tx.subdistrictId}, ${id}, ${rule.neighbourhoodId}, ${rule.kind}, ${rule.buildingId}, ${rule.entranceId}, ${tx.actor.personId}, ${tx.now})`);
  return id;
}

export async function insertVersion(tx: CommandTx, version: Pick<Version, 'ruleId' | 'no' | 'title' | 'preamble' | 'reason'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into house_rule_version (subdistrict_id, id, rule_id, no, state, title, preamble, reason, created_by, created_at)
    values (${tx.subdistrictId}, ${id}, ${version.ruleId}, ${version.no}, 'draft', ${version.title}, ${version.preamble}, ${version.reason},
      ${tx.actor.personId}, ${tx.now})`);
  return id;
}

/** Writes the clauses of a version anew; identities that are not known yet are made. */
export async function replaceClauses(tx: CommandTx, version: Pick<Version, 'id' | 'ruleId'>, clauses: readonly Clause[]): Promise<void> {
  await tx.exec(sql`delete from house_rule_clause where subdistrict_id = ${tx.subdistrictId} and version_id = ${version.id}`);
  for (const clause of clauses) {
    await tx.exec(sql`insert into house_rule_article (subdistrict_id, id, rule_id) values (${tx.subdistrictId}, ${clause.articleId}, ${version.ruleId})
      on conflict (subdistrict_id, id) do nothing`);
    await tx.exec(sql`insert into house_rule_clause (subdistrict_id, version_id, article_id, position, chapter, heading, text, topics, bigrams)
      values (${tx.subdistrictId}, ${version.id}, ${clause.articleId}, ${clause.position}, ${clause.chapter}, ${clause.heading}, ${clause.text},
        ${[...clause.topics]}::text[], ${indexOf(clause)}::text[])`);
  }
}

type Changes = Partial<
  Pick<
    Version,
    | 'state'
    | 'title'
    | 'preamble'
    | 'reason'
    | 'commentsUntil'
    | 'law'
    | 'ballotId'
    | 'digest'
    | 'decidedAt'
    | 'fromDay'
    | 'toDay'
    | 'replacedBy'
    | 'repealBallotId'
    | 'repealReason'
    | 'withdrawnReason'
  >
>;

/** Saves what changed of a version; what is not given stays. */
export async function saveVersion(tx: CommandTx, before: Version, changes: Changes): Promise<void> {
  const v = { ...before, ...changes };
  await tx.exec(sql`update house_rule_version set state = ${v.state}, title = ${v.title}, preamble = ${v.preamble}, reason = ${v.reason},
      comments_until = ${v.commentsUntil}, law = ${v.law}, ballot_id = ${v.ballotId}, digest = ${v.digest}, decided_at = ${v.decidedAt},
      from_day = ${v.fromDay}, to_day = ${v.toDay}, replaced_by = ${v.replacedBy}, repeal_ballot_id = ${v.repealBallotId},
      repeal_reason = ${v.repealReason}, withdrawn_reason = ${v.withdrawnReason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${v.id}`);
}

export async function insertComment(
  tx: CommandTx,
  comment: Pick<Comment, 'versionId' | 'articleId' | 'personId' | 'householdId' | 'named' | 'channel' | 'enteredBy' | 'text'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into house_rule_comment (subdistrict_id, id, version_id, article_id, person_id, household_id, named, channel, entered_by, text, at)
    values (${tx.subdistrictId}, ${id}, ${comment.versionId}, ${comment.articleId}, ${comment.personId}, ${comment.householdId}, ${comment.named},
      ${comment.channel}, ${comment.enteredBy}, ${comment.text}, ${tx.now})`);
  return id;
}

/** A comment with its version and rule, or null. */
export async function findComment(tx: Tx, id: string): Promise<{ rule: HouseRule; version: Version; comment: Comment } | null> {
  const comment = await tx.maybe(
    sql`select ${commentColumns} from house_rule_comment m where m.subdistrict_id = ${tx.subdistrictId} and m.id = ${id}`,
    commentRow,
  );
  const found = comment && (await findVersion(tx, comment.versionId));
  return comment && found ? { ...found, comment } : null;
}

const idRow = z.object({ id: z.string() });

/** The same, locked. */
export async function lockComment(tx: CommandTx, id: string): ReturnType<typeof findComment> {
  const locked = await tx.maybe(sql`select id from house_rule_comment where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, idRow);
  return locked ? findComment(tx, id) : null;
}

/** A version and its rule, or null. */
export async function findVersion(tx: Tx, id: string): Promise<{ rule: HouseRule; version: Version } | null> {
  const version = await tx.maybe(
    sql`select ${versionColumns} from house_rule_version v where v.subdistrict_id = ${tx.subdistrictId} and v.id = ${id}`,
    versionRow,
  );
  if (!version) return null;
  const rule = await tx.one(sql`select ${ruleColumns} from house_rule r where r.subdistrict_id = ${tx.subdistrictId} and r.id = ${version.ruleId}`, ruleRow);
  return { rule, version };
}

/** Hides or shows a comment's words. */
export async function saveHidden(
  tx: CommandTx,
  comment: Comment,
  to: { hidden: Comment['hidden']; reason: string | null; by: string | null; appeal: string | null; ruledBy: string | null },
): Promise<void> {
  await tx.exec(sql`update house_rule_comment set hidden = ${to.hidden}, hidden_reason = ${to.reason}, hidden_by = ${to.by}, appeal = ${to.appeal},
      ruled_by = ${to.ruledBy} where subdistrict_id = ${tx.subdistrictId} and id = ${comment.id}`);
}

export async function saveReply(tx: CommandTx, commentId: string, reply: { outcome: string; text: string }): Promise<void> {
  await tx.exec(sql`update house_rule_comment set reply_outcome = ${reply.outcome}, reply = ${reply.text}, replied_by = ${tx.actor.personId},
      replied_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${commentId}`);
}

/** Cites a clause; citing it for the same again changes nothing. Returns whether it was new. */
export async function insertCitation(
  tx: CommandTx,
  citation: { versionId: string; articleId: string; kind: 'answer' | 'breach'; subjectKind: string; subjectId: string; note: string },
): Promise<boolean> {
  const added =
    await tx.exec(sql`insert into house_rule_citation (subdistrict_id, id, version_id, article_id, kind, subject_kind, subject_id, note, cited_by, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${citation.versionId}, ${citation.articleId}, ${citation.kind}, ${citation.subjectKind},
      ${citation.subjectId}, ${citation.note}, ${tx.actor.personId}, ${tx.now})
    on conflict (subdistrict_id, version_id, article_id, kind, subject_kind, subject_id) do nothing`);
  return added === 1;
}
