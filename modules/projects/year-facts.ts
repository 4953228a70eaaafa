import { MEETINGS, type MeetingFacts, type YearFacts } from '#libs/policy';
import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { findBallot } from '#modules/ballots';
import { meetingsAbout, presentCountOf } from '#modules/meetings';
import { residentsCount } from '#modules/people';
import { neighbourhoodCounts } from '#modules/places';
import type { Project } from './store.ts';

const yearRow = z.object({ office_fen: z.bigint(), grades: z.array(z.string()) });

const kindOf = (kind: string): MeetingFacts['meeting'] | null => MEETINGS.find((each) => each === kind) ?? null;

/**
 * Meetings and votes that stand behind an application. A counted vote says how many were entitled, took part and agreed; of a meeting
 * without one only who came is known, so that nothing is taken for agreement.
 */
async function meetingFacts(tx: Tx, project: Project, ballotIds: readonly string[]): Promise<MeetingFacts[]> {
  const meetings = (await meetingsAbout(tx, { matterId: project.matterId, projectId: project.id })).filter(
    ({ state }) => state === 'minuted' || state === 'published',
  );
  const facts: MeetingFacts[] = [];
  for (const meeting of meetings) {
    const kind = kindOf(meeting.kind);
    if (kind) facts.push({ meeting: kind, entitled: null, present: await presentCountOf(tx, meeting), agreed: 0 });
  }
  for (const id of ballotIds) {
    const ballot = await findBallot(tx, id);
    if (!ballot?.outcome) continue;
    const { counts, cast } = ballot.outcome;
    const voted = { entitled: counts.roll, present: cast, agreed: counts.yes };
    facts.push({ meeting: 'consultation', ...voted });
    const at = meetings.find((meeting) => meeting.id === ballot.meetingId);
    const kind = at ? kindOf(at.kind) : ballot.law.startsWith('residents-assembly') ? 'assembly' : null;
    if (kind) facts.push({ meeting: kind, ...voted });
  }
  return facts;
}

/** What the rules of the year look at beside the application itself: heads, grants of the year, last year's grades, meetings. Heads that no roster says are unknown. */
export async function yearFacts(
  tx: Tx,
  project: Project,
  application: { readonly ballotIds: readonly string[] },
): Promise<Pick<YearFacts, 'households' | 'residents' | 'meetings' | 'lastYearGrades' | 'year'> & { officeYearFen: bigint }> {
  const { households } = await neighbourhoodCounts(tx, project.neighbourhoodId);
  const row = await tx.one(
    sql`select (select coalesce(sum(p.grant_awarded_fen), 0)::bigint from project p where p.subdistrict_id = ${tx.subdistrictId}
      and p.year = ${project.year} and p.id <> ${project.id} and p.state <> 'withdrawn') as office_fen,
    array(select g.grade from grade g join project p on p.subdistrict_id = g.subdistrict_id and p.id = g.project_id
      where g.subdistrict_id = ${tx.subdistrictId} and p.neighbourhood_id = ${project.neighbourhoodId} and p.year = ${project.year - 1}
      and g.no = (select max(l.no) from grade l where l.subdistrict_id = g.subdistrict_id and l.project_id = g.project_id)) as grades`,
    yearRow,
  );
  return {
    households: households > 0 ? households : null,
    residents: await residentsCount(tx, project.neighbourhoodId),
    meetings: await meetingFacts(tx, project, application.ballotIds),
    lastYearGrades: row.grades,
    year: project.year,
    officeYearFen: row.office_fen,
  };
}
