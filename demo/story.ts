import { adoptMatter, type Category, raiseMatter, supportMatter } from '#modules/matters';
import type { MeetingKind } from '#modules/meetings';
import { householdMembers, listOrganisations } from '#modules/people';
import { emptyDraft, findApplicationDraft, saveApplication, startApplication, submitApplication, type ApplicationDraft } from '#modules/projects';
import type { CastKey, PlaceCode } from './cast.ts';
import type { PictureName } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';
import { photo, type Gathering, gather, vote } from './gatherings.ts';

/** One project of the demo: what is told of it, in the order in which it happens. Days count from its first day. */
export interface Plot {
  key: string;
  place: PlaceCode;
  /** First day, from today. */
  start: number;
  staff: { secretary: CastKey; director: CastKey };
  raiser: CastKey;
  matter: string;
  category: Category;
  /** How many households support it beside the raiser's. */
  supporters: number;
  /** Talks before the hearing: kind, title, what was said. */
  talks: readonly { kind: MeetingKind; title: string; said: readonly { who: string; text: string }[] }[];
  hearing: { title: string; said: readonly { who: string; text: string }[]; decision: string };
  supervisor: CastKey;
  /** The assembly's vote on collecting money; absent when residents pay nothing. */
  collection?: { perHouseholdFen: bigint; question: string; votes: { yes: number; no: number; abstain: number } };
  title: string;
  goal: string;
  why: string;
  indicators: ApplicationDraft['indicators'];
  team: readonly { who: CastKey; duty: string }[];
  sources: readonly { id: string; kind: string; name: string; organisation?: string; planned?: string }[];
  lines: readonly { name: string; category: string; unit: string; quantity: string; unitPrice: string; payer: string }[];
  keeper: CastKey;
  upkeep: { months: string; yearly: string; plan: string };
  risks: ApplicationDraft['risks'];
  beforePicture: PictureName;
}

/** What the later chapters need to know of a story that has been told so far. */
export interface Told {
  neighbourhoodId: string;
  matterId: string;
  projectId: string;
}

const names = async (stage: Stage, keys: readonly { who: CastKey; duty: string }[]) =>
  Promise.all(
    keys.map(async ({ who, duty }) => {
      const actor = await stage.actor(who);
      return { personId: actor.personId ?? '', name: actor.name, duty };
    }),
  );

/** A resident raises the matter by the door code, neighbours support it, the secretary adopts it. */
async function raise(stage: Stage, plot: Plot, neighbourhoodId: string): Promise<string> {
  const at = (day: number) => stage.on(plot.start + day);
  const households = await stage.households(plot.place);
  at(0);
  const { matterId } = await done(
    'raise',
    raiseMatter(await stage.as(plot.raiser, `${plot.key} raise`), {
      neighbourhoodId,
      text: plot.matter,
      category: plot.category,
      anonymous: false,
      doorCode: null,
      replyDays: 7,
      supportUnit: 'household',
      photos: [await photo(stage, plot.beforePicture)],
    }),
  );
  const own = (await stage.actor(plot.raiser)).households[0]?.householdId;
  for (const [index, household] of households
    .filter((one) => one.householdId !== own)
    .slice(0, plot.supporters)
    .entries()) {
    at(1 + Math.floor(index / 8));
    const [head] = await stage.read((tx) => householdMembers(tx, household.householdId));
    if (!head) continue;
    // Older neighbours sign the steward's paper list; the secretary enters it.
    await done(
      'support',
      supportMatter(await stage.as(plot.staff.secretary, `${plot.key} support ${index}`), {
        matterId,
        onBehalfOf: { personId: head.personId, householdId: household.householdId, channel: 'paper' },
      }),
    );
  }
  at(6);
  await done(
    'adopt',
    adoptMatter(await stage.as(plot.staff.secretary, `${plot.key} adopt`), {
      matterId,
      venue: 'hearing',
      reason: '附议的人家多，是大家的事，先开会听意见，再决定怎么办。',
      dueDay: stage.dayAt(plot.start + 30),
    }),
  );
  return matterId;
}

