import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What the office remarks on one field of the form (`lines.0.unitPrice`); '' stands for the application as a whole. */
export interface FieldComment {
  field: string;
  text: string;
}

/** A remark that was made on a version. `reply` is what the applicants said to it last; '' nothing. */
export interface KeptComment extends FieldComment {
  id: string;
  reply: string;
  replyByName: string;
  version: number;
  byName: string;
  at: Date;
}

/** Remarks in which something is said, each under a field's name; what is longer than the paper bears is cut. */
export const soundComments = (comments: readonly FieldComment[]): FieldComment[] =>
  comments
    .map(({ field, text }) => ({ field, text: text.trim().slice(0, 500) }))
    .filter(({ field, text }) => text !== '' && /^[A-Za-z0-9.]{0,60}$/.test(field))
    .slice(0, 100);

/** Keeps the remarks beside the version that they were made on. */
export async function insertComments(tx: CommandTx, projectId: string, applicationId: string, comments: readonly FieldComment[]): Promise<void> {
  for (const { field, text } of comments)
    await tx.exec(sql`insert into application_comment (subdistrict_id, id, application_id, project_id, no, field, text, by_person_id, by_name, at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${applicationId}, ${projectId}, (select coalesce(max(no), 0) + 1 from application_comment
      where subdistrict_id = ${tx.subdistrictId} and application_id = ${applicationId}), ${field}, ${text}, ${tx.actor.personId},
      ${tx.actor.name || '自治办'}, ${tx.now})`);
}

/** Keeps a word of the applicants to a remark; it takes the place of the one before. */
export const insertReply = (tx: CommandTx, remarkId: string, text: string): Promise<number> =>
  tx.exec(sql`insert into application_reply (subdistrict_id, comment_id, no, text, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${remarkId}::uuid, (select coalesce(max(no), 0) + 1 from application_reply where subdistrict_id = ${tx.subdistrictId}
      and comment_id = ${remarkId}), ${text}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);

const commentsRow = z.object({
  id: z.string(),
  field: z.string(),
  text: z.string(),
  version: z.number(),
  byName: z.string(),
  at: z.date(),
  reply: z.string(),
  replyByName: z.string(),
});

/** The remarks on a project's versions with what was said to them, oldest first. */
export const listComments = (tx: Tx, projectId: string): Promise<KeptComment[]> =>
  tx.all(
    sql`select c.id, c.field, c.text, a.version, c.by_name as "byName", c.at, coalesce(r.text, '') as reply, coalesce(r.by_name, '') as "replyByName"
    from application_comment c
    join application a on a.subdistrict_id = c.subdistrict_id and a.id = c.application_id
    left join lateral (select y.text, y.by_name from application_reply y where y.subdistrict_id = c.subdistrict_id and y.comment_id = c.id
      order by y.no desc limit 1) r on true
    where c.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId} order by a.version, c.no`,
    commentsRow,
  );
