import type { CommandTx } from '#platform/command';
import { type Sql, sql } from '#platform/database';
import type { AmendmentState, HandCount, HandsNeed } from './proceedings.ts';

const next = (tx: CommandTx, table: Sql, meetingId: string, column = sql`seq`) =>
  sql`(select coalesce(max(${column}), 0) + 1 from ${table} o where o.subdistrict_id = ${tx.subdistrictId} and o.meeting_id = ${meetingId})`;

export async function insertOpened(tx: CommandTx, meetingId: string, position: number): Promise<void> {
  await tx.exec(sql`insert into meeting_item_opened (subdistrict_id, id, meeting_id, seq, position, opened_by, opened_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${next(tx, sql`meeting_item_opened`, meetingId)}, ${position}, ${tx.actor.personId}, ${tx.now})`);
}

/** Puts somebody on the speaking list; false when they stand there already. */
export async function insertWord(
  tx: CommandTx,
  meetingId: string,
  w: { id: string; position: number | null; personId: string | null; name: string; how: 'own' | 'recorder'; limitSeconds: number | null },
): Promise<boolean> {
  const added =
    await tx.exec(sql`insert into meeting_word (subdistrict_id, id, meeting_id, seq, position, person_id, name, how, asked_at, entered_by, limit_seconds, state)
    values (${tx.subdistrictId}, ${w.id}, ${meetingId}, ${next(tx, sql`meeting_word`, meetingId)}, ${w.position}, ${w.personId}, ${w.name}, ${w.how},
    ${tx.now}, ${w.how === 'own' ? null : tx.actor.personId}, ${w.limitSeconds}, 'waiting') on conflict do nothing`);
  return added === 1;
}

export async function setSpeaking(tx: CommandTx, wordId: string, limitSeconds: number | null): Promise<void> {
  await tx.exec(sql`update meeting_word set state = 'speaking', started_at = ${tx.now}, limit_seconds = ${limitSeconds}
    where subdistrict_id = ${tx.subdistrictId} and id = ${wordId}`);
}
export async function setSpoken(tx: CommandTx, wordId: string, said: string): Promise<void> {
  await tx.exec(
    sql`update meeting_word set state = 'spoken', ended_at = ${tx.now}, said = ${said} where subdistrict_id = ${tx.subdistrictId} and id = ${wordId}`,
  );
}
export async function setSaid(tx: CommandTx, wordId: string, said: string): Promise<void> {
  await tx.exec(sql`update meeting_word set said = ${said} where subdistrict_id = ${tx.subdistrictId} and id = ${wordId}`);
}
export async function setWordWithdrawn(tx: CommandTx, wordId: string): Promise<void> {
  await tx.exec(sql`update meeting_word set state = 'withdrawn' where subdistrict_id = ${tx.subdistrictId} and id = ${wordId}`);
}

