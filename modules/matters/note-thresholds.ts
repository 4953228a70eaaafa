import { dayOf } from '#libs/civil-time';
import { officeDeadline } from '#modules/funds';
import { dropDuties, openDuty } from '#modules/inbox';
import { countAdults } from '#modules/people';
import { countHouseholdsByGroup } from '#modules/places';
import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { isOpen, type Matter, publicTitle } from './matter.ts';
import { thresholdSettings } from './office-settings.ts';
import { findMatter, matterSteps, supportsOf } from './queries.ts';
import { insertStep } from './store.ts';
import { aMeetingIsCalled, stepOf, theAssemblyMustBeCalled, type Threshold, thresholdsOf } from './threshold.ts';

/** The thresholds of a matter as they stand at this moment: who has moved out counts no longer. */
export async function liveThresholds(tx: Tx, matter: Pick<Matter, 'id' | 'neighbourhoodId'>): Promise<Threshold[]> {
  const supports = await supportsOf(tx, matter.id);
  const households = await countHouseholdsByGroup(
    tx,
    matter.neighbourhoodId,
    supports.map((one) => one.householdId),
  );
  const adults = await countAdults(
    tx,
    matter.neighbourhoodId,
    supports.map((one) => one.personId),
  );
  const sum = (key: 'all' | 'among') => households.reduce((total, group) => total + group[key], 0);
  return thresholdsOf(
    {
      households: { supporting: sum('among'), all: sum('all') },
      adults: { supporting: adults.among, all: adults.all },
      groups: households.filter((group) => group.groupId !== null).map((group) => ({ supporting: group.among, all: group.all })),
    },
    await thresholdSettings(tx),
  );
}

/**
 * Writes down each threshold once it is reached and opens what it obliges to: to call the assembly (居委会组织法 §10), or to
 * arrange a deliberation where the office has set a number of its own. What is no longer reached obliges no longer.
 * Event: `matter.threshold`. Returns how many households support the matter.
 */
export async function noteThresholds(tx: CommandTx, matterId: string): Promise<number> {
  const matter = await findMatter(tx, matterId);
  if (!matter) return 0;
  const thresholds = await liveThresholds(tx, matter);
  for (const one of thresholds.filter(({ reached }) => reached)) {
    const text = one.kind === 'set' ? `${one.count}/${one.needed}` : `${one.count}/${one.of}`;
    const first = await insertStep(tx, matterId, { kind: stepOf[one.kind], byRole: 'system', text });
    if (first) await tx.emit('matter.threshold', { matterId, threshold: one.kind, supporting: one.count, households: one.of });
  }
  await settleWhatItObligesTo(tx, matter, thresholds);
  return matter.households;
}

async function settleWhatItObligesTo(tx: CommandTx, matter: Matter, thresholds: readonly Threshold[]): Promise<void> {
  const steps = await matterSteps(tx, matter.id);
  const { state } = matter.state;
  const about = { neighbourhoodId: matter.neighbourhoodId, subjectKind: 'matter', subjectId: matter.id } as const;
  const title = publicTitle(matter);
  // Declining does not undo what the law gives a fifth of them.
  const asks = theAssemblyMustBeCalled(thresholds) && (isOpen(matter) || state === 'declined');
  if (asks && !aMeetingIsCalled(steps, 'assembly'))
    await openDuty(tx, {
      ...about,
      kind: 'matter.assembly',
      role: 'director',
      title: { zh: `召集居民会议：${title}`, en: `Call the residents' assembly: ${title}` },
      href: `/meetings/new?matter=${matter.id}&kind=assembly`,
      dueDay: await officeDeadline(tx, 'matter.assembly', reachedOn(steps, tx.today)),
    });
  else await dropDuties(tx, { subjectId: matter.id, kind: 'matter.assembly' });
  const asSet = thresholds.some(({ kind, reached }) => kind === 'set' && reached) && (state === 'raised' || state === 'passed-on');
  if (asSet && !aMeetingIsCalled(steps))
    await openDuty(tx, {
      ...about,
      kind: 'matter.deliberate',
      role: 'secretary',
      title: { zh: `安排议事（附议已达街镇规定的户数）：${title}`, en: `Arrange the deliberation, as many households ask as the office has set: ${title}` },
      href: `/meetings/new?matter=${matter.id}`,
      dueDay: null,
    });
  else await dropDuties(tx, { subjectId: matter.id, kind: 'matter.deliberate' });
}

/** The office's days to call the assembly run from the day on which the law's first threshold was reached. */
function reachedOn(steps: readonly { kind: string; at: Date }[], today: string): string {
  const first = steps.find((step) => step.kind === 'threshold' || step.kind === 'threshold-residents' || step.kind === 'threshold-groups');
  return first ? dayOf(first.at) : today;
}
