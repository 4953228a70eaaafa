import { addDays, type Day, dayOf } from '#libs/civil-time';
import { disclosureRules, type ResolvedRule, resolvePack, type RuleOf } from '#libs/policy';
import { currentPack } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import type { Meeting, Resolution } from '#modules/meetings';
import { meetingDay, progressOf } from '#modules/meetings';
import { type Exemption, exemptionsIn, type Fulfilment, fulfilmentsIn, type Occasion, type Standing, standingOf } from '#modules/notices';
import { personNames } from '#modules/people';
import { roundsUnderEarlierPolicies } from '#modules/projects';
import type { Neighbourhood } from '#modules/places';
import type { Tx } from '#platform/database';
import { POLICY_PACKS } from '#policies';
import type { DisclosedAccount } from './disclosure-view.ts';

/** One thing the law (or the office's policy) wants published, and how it stands. */
export interface CheckLine {
  rule: RuleOf<'disclosure'>;
  standing: Standing;
  /** The notice that fulfilled it last. */
  lastNotice: Fulfilment | null;
  /** Said not to apply, with the reason and by whom. */
  exemption: (Exemption & { byName: string }) | null;
}

/** The law is the law whichever policy an office has adopted, and however long ago; what its policy adds stands beside it. */
export async function requirementsOf(tx: Tx, today: Day): Promise<RuleOf<'disclosure'>[]> {
  const law = resolvePack(POLICY_PACKS, 'shanghai-law', [], today);
  const own = await currentPack(tx, today);
  const all = new Map<string, RuleOf<'disclosure'>>();
  const add = (rules: readonly ResolvedRule<RuleOf<'disclosure'>>[]) => {
    for (const { rule } of rules) all.set(rule.id, rule);
  };
  if (law.ok) add(disclosureRules(law.value));
  // A project that runs keeps the policy of its round: what that one wants published stays wanted.
  for (const roundId of await roundsUnderEarlierPolicies(tx, today)) {
    const kept = await currentPack(tx, today, { roundId });
    if (kept) add(disclosureRules(kept));
  }
  if (own) add(disclosureRules(own));
  return [...all.values()];
}

interface Happened {
  place: Pick<Neighbourhood, 'id'>;
  accounts: readonly DisclosedAccount[];
  resolutions: readonly Resolution[];
  meetings: readonly Meeting[];
}

/** The checklist of a neighbourhood, in the order of the rules. */
export async function loadChecklist(tx: Tx, happened: Happened, today: Day): Promise<CheckLine[]> {
  const rules = await requirementsOf(tx, today);
  const fulfilments = await fulfilmentsIn(tx, happened.place.id);
  const exemptions = await exemptionsIn(tx, happened.place.id);
  const names = await personNames(
    tx,
    [...exemptions.values()].map((one) => one.byPerson),
  );
  const occasions = await occasionsOf(tx, happened, today);
  return rules.map((rule) => {
    const own = fulfilments.filter((one) => one.requirement === rule.id && one.day <= today);
    const exemption = exemptions.get(rule.id) ?? null;
    return {
      rule,
      standing: standingOf(
        rule,
        { applies: exemption?.applies ?? true, publishedOn: own.map((one) => one.day), occasions: rule.occasion ? occasions[rule.occasion] : [] },
        today,
      ),
      lastNotice: own[0] ?? null,
      exemption: exemption === null || exemption.applies ? null : { ...exemption, byName: names.get(exemption.byPerson) ?? '' },
    };
  });
}

/** What has happened that must be published each time, and whether the platform has published it. */
async function occasionsOf(
  tx: Tx,
  { accounts, resolutions, meetings }: Happened,
  today: Day,
): Promise<Record<NonNullable<RuleOf<'disclosure'>['occasion']>, Occasion[]>> {
  const of = async (kinds: readonly string[]): Promise<Occasion[]> => {
    const out: Occasion[] = [];
    for (const meeting of meetings) {
      if (!kinds.includes(meeting.kind) || !['held', 'minuted', 'published'].includes(meeting.state)) continue;
      out.push({
        day: meetingDay(meeting),
        publishedOn: meeting.publishedAt ? dayOf(meeting.publishedAt) : null,
        // The office's own days for the minutes, where it has set them.
        dueDay: meeting.publishedAt ? null : ((await dutiesOf(tx, { subjectId: meeting.id })).find((duty) => duty.kind === 'meeting.publish')?.dueDay ?? null),
      });
    }
    return out;
  };
  // The account of a project is public while it runs, entry by entry; a settled one stands as it was settled.
  const live = (account: DisclosedAccount): Occasion => {
    const day = account.settledOn ?? today;
    return { day, publishedOn: day, dueDay: null };
  };
  return {
    'three-meeting': await of(['hearing', 'coordination', 'appraisal']),
    'owners-decision': await of(['committee']),
    resolution: await resolved(tx, resolutions, today),
    spending: accounts.filter((account) => account.spentFen > 0n).map(live),
    collection: accounts.filter((account) => account.raised).map(live),
  };
}

/** What was done about a resolution is public on its page from the day it was reported; one past its last day without a report is not. */
async function resolved(tx: Tx, resolutions: readonly Resolution[], today: Day): Promise<Occasion[]> {
  const out: Occasion[] = [];
  for (const one of resolutions.slice(0, 200)) {
    if (one.state === 'done' || one.state === 'appraised') {
      const told = (await progressOf(tx, one.id)).findLast((line) => line.kind === 'finish' || line.kind === 'report' || line.kind === 'accept');
      out.push({ day: one.deadline, publishedOn: told ? dayOf(told.at) : one.deadline, dueDay: null });
    } else if (one.deadline < today) out.push({ day: addDays(one.deadline, 1), publishedOn: null, dueDay: one.deadline });
  }
  return out;
}
