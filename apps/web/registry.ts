import type { Actor } from '#platform/access';
import { ok } from '#libs/result';
import { type CommandContext, type Platform, runCommand } from '#platform/command';
import type { Lang } from '#platform/i18n';
import type { Outbox } from '#platform/outbox';
import type { Session } from '#platform/sign-in';
import type { Vault } from '#platform/vault';
import { destroySpentKey } from '#modules/ballots';
import { dailyInbox, dutyCount } from '#modules/inbox';
import { dailyIndex } from '#modules/index';
import { dailyMatters } from '#modules/matters';
import { dailyMeetings, markOverdueResolutions } from '#modules/meetings';
import { dailyNotices } from '#modules/notices';
import { bindVerifiedPhone, listAccountHolders, loadActor } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { factsThatFreeMoney, factsThatUnsettleResults, watchUpheld, watchWaiting } from '#modules/reviews';
import { askForYearEnd, dailyUpkeep, dailyPlans, dailySources, dailyWorks, factsThatChangePlans, watchPlans } from '#modules/projects';
import type { CastMember } from './account/pages.tsx';
import { kitText } from './kit/text.ts';
import { Routes } from './kit/routes.ts';
import type { Subdistrict } from './kit/web.tsx';
import { auditRoutes } from './audits/routes.tsx';
import { ballotRoutes } from './ballots/routes.tsx';
import { bankRoutes } from './bank/routes.tsx';
import { bookRoutes } from './books/routes.tsx';
import { closingPagesRoutes } from './closing/routes.tsx';
import { consentRoutes } from './consents/routes.tsx';
import { decideRoutes } from './decide/routes.tsx';
import { fundRoutes } from './funds/routes.tsx';
import { handoverRoutes } from './handovers/routes.tsx';
import { dossierRoutes } from './dossier/routes.tsx';
import { electionRoutes } from './elections/routes.tsx';
import { houseRuleRoutes } from './house-rules/routes.tsx';
import { indexRoutes } from './governance-index/routes.tsx';
import { inboxRoutes } from './inbox/routes.tsx';
import { matterRoutes } from './matters/routes.tsx';
import { meetingRoutes } from './meetings/routes.tsx';
import { noticeRoutes } from './notices/routes.tsx';
import { officeRoutes } from './office/routes.tsx';
import { peopleRoutes } from './people/routes.tsx';
import { placeRoutes } from './places/routes.tsx';
import { projectRoutes } from './projects/routes.tsx';
import { reviewRoutes } from './reviews/routes.tsx';
import { siteRoutes } from './site/routes.tsx';
import { statementRoutes } from './statements/routes.tsx';
import { showcaseRoutes } from './showcase/routes.tsx';
import { sourceRoutes } from './sources/routes.tsx';
import { spendingRoutes } from './spending/routes.tsx';
import { surveyRoutes } from './surveys/routes.tsx';

/** All routes below `/s/:code`. */
export function registerRoutes(): Routes {
  const routes = new Routes();
  for (const register of [
    siteRoutes,
    inboxRoutes,
    noticeRoutes,
    matterRoutes,
    meetingRoutes,
    ballotRoutes,
    consentRoutes,
    houseRuleRoutes,
    electionRoutes,
    placeRoutes,
    peopleRoutes,
    handoverRoutes,
    projectRoutes,
    dossierRoutes,
    bookRoutes,
    bankRoutes,
    statementRoutes,
    spendingRoutes,
    sourceRoutes,
    fundRoutes,
    auditRoutes,
    officeRoutes,
    reviewRoutes,
    decideRoutes,
    indexRoutes,
    surveyRoutes,
    showcaseRoutes,
    closingPagesRoutes,
  ])
    register(routes);
  return routes;
}

/** Modules that react to each other's events. */
export function subscribeAll(outbox: Outbox, vault: Vault, platform: Platform): void {
  for (const kind of factsThatChangePlans) outbox.subscribe(kind, watchPlans(platform));
  for (const kind of factsThatFreeMoney) outbox.subscribe(kind, watchWaiting(platform));
  for (const kind of factsThatUnsettleResults) outbox.subscribe(kind, watchUpheld(platform));
  outbox.subscribe('ballot.closed', destroySpentKey(vault));
}

/** What is done once a day in each subdistrict, by the system; each is a command of its own, so that one that fails stops no other. */
export const dailyRounds: Readonly<Record<string, (context: CommandContext) => Promise<unknown>>> = {
  notices: dailyNotices,
  resolutions: (context) => runCommand(context, 'daily-resolutions', async (tx) => ok(await markOverdueResolutions(tx))),
  meetings: dailyMeetings,
  upkeep: dailyUpkeep,
  sources: dailySources,
  matters: dailyMatters,
  'year-end': (context) => runCommand(context, 'daily-year-end', async (tx) => ok(await askForYearEnd(tx, tx.today))),
  index: dailyIndex,
  plans: dailyPlans,
  works: dailyWorks,
  // Last: what became due by the rounds above goes up with the rest.
  inbox: dailyInbox,
};

/** Who looks: the actor, the number of open duties, and the one neighbourhood they belong to, whose navigation they get everywhere. */
export interface Visitor {
  actor: Actor;
  inboxCount: number;
  home: { code: string; name: string } | null;
}

/** The visitor behind a session in a subdistrict. */
export async function loadVisitor(platform: Platform, subdistrictId: string, session: Session): Promise<Visitor> {
  const load = () =>
    platform.db.tenant(
      subdistrictId,
      async (tx): Promise<Visitor> => {
        const actor = await loadActor(tx, session.accountId, session.name);
        const places = new Set(actor.grants.map((grant) => grant.neighbourhoodId));
        const [only] = places;
        const [home, inboxCount] = await Promise.all([
          places.size === 1 && only ? findNeighbourhood(tx, only) : null,
          actor.kind === 'person' ? dutyCount(tx, actor) : 0,
        ]);
        return { actor, inboxCount, home: home ? { code: home.code, name: home.name } : null };
      },
      'read',
    );
  const visitor = await load();
  // Somebody whom the office knows by this phone signs in for the first time.
  if (visitor.actor.kind === 'account' && session.phone) {
    const bound = await bindVerifiedPhone({ platform, subdistrictId, actor: visitor.actor }, { accountId: session.accountId, phone: session.phone });
    if (bound.ok) return load();
  }
  return visitor;
}

/** The demo's cast: every person with an account and a role, by place. */
export async function listCast(platform: Platform, subdistricts: readonly Subdistrict[], lang: Lang = 'zh'): Promise<CastMember[]> {
  const cast: CastMember[] = [];
  for (const subdistrict of subdistricts) {
    const holders = await platform.db.tenant(subdistrict.id, (tx) => listAccountHolders(tx), 'read');
    for (const holder of holders) {
      cast.push({
        accountId: holder.accountId,
        name: holder.name,
        roles: holder.roles.map((role) => kitText[lang][role]),
        place: holder.neighbourhoodName ?? subdistrict.name,
        to: holder.roles.some((role) => role !== 'resident') ? `/s/${subdistrict.code}/inbox` : `/s/${subdistrict.code}/n/${holder.neighbourhoodCode ?? ''}`,
      });
    }
  }
  return cast;
}