export async function insertProposal(
  tx: CommandTx,
  meetingId: string,
  p: { id: string; position: number | null; authorPersonId: string | null; authorName: string },
): Promise<void> {
  await tx.exec(sql`insert into meeting_proposal (subdistrict_id, id, meeting_id, no, position, author_person_id, author_name, state, entered_by, put_at)
    values (${tx.subdistrictId}, ${p.id}, ${meetingId}, ${next(tx, sql`meeting_proposal`, meetingId, sql`no`)}, ${p.position}, ${p.authorPersonId},
    ${p.authorName}, 'open', ${tx.actor.personId}, ${tx.now})`);
}
export async function insertProposalVersion(
  tx: CommandTx,
  meetingId: string,
  v: { proposalId: string; version: number; text: string; amendmentId: string | null },
): Promise<void> {
  await tx.exec(sql`insert into proposal_version (subdistrict_id, id, meeting_id, proposal_id, version, text, amendment_id, made_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${v.proposalId}, ${v.version}, ${v.text}, ${v.amendmentId}, ${tx.now})`);
}
export async function setProposal(tx: CommandTx, proposalId: string, state: 'withdrawn' | 'ballot', ballotId: string | null): Promise<void> {
  await tx.exec(sql`update meeting_proposal set state = ${state}, ballot_id = ${ballotId} where subdistrict_id = ${tx.subdistrictId} and id = ${proposalId}`);
}
export async function insertAmendment(
  tx: CommandTx,
  meetingId: string,
  a: { proposalId: string; no: number; baseVersion: number; text: string; authorPersonId: string | null; authorName: string },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into proposal_amendment (subdistrict_id, id, meeting_id, proposal_id, no, base_version, text, author_person_id, author_name, state, entered_by, put_at)
    values (${tx.subdistrictId}, ${id}, ${meetingId}, ${a.proposalId}, ${a.no}, ${a.baseVersion}, ${a.text}, ${a.authorPersonId}, ${a.authorName}, 'open',
    ${tx.actor.personId}, ${tx.now})`);
  return id;
}
export async function setAmendment(tx: CommandTx, amendmentId: string, state: AmendmentState): Promise<void> {
  await tx.exec(sql`update proposal_amendment set state = ${state} where subdistrict_id = ${tx.subdistrictId} and id = ${amendmentId}`);
}

export async function insertQuestion(
  tx: CommandTx,
  meetingId: string,
  q: {
    id: string;
    position: number | null;
    proposalId: string | null;
    proposalVersion: number | null;
    amendmentId: string | null;
    question: string;
    need: HandsNeed | null;
    clause: string;
  },
): Promise<void> {
  await tx.exec(sql`insert into hand_question (subdistrict_id, id, meeting_id, no, position, proposal_id, proposal_version, amendment_id, question, need_num, need_den,
    need_strict, clause, state, opened_by, opened_at) values (${tx.subdistrictId}, ${q.id}, ${meetingId}, ${next(tx, sql`hand_question`, meetingId, sql`no`)},
    ${q.position}, ${q.proposalId}, ${q.proposalVersion}, ${q.amendmentId}, ${q.question}, ${q.need?.num ?? null}, ${q.need?.den ?? null},
    ${q.need?.strict ?? null}, ${q.clause}, 'open', ${tx.actor.personId}, ${tx.now})`);
}
/** Gives or changes the voice of one who is counted once. */
export async function saveVoice(tx: CommandTx, meetingId: string, v: { questionId: string; unit: string; choice: string }): Promise<void> {
  await tx.exec(sql`insert into hand_voice (subdistrict_id, id, meeting_id, question_id, unit_id, person_id, choice, given_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${v.questionId}, ${v.unit}, ${tx.actor.personId}, ${v.choice}, ${tx.now})
    on conflict (subdistrict_id, question_id, unit_id) do update set choice = excluded.choice, given_at = excluded.given_at, person_id = excluded.person_id`);
}
export async function insertCount(tx: CommandTx, meetingId: string, questionId: string, c: Omit<HandCount, 'countedAt'>): Promise<void> {
  await tx.exec(sql`insert into hand_count (subdistrict_id, id, meeting_id, question_id, count_no, yes_count, no_count, abstain_count, signed_count, found_count,
    online_yes, online_no, online_abstain, online_present, majority, first_counter, second_counter, reason, counted_by, counted_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${questionId}, ${c.countNo}, ${c.yes}, ${c.no}, ${c.abstain}, ${c.signed}, ${c.found},
    ${c.onlineYes}, ${c.onlineNo}, ${c.onlineAbstain}, ${c.onlinePresent}, ${c.majority}, ${c.firstCounter}, ${c.secondCounter}, ${c.reason},
    ${tx.actor.personId}, ${tx.now})`);
  await tx.exec(sql`update hand_question set state = 'counted' where subdistrict_id = ${tx.subdistrictId} and id = ${questionId}`);
}

export async function insertDecision(tx: CommandTx, meetingId: string, d: { position: number | null; text: string }): Promise<void> {
  await tx.exec(sql`insert into meeting_decision (subdistrict_id, id, meeting_id, seq, position, text, entered_by, entered_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${next(tx, sql`meeting_decision`, meetingId)}, ${d.position}, ${d.text}, ${tx.actor.personId}, ${tx.now})`);
}
export async function setStruck(tx: CommandTx, decisionId: string, reason: string): Promise<void> {
  await tx.exec(sql`update meeting_decision set struck = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${decisionId}`);
}
