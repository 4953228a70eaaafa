import { addDays, type Day, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { findNotice, unansweredObjections } from '#modules/notices';
import { endRoleIn, giveRoleIn, listRoles } from '#modules/people';
import { step } from './election.ts';
import { candidatesOf, committeeOn, lockElection, postsOf, resultsOf, saveElection } from './store.ts';

/** The same day so many years later, less a day: the last day of a term. */
export function lastDayOfTerm(from: Day, years: number): Day {
  const [year = '', rest = ''] = [from.slice(0, 4), from.slice(4)];
  // A term from 29 February ends with the 28th.
  const same = `${Number(year) + years}${rest}`;
  return addDays(isDay(same) ? same : `${Number(year) + years}-03-01`, -1);
}

/**
 * The office confirms the result after the objections are answered: terms of office begin, the director gets the director's role, and the terms and the role
 * of those before end the day before. Errors: `wrong-state`, `objections-open` (their days are not over), `objections-unanswered`, `day-unfit`.
 */
export function takeOffice(
  ctx: CommandContext,
  input: { electionId: string; fromDay: Day },
): Promise<
  Result<
    { terms: number; toDay: Day },
    'not-allowed' | 'not-found' | 'wrong-state' | 'objections-open' | 'objections-unanswered' | 'day-unfit' | 'nobody-elected' | 'key-reused'
  >
> {
  return runCommand(ctx, 'take-office', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const { neighbourhoodId } = election;
    if (!tx.can('election.confirm', { neighbourhoodId })) return err('not-allowed');
    const next = step(election, 'in-office');
    if (!next.ok) return next;
    const notice = election.noticeId === null ? null : await findNotice(tx, election.noticeId);
    if (notice?.acceptsObjections && notice.endDay !== null && tx.today <= notice.endDay) return err('objections-open');
    if (notice && (await unansweredObjections(tx, notice.id)).length > 0) return err('objections-unanswered');
    const years = Number(election.rules['election.termYears'].value);
    if (!isDay(input.fromDay) || input.fromDay < tx.today || years < 1) return err('day-unfit');
    const toDay = lastDayOfTerm(input.fromDay, years);
    const before = addDays(input.fromDay, -1);
    const results = new Map((await resultsOf(tx, election.id)).map((one) => [one.candidateId, one.status]));
    const elected = (await candidatesOf(tx, election.id)).filter((one) => ['elected', 'lot'].includes(results.get(one.id) ?? ''));
    if (elected.length === 0) return err('nobody-elected');
    const posts = new Map((await postsOf(tx, election.id)).map((post) => [post.no, post.kind]));
    // A runoff fills the places that were left; those elected before stay.
    if (election.runoffOf === null)
      for (const term of await committeeOn(tx, neighbourhoodId, input.fromDay))
        await tx.exec(sql`update committee_term set ended_day = ${before < term.fromDay ? term.fromDay : before}
          where subdistrict_id = ${tx.subdistrictId} and id = ${term.id} and ended_day is null`);
    for (const candidate of elected) {
      const kind = posts.get(candidate.postNo) ?? 'member';
      await tx.exec(sql`insert into committee_term (subdistrict_id, id, neighbourhood_id, election_id, candidate_id, post_kind, person_id, name, from_day, to_day)
        values (${tx.subdistrictId}, ${tx.newId()}, ${neighbourhoodId}, ${election.id}, ${candidate.id}, ${kind}, ${candidate.personId}, ${candidate.name},
          ${input.fromDay}, ${toDay})`);
      if (kind !== 'director') continue;
      for (const role of (await listRoles(tx, { neighbourhoodId })).filter(
        (one) => one.role === 'director' && (one.toDay === null || one.toDay >= input.fromDay),
      )) {
        const ended = await endRoleIn(tx, { roleId: role.id, lastDay: before < addDays(role.fromDay, -1) ? addDays(role.fromDay, -1) : before });
        if (!ended.ok) throw new Error(`the former director's role cannot end: ${ended.error}`);
      }
      const given = await giveRoleIn(tx, { who: { personId: candidate.personId }, role: 'director', neighbourhoodId, fromDay: input.fromDay, toDay });
      if (!given.ok) throw new Error(`the director's role cannot be given: ${given.error}`);
    }
    await saveElection(tx, election, { state: 'in-office', termFrom: input.fromDay, termTo: toDay });
    tx.audit({
      action: 'election.take-office',
      subjectKind: 'election',
      subjectId: election.id,
      text: { fromDay: input.fromDay, toDay, names: elected.map((one) => one.name) },
    });
    await tx.emit('election.took-office', { electionId: election.id, neighbourhoodId, fromDay: input.fromDay });
    return ok({ terms: elected.length, toDay });
  });
}
