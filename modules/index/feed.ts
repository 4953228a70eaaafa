import { dayOf } from '#libs/civil-time';
import type { Tx } from '#platform/database';
import { ballotOutcome } from '#modules/ballots';
import { allAwards, awardLedger } from '#modules/books';
import { listElections, postsOf } from '#modules/elections';
import { isInForce, listHouseRules, versionsOf } from '#modules/house-rules';
import { listMeetings, type Meeting } from '#modules/meetings';
import { listOrganisations } from '#modules/people';
import { listCheckIns, listProjects } from '#modules/projects';
import type { IndexCompound } from './compound.ts';
import { daysOfMonth, monthOfDay, type MonthNo } from './month.ts';
import type { IndexLeaf } from './tree.ts';

export type FeedName = NonNullable<IndexLeaf['feed']>;

/** What the platform's own records say of a neighbourhood in a month; undefined = they say nothing, which is not the same as zero. */
export type FeedOf = (neighbourhoodId: string, month: MonthNo) => number | undefined;

/** What each feed is called where its values are shown. */
export const feedSources: Record<FeedName, string> = {
  'three-meetings': '本平台会议记录',
  'owners-committee': '本平台组织登记',
  'fund-use': '本平台账簿',
  'house-rules': '本平台公约库',
  turnout: '本平台选举记录',
  volunteers: '本平台打卡记录',
};

/**
 * A hundred points where hearing, coordination and appraisal were all held and published in the twelve months up to the month, a third less for each
 * kind that is missing; nothing where there is no record at all.
 */
export function threeMeetingsScore(meetings: readonly Pick<Meeting, 'kind' | 'state' | 'startsAt'>[], month: MonthNo): number | undefined {
  const held = new Set(
    meetings.flatMap((meeting) => {
      const when = monthOfDay(dayOf(meeting.startsAt));
      const counts = meeting.state === 'published' && when <= month && when > month - 12;
      return counts && ['hearing', 'coordination', 'appraisal'].includes(meeting.kind) ? [meeting.kind] : [];
    }),
  );
  return held.size === 0 ? undefined : Math.round((held.size * 10_000) / 3) / 100;
}

/** Reads what the feeds need for the neighbourhoods of the given compounds. */
export async function readFeeds(tx: Tx, compounds: readonly IndexCompound[]): Promise<Record<FeedName, FeedOf>> {
  const places = [...new Set(compounds.flatMap((compound) => compound.neighbourhoodId ?? []))];
  const meetings = new Map<string, Meeting[]>();
  for (const meeting of await listMeetings(tx, null)) meetings.set(meeting.neighbourhoodId, [...(meetings.get(meeting.neighbourhoodId) ?? []), meeting]);
  const projects = await listProjects(tx);
  const placeOf = new Map(projects.map((project) => [project.id, project.neighbourhoodId]));
  const spent = new Map<string, number>();
  for (const award of await allAwards(tx)) {
    const place = placeOf.get(award.projectId);
    if (award.sourceKind !== 'grant' || place === undefined) continue;
    for (const entry of await awardLedger(tx, award.awardId)) {
      const fen = entry.amounts.spent ?? 0n;
      if (fen === 0n) continue;
      const key = `${place} ${monthOfDay(entry.day)}`;
      spent.set(key, (spent.get(key) ?? 0) + Number(fen) / 100);
    }
  }
  const seen = new Map<string, number>();
  for (const project of projects)
    for (const checkIn of await listCheckIns(tx, project.id)) {
      const key = `${project.neighbourhoodId} ${monthOfDay(checkIn.day)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  const rules = new Map<string, Awaited<ReturnType<typeof versionsOf>>>();
  const turnouts = new Map<string, { month: MonthNo; share: number }[]>();
  const owners = new Set<string>();
  for (const place of places) {
    const conventions = (await listHouseRules(tx, place)).filter((rule) => rule.kind === 'management' || rule.kind === 'convention');
    rules.set(
      place,
      conventions.length === 0
        ? []
        : await versionsOf(
            tx,
            conventions.map((rule) => rule.id),
          ),
    );
    const results = [];
    for (const election of await listElections(tx, place)) {
      if (election.decidedAt === null) continue;
      const [post] = await postsOf(tx, election.id);
      const outcome = post && (await ballotOutcome(tx, post.ballotId));
      if (outcome && outcome.counts.roll > 0) results.push({ month: monthOfDay(dayOf(election.decidedAt)), share: outcome.cast / outcome.counts.roll });
    }
    turnouts.set(place, results);
    const here = (await listOrganisations(tx, place)).some((one) => one.kind === 'owners_committee' && one.neighbourhoodId === place && one.active);
    if (here) owners.add(place);
  }
  return {
    'three-meetings': (place, month) => threeMeetingsScore(meetings.get(place) ?? [], month),
    'owners-committee': (place) => (owners.has(place) ? 1 : undefined),
    'fund-use': (place, month) => spent.get(`${place} ${month}`),
    'house-rules': (place, month) => ((rules.get(place) ?? []).some((version) => isInForce(version, daysOfMonth(month).to)) ? 1 : undefined),
    turnout: (place, month) => (turnouts.get(place) ?? []).filter((one) => one.month <= month).sort((a, b) => b.month - a.month)[0]?.share,
    volunteers: (place, month) => seen.get(`${place} ${month}`),
  };
}
