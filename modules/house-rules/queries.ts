import { z } from 'zod';
import type { Day } from '#libs/civil-time';
import { sql, type Tx } from '#platform/database';
import type { Clause, Comment, HouseRule, Version } from './house-rule.ts';
import { clauseColumns, clauseRow, commentColumns, commentRow, ruleColumns, ruleRow, versionColumns, versionRow } from './store.ts';
import { bigrams, clausesSpokenOf } from './subject.ts';

export { findComment, findVersion } from './store.ts';

/** One body of rules, or null. */
export const findHouseRule = (tx: Tx, id: string): Promise<HouseRule | null> =>
  tx.maybe(sql`select ${ruleColumns} from house_rule r where r.subdistrict_id = ${tx.subdistrictId} and r.id = ${id}`, ruleRow);

/** The bodies of rules of a neighbourhood. */
export const listHouseRules = (tx: Tx, neighbourhoodId: string): Promise<HouseRule[]> =>
  tx.all(
    sql`select ${ruleColumns} from house_rule r where r.subdistrict_id = ${tx.subdistrictId} and r.neighbourhood_id = ${neighbourhoodId}
    order by r.created_at, r.id`,
    ruleRow,
  );

/** All versions of some rules, the newest first. */
export const versionsOf = (tx: Tx, ruleIds: readonly string[]): Promise<Version[]> =>
  tx.all(
    sql`select ${versionColumns} from house_rule_version v where v.subdistrict_id = ${tx.subdistrictId} and v.rule_id = any(${[...ruleIds]}::uuid[])
    order by v.no desc`,
    versionRow,
  );

/** Clauses of a version in their order. */
export const clausesOf = (tx: Tx, versionId: string): Promise<Clause[]> =>
  tx.all(
    sql`select ${clauseColumns} from house_rule_clause c where c.subdistrict_id = ${tx.subdistrictId} and c.version_id = ${versionId} order by c.position`,
    clauseRow,
  );

/** What residents said about a version, oldest first. */
export const commentsOn = (tx: Tx, versionId: string): Promise<Comment[]> =>
  tx.all(
    sql`select ${commentColumns} from house_rule_comment m where m.subdistrict_id = ${tx.subdistrictId} and m.version_id = ${versionId}
    order by m.at, m.id limit 5000`,
    commentRow,
  );

/** A clause in force, with where it stands. */
export interface ClauseInForce extends Clause {
  ruleId: string;
  versionId: string;
  title: string;
}
const inForceRow = z
  .object({ clause: z.unknown(), rule_id: z.string(), version_id: z.string(), title: z.string() })
  .transform((r): ClauseInForce => ({ ...clauseRow.parse(r.clause), ruleId: r.rule_id, versionId: r.version_id, title: r.title }));
const inForceColumns = sql`jsonb_build_object('article_id', c.article_id, 'position', c.position, 'chapter', c.chapter, 'heading', c.heading, 'text', c.text,
  'topics', to_jsonb(c.topics)) as clause, v.rule_id, v.id as version_id, v.title`;
const inForce = (tx: Tx, day: Day) => sql`house_rule_clause c
  join house_rule_version v on v.subdistrict_id = c.subdistrict_id and v.id = c.version_id
  join house_rule r on r.subdistrict_id = v.subdistrict_id and r.id = v.rule_id
  where c.subdistrict_id = ${tx.subdistrictId} and v.state = 'adopted' and v.from_day <= ${day} and (v.to_day is null or v.to_day >= ${day})`;

/** Every clause that holds in a neighbourhood on a day. */
export const clausesInForce = (tx: Tx, neighbourhoodId: string, day: Day): Promise<ClauseInForce[]> =>
  tx.all(
    sql`select ${inForceColumns} from ${inForce(tx, day)} and r.neighbourhood_id = ${neighbourhoodId} order by r.created_at, r.id, c.position`,
    inForceRow,
  );

/** Clauses in force that a subject (a matter's, meeting's or notice's words) speaks of, best first. */
export const clausesAbout = async (
  tx: Tx,
  about: { neighbourhoodId: string; words: string; day: Day },
  limit = 5,
): Promise<(ClauseInForce & { spoken: string[] })[]> => clausesSpokenOf(await clausesInForce(tx, about.neighbourhoodId, about.day), about.words, limit);

