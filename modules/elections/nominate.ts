import { addDays, type Day, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { findBallot, linesFor, lineOf, rollWasOpenToObjections } from '#modules/ballots';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice, unansweredObjections } from '#modules/notices';
import { membersOfNeighbourhood } from '#modules/people';
import { listHouseholds } from '#modules/places';
import { type Election, step } from './election.ts';
import { nextDuty, postNames } from './prepare-election.ts';
import { candidatesOf, lockElection, postsOf, saveElection } from './store.ts';

/** Opens nominations until a day, by a notice. Errors: `wrong-state`, `roll-still-open`, `objections-unanswered`, `day-unfit`. */
export function openNominations(
  ctx: CommandContext,
  input: { electionId: string; until: Day },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'roll-still-open' | 'objections-unanswered' | 'day-unfit' | 'key-reused'>> {
  return runCommand(ctx, 'open-nominations', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    const next = step(election, 'nomination');
    if (!next.ok) return next;
    const posts = await postsOf(tx, election.id);
    const fault = await rollIsNotSettled(tx, posts[0]?.ballotId ?? '');
    if (fault) return err(fault);
    if (!isDay(input.until) || input.until < tx.today) return err('day-unfit');
    await saveElection(tx, election, { state: 'nomination', nominateUntil: input.until });
    const needed = election.rules['election.nominators'].value;
    await publishNotice(tx, {
      kind: 'election',
      neighbourhoodId: election.neighbourhoodId,
      subjectKind: 'election',
      subjectId: election.id,
      title: `开始提名候选人：${election.title}`,
      body: [
        `即日起至${formatDay(input.until)}（含当日），名册上的选民可以提名候选人。应选：${posts.map((post) => `${postNames[post.kind].zh} ${post.seats} 名`).join('、')}。`,
        `提名办法：${needed === '0' ? '本人同意并经审查即可' : `每位候选人须有 ${needed} 名选民提名`}，本人同意，并经选举委员会审查（${election.rules['election.nominators'].source}）。`,
      ].join('\n\n'),
      startDay: tx.today,
      endDay: input.until,
      acceptsObjections: false,
    });
    await nextDuty(
      tx,
      election,
      { zh: `审查并公布候选人：${election.title}`, en: `Check and publish the candidates: ${election.title}` },
      addDays(input.until, 1),
    );
    tx.audit({ action: 'election.open-nominations', subjectKind: 'election', subjectId: election.id, text: { until: input.until } });
    await tx.emit('election.nominations-opened', { electionId: election.id });
    return ok(null);
  });
}

/** The days for objections to the roll are over and all are answered; else why not. */
export async function rollIsNotSettled(tx: CommandTx, ballotId: string): Promise<'roll-still-open' | 'objections-unanswered' | null> {
  const ballot = await findBallot(tx, ballotId);
  if (!ballot || ballot.rollNoticeId === null || !rollWasOpenToObjections(ballot, tx.today)) return 'roll-still-open';
  return (await unansweredObjections(tx, ballot.rollNoticeId)).length > 0 ? 'objections-unanswered' : null;
}

export interface NominateInput {
  electionId: string;
  postNo: number;
  /** The full name of an adult who lives in the neighbourhood; `door` where several have it. */
  name: string;
  door?: string;
  /** When staff enters a nomination handed in on paper: the elector who signed it. */
  electorId?: string;
}
/** `not-open` · `not-on-roll` whoever nominates · `unknown-person` nobody of that name · `which-person` several: say the door · `nominated-before`. */
export type NominateError = 'not-allowed' | 'not-found' | 'not-open' | 'not-on-roll' | 'unknown-person' | 'which-person' | 'nominated-before';

/** Nominates a neighbour for a post; each elector a candidate once. Whoever is nominated is asked whether they stand. */
export function nominate(
  ctx: CommandContext,
  input: NominateInput,
): Promise<Result<{ candidateId: string; nominators: number }, NominateError | 'key-reused'>> {
  return runCommand(ctx, 'nominate', async (tx): Promise<Result<{ candidateId: string; nominators: number }, NominateError>> => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const at = { neighbourhoodId: election.neighbourhoodId };
    if (!tx.can(input.electorId === undefined ? 'election.nominate' : 'election.prepare', at)) return err('not-allowed');
    if (election.state !== 'nomination' || election.nominateUntil === null || tx.today > election.nominateUntil) return err('not-open');
    const post = (await postsOf(tx, election.id)).find((one) => one.no === input.postNo);
    const ballot = post && (await findBallot(tx, post.ballotId));
    if (!post || !ballot) return err('not-found');
    const line = input.electorId === undefined ? (await linesFor(tx, ballot, tx.actor))[0]?.line : (await lineOf(tx, ballot.id, input.electorId))?.line;
    if (!line) return err('not-on-roll');
    const person = await neighbourNamed(tx, election, input.name, input.door);
    if (!person.ok) return person;
    const candidateId = await proposed(tx, election.id, post.no, person.value);
    const own = input.electorId === undefined;
    const added = await tx.exec(sql`insert into election_nomination (subdistrict_id, election_id, candidate_id, elector_id, channel, entered_by, at)
      values (${tx.subdistrictId}, ${election.id}, ${candidateId}, ${line.electorId}, ${own ? 'own' : 'paper'}, ${own ? null : tx.actor.personId}, ${tx.now})
      on conflict (subdistrict_id, candidate_id, elector_id) do nothing`);
    if (added === 0) return err('nominated-before');
    const nominators = (await candidatesOf(tx, election.id)).find((one) => one.id === candidateId)?.nominators ?? 0;
    if (nominators === 1)
      await openDuty(tx, {
        kind: 'election.stand',
        personId: person.value.personId,
        neighbourhoodId: election.neighbourhoodId,
        subjectKind: 'election',
        subjectId: candidateId,
        title: { zh: `您被提名为${postNames[post.kind].zh}候选人，是否参选：${election.title}`, en: `You were nominated: ${election.title}` },
        href: `/elections/${election.id}`,
        dueDay: election.nominateUntil,
      });
    tx.audit({ action: 'election.nominate', subjectKind: 'election', subjectId: election.id, text: { candidate: person.value.name, elector: line.label } });
    await tx.emit('election.nominated', { electionId: election.id, candidateId, nominators });
    return ok({ candidateId, nominators });
  });
}

