import { err, ok, type Result } from '#libs/result';
import { type CommandContext, read, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { lineOf, markPaper, marksOf } from '#modules/ballots';
import { findPerson } from '#modules/people';
import { findElection, lockElection, postsOf, visitsOf } from './store.ts';

/**
 * `not-open` before or after the voting · `voted-already` online · `came-before` has the papers · `no-mobile-box` the office allows none ·
 * `no-proxies` the office allows none, or this person votes for as many as it allows · `proxy-unfit` no such adult, or no word of the authorisation.
 */
export type StationError =
  | 'not-allowed'
  | 'not-found'
  | 'not-open'
  | 'not-on-roll'
  | 'voted-already'
  | 'came-before'
  | 'no-mobile-box'
  | 'no-proxies'
  | 'proxy-unfit';

export interface HandOutInput {
  electionId: string;
  electorId: string;
  place: 'station' | 'mobile';
  /** Who votes for the elector, with the written authorisation that was shown. */
  proxy?: { personId: string; note: string };
}

/** Hands an elector the papers of all posts. Nothing is written on the papers; the roll says that they were handed out. */
export function handOutPapers(ctx: CommandContext, input: HandOutInput): Promise<Result<{ label: string }, StationError | 'key-reused'>> {
  return runCommand(ctx, 'hand-out-papers', async (tx): Promise<Result<{ label: string }, StationError>> => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.station', { neighbourhoodId: election.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (election.state !== 'voting' || tx.now >= election.closesAt) return err('not-open');
    const [first] = await postsOf(tx, election.id);
    const line = first && (await lineOf(tx, first.ballotId, input.electorId))?.line;
    if (!first || !line) return err('not-on-roll');
    if ((await marksOf(tx, first.ballotId, [line.electorId])).length > 0) return err('voted-already');
    const visits = await visitsOf(tx, election.id);
    if (visits.some((one) => one.electorId === line.electorId)) return err('came-before');
    if (input.place === 'mobile' && election.rules['election.mobileBox'].value !== 'yes') return err('no-mobile-box');
    const { proxy } = input;
    if (proxy) {
      const note = proxy.note.trim();
      if (note === '' || [...note].length > 200 || proxy.personId === line.personId || !(await findPerson(tx, proxy.personId))?.adult)
        return err('proxy-unfit');
      const held = visits.filter((one) => one.proxyPersonId === proxy.personId).length;
      if (held >= Number(election.rules['election.proxies'].value)) return err('no-proxies');
    }
    await tx.exec(sql`insert into election_visit (subdistrict_id, election_id, elector_id, place, proxy_person_id, proxy_note, issued_by, issued_at)
      values (${tx.subdistrictId}, ${election.id}, ${line.electorId}, ${input.place}, ${proxy?.personId ?? null}, ${proxy?.note.trim() ?? null},
        ${tx.actor.personId}, ${tx.now})`);
    tx.audit({
      action: 'election.hand-out',
      subjectKind: 'election',
      subjectId: election.id,
      text: { elector: line.label, place: input.place, proxy: proxy !== undefined },
    });
    await tx.emit('election.papers-handed-out', { electionId: election.id, electorId: line.electorId });
    return ok({ label: line.label });
  });
}

/**
 * The elector put the papers into the box: from here they vote no second time, on no channel. Errors: `not-open`, `no-papers` none were handed out,
 * `voted-already` they voted online meanwhile: the papers stay out of the box.
 */
export async function takeInPapers(
  ctx: CommandContext,
  input: { electionId: string; electorId: string },
): Promise<Result<{ label: string }, 'not-allowed' | 'not-found' | 'not-open' | 'no-papers' | 'voted-already' | 'key-reused'>> {
  const before = await read(ctx, async (tx) => {
    const election = await findElection(tx, input.electionId);
    return (
      election && {
        election,
        posts: await postsOf(tx, election.id),
        visit: (await visitsOf(tx, election.id)).find((one) => one.electorId === input.electorId),
      }
    );
  });
  if (!before) return err('not-found');
  const { election, posts, visit } = before;
  if (!ctx.platform.permissions.can(ctx.actor, 'election.station', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
  if (!visit || visit.returned) return err('no-papers');
  // The mark on each ballot's roll: the ballot refuses another vote from here on. Done again after an interruption it goes on where it stopped.
  let label = '';
  for (const post of posts) {
    const marked = await markPaper(
      { ...ctx, ...(ctx.key === undefined ? {} : { key: `${ctx.key}-${post.no}` }) },
      { ballotId: post.ballotId, electorId: input.electorId, kind: 'returned' },
    );
    if (marked.ok) label = marked.value.label;
    else if (marked.error === 'already-voted') return err('voted-already');
    else if (marked.error !== 'marked-before') return err(marked.error === 'not-on-roll' ? 'no-papers' : marked.error);
  }
  return runCommand(ctx, 'take-in-papers', async (tx) => {
    const taken = await tx.exec(sql`update election_visit set returned_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId}
      and election_id = ${election.id} and elector_id = ${input.electorId} and returned_at is null`);
    if (taken === 0) return err('no-papers');
    tx.audit({ action: 'election.take-in', subjectKind: 'election', subjectId: election.id, text: { elector: label } });
    await tx.emit('election.papers-taken-in', { electionId: election.id, electorId: input.electorId });
    return ok({ label });
  });
}
