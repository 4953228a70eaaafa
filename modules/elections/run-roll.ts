import { addDays, type Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { showRollIn } from '#modules/ballots';
import { dropDuties } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { type OfficialDuty, step } from './election.ts';
import { nextDuty } from './prepare-election.ts';
import { candidatesOf, lockElection, postsOf, saveElection } from './store.ts';

/**
 * Shows the roll of every post's ballot by public notices that take objections until a day. Errors: those of showing a roll (`day-unfit`, `too-few-days`,
 * `roll-empty`), `wrong-state`.
 */
export function showElectionRoll(
  ctx: CommandContext,
  input: { electionId: string; until: Day; representativeIds?: readonly string[] },
): Promise<
  Result<{ count: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'day-unfit' | 'too-few-days' | 'roll-empty' | 'area-missing' | 'key-reused'>
> {
  return runCommand(ctx, 'show-election-roll', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    // Shown anew after a correction: nothing has been nominated yet.
    const next = election.state === 'roll' ? ok('roll' as const) : step(election, 'roll');
    if (!next.ok) return next;
    let count = 0;
    for (const post of await postsOf(tx, election.id)) {
      const shown = await showRollIn(tx, { ballotId: post.ballotId, objectionsUntil: input.until, representativeIds: input.representativeIds ?? [] });
      if (!shown.ok) return shown;
      count = shown.value.count;
      // The steps of an election are its own duty.
      await dropDuties(tx, { subjectId: post.ballotId });
    }
    if (election.state !== 'roll') await saveElection(tx, election, { state: 'roll' });
    await nextDuty(
      tx,
      election,
      election.runoffOf === null
        ? { zh: `开始提名：${election.title}`, en: `Open nominations: ${election.title}` }
        : { zh: `公布候选人：${election.title}`, en: `Publish the candidates: ${election.title}` },
      addDays(input.until, 1),
    );
    tx.audit({ action: 'election.show-roll', subjectKind: 'election', subjectId: election.id, text: { count, until: input.until } });
    await tx.emit('election.roll-shown', { electionId: election.id, count });
    return ok({ count });
  });
}

/** Names somebody to run the election. Errors: `unknown-person`, `already-named`, `is-candidate` (a candidate does not count), `wrong-state` it is over. */
export function nameOfficial(
  ctx: CommandContext,
  input: { electionId: string; personId: string; duty: OfficialDuty },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'unknown-person' | 'already-named' | 'is-candidate' | 'key-reused'>> {
  return runCommand(ctx, 'name-official', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    if (['decided', 'in-office', 'cancelled'].includes(election.state)) return err('wrong-state');
    const person = await findPerson(tx, input.personId);
    if (!person?.adult) return err('unknown-person');
    const counts = ['caller', 'counter', 'watcher'].includes(input.duty);
    if (counts && (await candidatesOf(tx, election.id)).some((one) => one.personId === person.id && one.consent !== 'no' && one.eligible !== false))
      return err('is-candidate');
    const named = await tx.exec(sql`insert into election_official (subdistrict_id, election_id, person_id, duty, from_at)
      values (${tx.subdistrictId}, ${election.id}, ${person.id}, ${input.duty}, ${tx.now}) on conflict (subdistrict_id, election_id, person_id, duty) do nothing`);
    if (named === 0) return err('already-named');
    tx.audit({ action: 'election.name-official', subjectKind: 'election', subjectId: election.id, text: { name: person.name, duty: input.duty } });
    await tx.emit('election.official-named', { electionId: election.id, personId: person.id, duty: input.duty });
    return ok(null);
  });
}

/** Relieves somebody of a duty; it stays known that they had it. Errors: `not-found`, `wrong-state` it is over. */
export function relieveOfficial(
  ctx: CommandContext,
  input: { electionId: string; personId: string; duty: OfficialDuty },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'relieve-official', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    if (['decided', 'in-office', 'cancelled'].includes(election.state)) return err('wrong-state');
    const relieved = await tx.exec(sql`update election_official set until_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId}
      and election_id = ${election.id} and person_id = ${input.personId} and duty = ${input.duty} and until_at is null`);
    if (relieved === 0) return err('not-found');
    tx.audit({ action: 'election.relieve-official', subjectKind: 'election', subjectId: election.id, text: { personId: input.personId, duty: input.duty } });
    await tx.emit('election.official-relieved', { electionId: election.id, personId: input.personId, duty: input.duty });
    return ok(null);
  });
}