async function neighbourNamed(
  tx: CommandTx,
  election: Election,
  name: string,
  door: string | undefined,
): Promise<Result<{ personId: string; name: string }, 'unknown-person' | 'which-person'>> {
  const wanted = name.trim();
  const doors = new Map((await listHouseholds(tx, election.neighbourhoodId)).map((household) => [household.householdId, household.label]));
  const at = (door ?? '').replace(/\s+/g, '');
  const found = (await membersOfNeighbourhood(tx, election.neighbourhoodId)).filter(
    (member) => member.adult && member.name === wanted && (at === '' || (doors.get(member.householdId) ?? '').replace(/\s+/g, '').endsWith(at)),
  );
  const people = new Map(found.map((member) => [member.personId, { personId: member.personId, name: member.name }]));
  const [only] = people.values();
  if (!only) return err('unknown-person');
  return people.size > 1 ? err('which-person') : ok(only);
}

async function proposed(tx: CommandTx, electionId: string, postNo: number, person: { personId: string; name: string }): Promise<string> {
  const known = (await candidatesOf(tx, electionId)).find((one) => one.postNo === postNo && one.personId === person.personId);
  if (known) return known.id;
  const id = tx.newId();
  await tx.exec(sql`insert into election_candidate (subdistrict_id, id, election_id, post_no, person_id, name, proposed_at)
    values (${tx.subdistrictId}, ${id}, ${electionId}, ${postNo}, ${person.personId}, ${person.name}, ${tx.now})`);
  return id;
}

/**
 * The candidate says whether they stand, and a few words about themselves; or staff records the signed paper.
 * Errors: `wrong-state` the list is made, `declined-before`, `too-long`.
 */
export function answerNomination(
  ctx: CommandContext,
  input: { electionId: string; candidateId: string; stands: boolean; about: string; channel: 'own' | 'paper' },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'declined-before' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'answer-nomination', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    const candidate = election && (await candidatesOf(tx, election.id)).find((one) => one.id === input.candidateId);
    if (!election || !candidate) return err('not-found');
    const own = input.channel === 'own';
    if (own ? tx.actor.personId !== candidate.personId : !tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    if (election.state !== 'nomination') return err('wrong-state');
    if (candidate.consent === 'no') return err('declined-before');
    const about = input.about.trim();
    if ([...about].length > 500) return err('too-long');
    await tx.exec(sql`update election_candidate set consent = ${input.stands ? 'yes' : 'no'}, consent_channel = ${input.channel}, about = ${about},
        consent_recorded_by = ${own ? null : tx.actor.personId}, consent_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${candidate.id}`);
    await closeDuty(tx, { kind: 'election.stand', subjectId: candidate.id });
    tx.audit({ action: 'election.stand', subjectKind: 'election', subjectId: election.id, text: { candidate: candidate.name, stands: input.stands } });
    await tx.emit('election.answered', { electionId: election.id, candidateId: candidate.id, stands: input.stands });
    return ok(null);
  });
}

/** Records the check of a candidate with what was looked at. Nobody checks themselves. Errors: `wrong-state`, `empty` (no note), `too-long`, `own-check`. */
export function checkCandidate(
  ctx: CommandContext,
  input: { electionId: string; candidateId: string; eligible: boolean; note: string },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'empty' | 'too-long' | 'own-check' | 'key-reused'>> {
  return runCommand(ctx, 'check-candidate', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    const candidate = election && (await candidatesOf(tx, election.id)).find((one) => one.id === input.candidateId);
    if (!election || !candidate) return err('not-found');
    if (!tx.can('election.check', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === candidate.personId) return err('own-check');
    if (election.state !== 'nomination') return err('wrong-state');
    const note = input.note.trim();
    if (note === '') return err('empty');
    if ([...note].length > 500) return err('too-long');
    await tx.exec(sql`update election_candidate set eligible = ${input.eligible}, check_note = ${note}, checked_by = ${tx.actor.personId}, checked_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${candidate.id}`);
    tx.audit({
      action: 'election.check',
      subjectKind: 'election',
      subjectId: election.id,
      text: { candidate: candidate.name, eligible: input.eligible, note },
    });
    await tx.emit('election.checked', { electionId: election.id, candidateId: candidate.id, eligible: input.eligible });
    return ok(null);
  });
}