/** From the voice to the submitted application. */
export async function tellUntilSubmitted(stage: Stage, plot: Plot): Promise<Told> {
  const neighbourhoodId = await stage.neighbourhoodId(plot.place);
  const matterId = await raise(stage, plot, neighbourhoodId);
  const homes = (await stage.households(plot.place)).length;
  for (const [index, talk] of plot.talks.entries()) {
    await gather(stage, plot, neighbourhoodId, matterId, {
      ...talk,
      key: `talk ${index}`,
      day: 15 + index * 2,
      agenda: [talk.title],
      attendance: Math.min(12 + index, homes),
    });
  }
  await gather(stage, plot, neighbourhoodId, matterId, {
    key: 'hearing',
    kind: 'hearing',
    title: plot.hearing.title,
    day: 32,
    said: plot.hearing.said,
    agenda: ['说明情况', '听取意见', '议定做法'],
    attendance: Math.ceil(homes * 0.6),
    resolution: plot.hearing.decision,
  });
  if (plot.collection) {
    // Called now, so that the roll can be shown before the evening.
    let meetingId = '';
    const assembly: Gathering = {
      key: 'assembly',
      kind: 'assembly',
      form: 'one_per_household',
      title: `居民会议：${plot.collection.question}`,
      day: 42,
      agenda: ['说明收钱的用途和账目公开办法', '逐户表决'],
      attendance: plot.collection.votes.yes + plot.collection.votes.no + plot.collection.votes.abstain,
      said: [
        { who: '居委会主任', text: '这笔钱自愿交，一户五十元，专款专用，账目贴在公开栏。' },
        { who: '居民', text: '亮了以后谁来换灯泡？说清楚了我才同意。' },
      ],
      resolution: `居民会议通过：${plot.collection.question}`,
    };
    meetingId = await gather(stage, plot, neighbourhoodId, matterId, assembly);
    await vote(stage, plot, neighbourhoodId, meetingId, assembly.day + 12);
  }
  const projectId = await apply(stage, plot, matterId);
  return { neighbourhoodId, matterId, projectId };
}

/** The application, written from what the work so far has left, and submitted. */
async function apply(stage: Stage, plot: Plot, matterId: string): Promise<string> {
  const { secretary } = plot.staff;
  stage.on(plot.start + 58);
  const projectId = await done('start application', startApplication(await stage.as(secretary, `${plot.key} application`), { matterId }));
  const consent = await photo(stage, 'receipts');
  const begun = await stage.read((tx) => findApplicationDraft(tx, projectId));
  const organisations = await stage.read((tx) => listOrganisations(tx));
  const households = (await stage.households(plot.place)).length;
  const keeper = await stage.actor(plot.keeper);
  const content: ApplicationDraft = {
    ...(begun?.content ?? emptyDraft()),
    title: plot.title,
    goal: plot.goal,
    why: plot.why,
    periodStart: stage.dayAt(plot.start + 100),
    periodEnd: stage.dayAt(plot.start + 185),
    indicators: plot.indicators,
    members: await names(stage, plot.team),
    sources: plot.sources.map((source) => ({
      id: source.id,
      kind: source.kind,
      name: source.name,
      organisationId: organisations.find((one) => one.name === source.organisation)?.id ?? '',
      planned: source.planned ?? '',
      perHousehold: source.kind === 'household' ? String((plot.collection?.perHouseholdFen ?? 0n) / 100n) : '',
      households: source.kind === 'household' ? String(households) : '',
    })),
    lines: plot.lines.map((line) => ({ ...line, shares: {} })),
    keeperPersonId: keeper.personId ?? '',
    keeperName: keeper.name,
    upkeepMonths: plot.upkeep.months,
    upkeepYearly: plot.upkeep.yearly,
    upkeepPlan: plot.upkeep.plan,
    risks: plot.risks,
  };
  const saved = await done(
    'save',
    saveApplication(await stage.as(secretary, `${plot.key} save`), {
      projectId,
      content,
      revision: begun?.revision ?? 0,
      papers: [{ kind: 'keeper-consent', upload: { stored: consent, name: '管护承诺书.jpg' } }],
    }),
  );
  stage.on(plot.start + 60);
  await done('submit', submitApplication(await stage.as(secretary, `${plot.key} submit`), { projectId, content: saved.content, revision: saved.revision }));
  return projectId;
}
