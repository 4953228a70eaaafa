import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import {
  type Candidate,
  type Election,
  electionStates,
  type OfficialDuty,
  officialDuties,
  type Post,
  type PostKind,
  postKinds,
  type Reading,
  ruleKeys,
  type Rules,
} from './election.ts';

const answer = z.object({ value: z.string(), setBy: z.string(), setOn: z.string(), source: z.string() });
const rulesShape = z.object(Object.fromEntries(ruleKeys.map((key) => [key, answer])));
const electionRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    title: z.string(),
    state: z.enum(electionStates),
    // The keys are those of `ruleKeys`, each with an answer.
    rules: rulesShape.transform((rules) => rules as Rules),
    closes_at: z.date(),
    nominate_until: z.string().nullable(),
    order_seed: z.string().nullable(),
    lot_seed: z.string().nullable(),
    listed_at: z.date().nullable(),
    counted_at: z.date().nullable(),
    decided_at: z.date().nullable(),
    notice_id: z.string().nullable(),
    term_from: z.string().nullable(),
    term_to: z.string().nullable(),
    runoff_of: z.string().nullable(),
    cancelled_reason: z.string().nullable(),
    created_at: z.date(),
  })
  .transform(
    (r): Election => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      title: r.title,
      state: r.state,
      rules: r.rules,
      closesAt: r.closes_at,
      nominateUntil: r.nominate_until,
      orderSeed: r.order_seed,
      lotSeed: r.lot_seed,
      listedAt: r.listed_at,
      countedAt: r.counted_at,
      decidedAt: r.decided_at,
      noticeId: r.notice_id,
      termFrom: r.term_from,
      termTo: r.term_to,
      runoffOf: r.runoff_of,
      cancelledReason: r.cancelled_reason,
      createdAt: r.created_at,
    }),
  );
const electionColumns = sql`e.id, e.neighbourhood_id, e.title, e.state, e.rules, e.closes_at, e.nominate_until, e.order_seed, e.lot_seed, e.listed_at, e.counted_at,
  e.decided_at, e.notice_id, e.term_from, e.term_to, e.runoff_of, e.cancelled_reason, e.created_at`;

/** One election, or null. */
export const findElection = (tx: Tx, id: string): Promise<Election | null> =>
  tx.maybe(sql`select ${electionColumns} from election e where e.subdistrict_id = ${tx.subdistrictId} and e.id = ${id}`, electionRow);
/** Elections of a neighbourhood, newest first. */
export const listElections = (tx: Tx, neighbourhoodId: string): Promise<Election[]> =>
  tx.all(
    sql`select ${electionColumns} from election e where e.subdistrict_id = ${tx.subdistrictId} and e.neighbourhood_id = ${neighbourhoodId}
    order by e.created_at desc, e.id desc`,
    electionRow,
  );
/** The runoff of an election, or null. */
export const runoffOf = (tx: Tx, id: string): Promise<Election | null> =>
  tx.maybe(
    sql`select ${electionColumns} from election e where e.subdistrict_id = ${tx.subdistrictId} and e.runoff_of = ${id} and e.state <> 'cancelled' limit 1`,
    electionRow,
  );
/** The election a ballot belongs to, or null. */
export const electionOfBallot = (tx: Tx, ballotId: string): Promise<Election | null> =>
  tx.maybe(
    sql`select ${electionColumns} from election e join election_post p on p.subdistrict_id = e.subdistrict_id and p.election_id = e.id
    where e.subdistrict_id = ${tx.subdistrictId} and p.ballot_id = ${ballotId}`,
    electionRow,
  );
/** The election with its row locked. */
export async function lockElection(tx: CommandTx, id: string, how: 'update' | 'share' = 'update'): Promise<Election | null> {
  const mode = how === 'update' ? sql`for update` : sql`for share`;
  return tx.maybe(sql`select ${electionColumns} from election e where e.subdistrict_id = ${tx.subdistrictId} and e.id = ${id} ${mode}`, electionRow);
}

const postRow = z
  .object({ no: z.number(), kind: z.enum(postKinds), seats: z.number(), ballot_id: z.string() })
  .transform((r): Post => ({ no: r.no, kind: r.kind, seats: r.seats, ballotId: r.ballot_id }));
