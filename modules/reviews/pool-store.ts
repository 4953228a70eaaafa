import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What the office keeps of a reviewer beside the role; the newest version counts. */
export interface ReviewerProfile {
  personId: string;
  version: number;
  profession: string;
  /** Codes of what matters are about. */
  topics: string[];
  organisationName: string;
  writtenByName: string;
  writtenAt: Date;
}
const profileRow = z
  .object({
    person_id: z.string(),
    version: z.number(),
    profession: z.string(),
    topics: z.array(z.string()),
    organisation_name: z.string(),
    written_by_name: z.string(),
    written_at: z.date(),
  })
  .transform(
    (r): ReviewerProfile => ({
      personId: r.person_id,
      version: r.version,
      profession: r.profession,
      topics: r.topics,
      organisationName: r.organisation_name,
      writtenByName: r.written_by_name,
      writtenAt: r.written_at,
    }),
  );

/** Every version of a reviewer's profile, newest first; without a person: the newest of everybody. */
export const profilesOf = (tx: Tx, personId: string): Promise<ReviewerProfile[]> =>
  tx.all(sql`select * from reviewer_profile where subdistrict_id = ${tx.subdistrictId} and person_id = ${personId} order by version desc`, profileRow);
/** The newest profile of everybody, by person. */
export async function profiles(tx: Tx): Promise<Map<string, ReviewerProfile>> {
  const rows = await tx.all(
    sql`select distinct on (person_id) * from reviewer_profile where subdistrict_id = ${tx.subdistrictId} order by person_id, version desc`,
    profileRow,
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function insertProfile(tx: CommandTx, profile: Pick<ReviewerProfile, 'personId' | 'profession' | 'topics' | 'organisationName'>): Promise<void> {
  await tx.exec(sql`insert into reviewer_profile (subdistrict_id, person_id, version, profession, topics, organisation_name, written_by, written_by_name, written_at)
    select ${tx.subdistrictId}, ${profile.personId}::uuid, coalesce(max(version), 0) + 1, ${profile.profession}::text, ${[...profile.topics]}::text[],
      ${profile.organisationName}::text, ${tx.actor.personId}::uuid, ${tx.actor.name}::text, ${tx.now}::timestamptz
    from reviewer_profile where subdistrict_id = ${tx.subdistrictId} and person_id = ${profile.personId}`);
}

/** The kinds of relation that a reviewer declares. */
export const relationKinds = ['lives', 'works', 'acts-for', 'kin'] as const;
/** One of {@link relationKinds}. */
export type RelationKind = (typeof relationKinds)[number];

/** A relation somebody declared; ended ones stay in the list. */
export interface DeclaredRelation {
  id: string;
  personId: string;
  kind: RelationKind;
  neighbourhoodId: string | null;
  neighbourhoodName: string | null;
  organisationId: string | null;
  name: string;
  note: string;
  declaredByName: string;
  declaredOn: string;
  endedOn: string | null;
  endedReason: string | null;
}
const declaredRow = z
  .object({
    id: z.string(),
    person_id: z.string(),
    kind: z.enum(relationKinds),
    neighbourhood_id: z.string().nullable(),
    neighbourhood_name: z.string().nullable(),
    organisation_id: z.string().nullable(),
    name: z.string(),
    note: z.string(),
    declared_by_name: z.string(),
    declared_on: z.string(),
    ended_on: z.string().nullable(),
    ended_reason: z.string().nullable(),
  })
  .transform(
    (r): DeclaredRelation => ({
      id: r.id,
      personId: r.person_id,
      kind: r.kind,
      neighbourhoodId: r.neighbourhood_id,
      neighbourhoodName: r.neighbourhood_name,
      organisationId: r.organisation_id,
      name: r.name,
      note: r.note,
      declaredByName: r.declared_by_name,
      declaredOn: r.declared_on,
      endedOn: r.ended_on,
      endedReason: r.ended_reason,
    }),
  );
/** What reviewers declared: of one person, or of everybody. */
export const declaredRelations = (tx: Tx, personId: string | null): Promise<DeclaredRelation[]> =>
  tx.all(
    sql`select d.id, d.person_id, d.kind, d.neighbourhood_id, n.name as neighbourhood_name, d.organisation_id, coalesce(nullif(d.name, ''), o.name, '') as name,
      d.note, d.declared_by_name, d.declared_on, d.ended_on, d.ended_reason from reviewer_relation d
    left join neighbourhood n on n.subdistrict_id = d.subdistrict_id and n.id = d.neighbourhood_id
    left join organisation o on o.subdistrict_id = d.subdistrict_id and o.id = d.organisation_id
    where d.subdistrict_id = ${tx.subdistrictId} and (${personId}::uuid is null or d.person_id = ${personId}::uuid)
    order by d.ended_on is not null, d.declared_at, d.id`,
    declaredRow,
  );

export async function insertRelation(
  tx: CommandTx,
  relation: Pick<DeclaredRelation, 'personId' | 'kind' | 'neighbourhoodId' | 'organisationId' | 'name' | 'note'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into reviewer_relation (subdistrict_id, id, person_id, kind, neighbourhood_id, organisation_id, name, note, declared_by, declared_by_name,
    declared_on, declared_at) values (${tx.subdistrictId}, ${id}, ${relation.personId}, ${relation.kind}, ${relation.neighbourhoodId}, ${relation.organisationId},
    ${relation.name}, ${relation.note}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export async function saveRelationEnd(tx: CommandTx, id: string, reason: string): Promise<void> {
  await tx.exec(sql`update reviewer_relation set ended_on = ${tx.today}, ended_by_name = ${tx.actor.name}, ended_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** An invitation to review in a round, with its newest answer; `accepted` null while there is none. */
export interface Invitation {
  id: string;
  roundId: string;
  personId: string;
  personName: string;
  /** The most that the office asks for; after an answer, what the reviewer agreed to. */
  capacity: number;
  accepted: boolean | null;
  note: string;
  answeredByName: string | null;
  invitedAt: Date;
}
const invitationRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    capacity: z.number(),
    accepted: z.boolean().nullable(),
    note: z.string(),
    answered_by_name: z.string().nullable(),
    invited_at: z.date(),
  })
  .transform(
    (r): Invitation => ({
      id: r.id,
      roundId: r.round_id,
      personId: r.person_id,
      personName: r.person_name,
      capacity: r.capacity,
      accepted: r.accepted,
      note: r.note,
      answeredByName: r.answered_by_name,
      invitedAt: r.invited_at,
    }),
  );
/** Invitations of a round, or to a person. */
export const invitations = (tx: Tx, where: { roundId?: string; personId?: string; id?: string }): Promise<Invitation[]> =>
  tx.all(
    sql`select i.id, i.round_id, i.person_id, i.person_name, case when a.accepted then a.capacity else i.capacity end as capacity, a.accepted,
      coalesce(a.note, '') as note, a.answered_by_name, i.invited_at from review_invitation i
    left join lateral (select * from review_answer w where w.subdistrict_id = i.subdistrict_id and w.invitation_id = i.id order by seq desc limit 1) a on true
    where i.subdistrict_id = ${tx.subdistrictId} and (${where.roundId ?? null}::uuid is null or i.round_id = ${where.roundId ?? null}::uuid)
    and (${where.personId ?? null}::uuid is null or i.person_id = ${where.personId ?? null}::uuid)
    and (${where.id ?? null}::uuid is null or i.id = ${where.id ?? null}::uuid) order by i.person_name, i.invited_at, i.id`,
    invitationRow,
  );
export async function insertInvitation(
  tx: CommandTx,
  invitation: { roundId: string; personId: string; personName: string; capacity: number },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into review_invitation (subdistrict_id, id, round_id, person_id, person_name, capacity, invited_by, invited_by_name, invited_at)
    values (${tx.subdistrictId}, ${id}, ${invitation.roundId}, ${invitation.personId}, ${invitation.personName}, ${invitation.capacity}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now})`);
  return id;
}
export async function insertAnswer(tx: CommandTx, answer: { invitationId: string; accepted: boolean; capacity: number; note: string }): Promise<void> {
  await tx.exec(sql`insert into review_answer (subdistrict_id, invitation_id, seq, accepted, capacity, note, answered_by, answered_by_name, answered_at)
    select ${tx.subdistrictId}, ${answer.invitationId}::uuid, coalesce(max(seq), 0) + 1, ${answer.accepted}::boolean, ${answer.capacity}::int, ${answer.note}::text,
      ${tx.actor.personId}::uuid, ${tx.actor.name}::text, ${tx.now}::timestamptz
    from review_answer where subdistrict_id = ${tx.subdistrictId} and invitation_id = ${answer.invitationId}`);
}

/** Who stepped aside from a project, how and why. */
export interface Recusal {
  projectId: string;
  personId: string;
  personName: string;
  roundId: string;
  how: 'own-word' | 'relation';
  relation: string | null;
  reason: string;
  recordedByName: string;
  recusedAt: Date;
}
const recusalRow = z
  .object({
    project_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    round_id: z.string(),
    how: z.enum(['own-word', 'relation']),
    relation: z.string().nullable(),
    reason: z.string(),
    recorded_by_name: z.string(),
    recused_at: z.date(),
  })
  .transform(
    (r): Recusal => ({
      projectId: r.project_id,
      personId: r.person_id,
      personName: r.person_name,
      roundId: r.round_id,
      how: r.how,
      relation: r.relation,
      reason: r.reason,
      recordedByName: r.recorded_by_name,
      recusedAt: r.recused_at,
    }),
  );
/** Recusals of a round or a project, newest first. */
export const recusals = (tx: Tx, where: { roundId?: string; projectId?: string }): Promise<Recusal[]> =>
  tx.all(
    sql`select * from review_recusal where subdistrict_id = ${tx.subdistrictId}
    and (${where.roundId ?? null}::uuid is null or round_id = ${where.roundId ?? null}::uuid)
    and (${where.projectId ?? null}::uuid is null or project_id = ${where.projectId ?? null}::uuid) order by recused_at desc, person_name, project_id`,
    recusalRow,
  );
/** Keeps a recusal; one that stands already stays as it is. */
export async function insertRecusal(tx: CommandTx, recusal: Omit<Recusal, 'recordedByName' | 'recusedAt'>): Promise<void> {
  await tx.exec(sql`insert into review_recusal (subdistrict_id, project_id, person_id, person_name, round_id, how, relation, reason, recorded_by, recorded_by_name, recused_at)
    values (${tx.subdistrictId}, ${recusal.projectId}, ${recusal.personId}, ${recusal.personName}, ${recusal.roundId}, ${recusal.how}, ${recusal.relation},
    ${recusal.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}) on conflict do nothing`);
}