/**
 * Clauses in force that hold every pair of characters of the words asked for; those that hold the words as they stand come first.
 * A single character is looked for as it is.
 */
export async function searchClauses(tx: Tx, about: { neighbourhoodId: string | null; query: string; day: Day }): Promise<ClauseInForce[]> {
  const words = about.query.normalize('NFKC').trim();
  if (words === '') return [];
  const pairs = words.split(/[\s、，,]+/).flatMap(bigrams);
  const like = `%${words.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const holds = pairs.length === 0 ? sql`c.text || c.heading || c.chapter ilike ${like}` : sql`c.bigrams @> ${pairs}::text[]`;
  return tx.all(
    sql`select ${inForceColumns} from ${inForce(tx, about.day)} and (${about.neighbourhoodId}::uuid is null or r.neighbourhood_id = ${about.neighbourhoodId}::uuid)
    and ${holds} order by (c.heading || c.text ilike ${like}) desc, r.created_at, r.id, c.position limit 50`,
    inForceRow,
  );
}

/** Where clauses were cited about a subject. */
export interface Citation {
  versionId: string;
  articleId: string;
  kind: 'answer' | 'breach';
  subjectKind: 'matter' | 'meeting' | 'notice';
  subjectId: string;
  note: string;
  citedBy: string | null;
  at: Date;
  position: number;
  heading: string;
  text: string;
  title: string;
}
const citationRow = z
  .object({
    version_id: z.string(),
    article_id: z.string(),
    kind: z.enum(['answer', 'breach']),
    subject_kind: z.enum(['matter', 'meeting', 'notice']),
    subject_id: z.string(),
    note: z.string(),
    cited_by: z.string().nullable(),
    at: z.date(),
    position: z.number(),
    heading: z.string(),
    text: z.string(),
    title: z.string(),
  })
  .transform(
    (r): Citation => ({
      versionId: r.version_id,
      articleId: r.article_id,
      kind: r.kind,
      subjectKind: r.subject_kind,
      subjectId: r.subject_id,
      note: r.note,
      citedBy: r.cited_by,
      at: r.at,
      position: r.position,
      heading: r.heading,
      text: r.text,
      title: r.title,
    }),
  );
const citations = sql`select q.version_id, q.article_id, q.kind, q.subject_kind, q.subject_id, q.note, q.cited_by, q.at, c.position, c.heading, c.text, v.title
  from house_rule_citation q
  join house_rule_clause c on c.subdistrict_id = q.subdistrict_id and c.version_id = q.version_id and c.article_id = q.article_id
  join house_rule_version v on v.subdistrict_id = q.subdistrict_id and v.id = q.version_id`;

/** Clauses cited about a subject, oldest first. */
export const citationsAbout = (tx: Tx, subjectId: string): Promise<Citation[]> =>
  tx.all(sql`${citations} where q.subdistrict_id = ${tx.subdistrictId} and q.subject_id = ${subjectId} order by q.at, c.position`, citationRow);

/** Where a clause was cited, newest first. */
export const citationsOf = (tx: Tx, articleId: string): Promise<Citation[]> =>
  tx.all(sql`${citations} where q.subdistrict_id = ${tx.subdistrictId} and q.article_id = ${articleId} order by q.at desc, q.id desc limit 200`, citationRow);

/** The version that a ballot is about, to adopt or to repeal it; null when the ballot is about no house rule. */
export const versionOfBallot = (tx: Tx, ballotId: string): Promise<Version | null> =>
  tx.maybe(
    sql`select ${versionColumns} from house_rule_version v where v.subdistrict_id = ${tx.subdistrictId}
    and (v.ballot_id = ${ballotId} or v.repeal_ballot_id = ${ballotId}) limit 1`,
    versionRow,
  );

const idRow = z.object({ id: z.string() });

/** Proves every text that went to a vote: the digest of its clauses is the one its ballot was about. Ids of those that fail. */
export async function verifyHouseRules(tx: Tx): Promise<string[]> {
  const rows = await tx.all(
    sql`select v.id from house_rule_version v where v.subdistrict_id = ${tx.subdistrictId} and v.digest is not null
    and v.digest <> house_rule_digest(v.subdistrict_id, v.id, v.title, v.preamble)`,
    idRow,
  );
  return rows.map((row) => row.id);
}