/** The posts of an election in their order. */
export const postsOf = (tx: Tx, electionId: string): Promise<Post[]> =>
  tx.all(
    sql`select no, kind, seats, ballot_id from election_post where subdistrict_id = ${tx.subdistrictId} and election_id = ${electionId} order by no`,
    postRow,
  );

const candidateRow = z
  .object({
    id: z.string(),
    post_no: z.number(),
    person_id: z.string(),
    name: z.string(),
    about: z.string(),
    nominators: z.number(),
    consent: z.enum(['yes', 'no']).nullable(),
    consent_channel: z.enum(['own', 'paper']).nullable(),
    eligible: z.boolean().nullable(),
    check_note: z.string().nullable(),
    place: z.number().nullable(),
  })
  .transform(
    (r): Candidate => ({
      id: r.id,
      postNo: r.post_no,
      personId: r.person_id,
      name: r.name,
      about: r.about,
      nominators: r.nominators,
      consent: r.consent,
      consentChannel: r.consent_channel,
      eligible: r.eligible,
      checkNote: r.check_note,
      place: r.place,
    }),
  );
/** Everybody who was proposed, those on the list in its order first. */
export const candidatesOf = (tx: Tx, electionId: string): Promise<Candidate[]> =>
  tx.all(
    sql`select c.id, c.post_no, c.person_id, c.name, c.about, c.consent, c.consent_channel, c.eligible, c.check_note, c.place,
    (select count(*)::int from election_nomination n where n.subdistrict_id = c.subdistrict_id and n.candidate_id = c.id) as nominators
    from election_candidate c where c.subdistrict_id = ${tx.subdistrictId} and c.election_id = ${electionId}
    order by c.post_no, c.place nulls last, c.proposed_at, c.name`,
    candidateRow,
  );

/** Somebody who runs the election. */
export interface Official {
  personId: string;
  name: string;
  duty: OfficialDuty;
}
/** Who runs the election now. */
export const officialsOf = (tx: Tx, electionId: string): Promise<Official[]> =>
  tx.all(
    sql`select o.person_id, p.name, o.duty from election_official o join person p on p.subdistrict_id = o.subdistrict_id and p.id = o.person_id
    where o.subdistrict_id = ${tx.subdistrictId} and o.election_id = ${electionId} and o.until_at is null order by array_position(${[...officialDuties]}::text[], o.duty), p.name`,
    z
      .object({ person_id: z.string(), name: z.string(), duty: z.enum(officialDuties) })
      .transform((r): Official => ({ personId: r.person_id, name: r.name, duty: r.duty })),
  );

/** Somebody who was handed the papers. */
export interface Visit {
  electorId: string;
  place: 'station' | 'mobile';
  proxyPersonId: string | null;
  returned: boolean;
}
/** Who was handed papers, in the order of the roll's ids: nothing tells when. */
export const visitsOf = (tx: Tx, electionId: string): Promise<Visit[]> =>
  tx.all(
    sql`select elector_id, place, proxy_person_id, returned_at is not null as returned from election_visit
    where subdistrict_id = ${tx.subdistrictId} and election_id = ${electionId} order by elector_id`,
    z
      .object({ elector_id: z.string(), place: z.enum(['station', 'mobile']), proxy_person_id: z.string().nullable(), returned: z.boolean() })
      .transform((r): Visit => ({ electorId: r.elector_id, place: r.place, proxyPersonId: r.proxy_person_id, returned: r.returned })),
  );

/** A reading with who read it. */
export interface PaperReading extends Reading {
  enteredBy: string;
  note: string | null;
}
/** What the counters read on the papers of a post. */
export const readingsOf = (tx: Tx, electionId: string, postNo: number): Promise<PaperReading[]> =>
  tx.all(
    sql`select no, pass, finding, picks, entered_by, note from election_paper
    where subdistrict_id = ${tx.subdistrictId} and election_id = ${electionId} and post_no = ${postNo} order by no, pass`,
    z
      .object({
        no: z.number(),
        pass: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        finding: z.enum(['vote', 'blank', 'spoiled']),
        picks: z.array(z.number()),
        entered_by: z.string(),
        note: z.string().nullable(),
      })
      .transform((r): PaperReading => ({ no: r.no, pass: r.pass, finding: r.finding, picks: r.picks, enteredBy: r.entered_by, note: r.note })),
  );

export type ResultStatus = 'elected' | 'lot' | 'tied' | 'not-elected';
/** What came out for each candidate. */
export interface CandidateResult {
  candidateId: string;
  votes: number;
  status: ResultStatus;
}
export const resultsOf = (tx: Tx, electionId: string): Promise<CandidateResult[]> =>
  tx.all(
    sql`select candidate_id, votes, status from election_result where subdistrict_id = ${tx.subdistrictId} and election_id = ${electionId} order by votes desc`,
    z
      .object({ candidate_id: z.string(), votes: z.number(), status: z.enum(['elected', 'lot', 'tied', 'not-elected']) })
      .transform((r): CandidateResult => ({ candidateId: r.candidate_id, votes: r.votes, status: r.status })),
  );

/** A term of office. */
export interface Term {
  id: string;
  electionId: string;
  postKind: PostKind;
  personId: string;
  name: string;
  fromDay: string;
  toDay: string;
  endedDay: string | null;
}
const termRow = z
  .object({
    id: z.string(),
    election_id: z.string(),
    post_kind: z.enum(postKinds),
    person_id: z.string(),
    name: z.string(),
    from_day: z.string(),
    to_day: z.string(),
    ended_day: z.string().nullable(),
  })
  .transform(
    (r): Term => ({
      id: r.id,
      electionId: r.election_id,
      postKind: r.post_kind,
      personId: r.person_id,
      name: r.name,
      fromDay: r.from_day,
      toDay: r.to_day,
      endedDay: r.ended_day,
    }),
  );
/** Who holds the posts of a neighbourhood's committee on a day. */
export const committeeOn = (tx: Tx, neighbourhoodId: string, day: string): Promise<Term[]> =>
  tx.all(
    sql`select id, election_id, post_kind, person_id, name, from_day, to_day, ended_day from committee_term
    where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId} and from_day <= ${day} and coalesce(ended_day, to_day) >= ${day}
    order by array_position(${[...postKinds]}::text[], post_kind), name`,
    termRow,
  );

type Changes = Partial<
  Pick<
    Election,
    | 'state'
    | 'closesAt'
    | 'nominateUntil'
    | 'orderSeed'
    | 'lotSeed'
    | 'listedAt'
    | 'countedAt'
    | 'decidedAt'
    | 'noticeId'
    | 'termFrom'
    | 'termTo'
    | 'cancelledReason'
  >
>;
/** Saves what changed of an election; what is not given stays. */
export async function saveElection(tx: CommandTx, before: Election, changes: Changes): Promise<void> {
  const e = { ...before, ...changes };
  await tx.exec(sql`update election set state = ${e.state}, closes_at = ${e.closesAt}, nominate_until = ${e.nominateUntil}, order_seed = ${e.orderSeed},
      lot_seed = ${e.lotSeed}, listed_at = ${e.listedAt}, counted_at = ${e.countedAt}, decided_at = ${e.decidedAt}, notice_id = ${e.noticeId},
      term_from = ${e.termFrom}, term_to = ${e.termTo}, cancelled_reason = ${e.cancelledReason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${e.id}`);
}

export async function insertElection(
  tx: CommandTx,
  election: Pick<Election, 'neighbourhoodId' | 'title' | 'rules' | 'closesAt' | 'runoffOf'>,
  posts: readonly Post[],
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into election (subdistrict_id, id, neighbourhood_id, title, state, rules, closes_at, runoff_of, created_by, created_at)
    values (${tx.subdistrictId}, ${id}, ${election.neighbourhoodId}, ${election.title}, 'preparing', ${JSON.stringify(election.rules)}::jsonb,
      ${election.closesAt}, ${election.runoffOf}, ${tx.actor.personId}, ${tx.now})`);
  for (const post of posts)
    await tx.exec(sql`insert into election_post (subdistrict_id, election_id, no, kind, seats, ballot_id)
      values (${tx.subdistrictId}, ${id}, ${post.no}, ${post.kind}, ${post.seats}, ${post.ballotId})`);
  return id;
}
