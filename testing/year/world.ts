import { adoptPolicy, setSettings } from '#modules/funds';
import { adoptMatter, raiseMatter } from '#modules/matters';
import { addMember, bindAccount, createOrganisation, createPerson, type GivenRole, giveRole, householdMembers } from '#modules/people';
import { createBuilding, createCompound, createNeighbourhood, findNeighbourhood } from '#modules/places';
import { POLICY_PACKS } from '#policies';
import type { CastKey, PlaceCode } from '#demo/cast';
import { inventedName } from '#demo/cast';
import { gather, photo } from '#demo/gatherings';
import { officeAnswers } from '#demo/office';
import { done, fixedId, type Stage } from '#demo/stage';
import type { Plot } from '#demo/story';
import { yearOfficer, type YearPlace, type YearProject, yearPlaces, yearReviewers } from './plan.ts';

/** Account of a person of the year, known by name. */
export const accountOf = (name: string): string => fixedId(`account year ${name}`);

/** Names whose accounts the year needs beside those of the demo's cast. */
export const yearNames: readonly string[] = [
  ...yearPlaces.filter((place) => !place.known).flatMap((place) => [place.secretary, place.director, place.supervisor, place.keeper, place.neighbour]),
  ...yearReviewers.slice(3),
  yearOfficer,
];

/** The person of the year as the demo's stage knows people. */
const keyOf = (name: string): CastKey => `year ${name}` as CastKey;

/** The key of somebody of the demo's cast, by name. */
const known: Readonly<Record<string, CastKey>> = {
  唐秀英: 'cailu-secretary',
  张志强: 'cailu-director',
  李桂珍: 'li',
  周长根: 'zhou',
  王小英: 'wang',
  许芳: 'shengli-secretary',
  丁伟: 'shengli-director',
  吴雨桐: 'shengli-resident',
  吴丽萍: 'qingdong-secretary',
  金海涛: 'qingdong-director',
  金玉兰: 'qingdong-leader',
  沈佳: 'changdao-secretary',
  方明: 'changdao-director',
  叶秋棠: 'changdao-resident',
};
export const stageKey = (name: string): CastKey => known[name] ?? keyOf(name);

/** Eight more communities with their people, six more reviewers, and the office's policy with its answers; rounds are opened by hand. */
export async function buildYear(stage: Stage): Promise<void> {
  stage.on(-1080);
  await done('policy', adoptPolicy(await stage.as('officer', 'year policy'), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  await done('settings', setSettings(await stage.as('officer', 'year settings'), { values: officeAnswers, reason: '街镇自治办年度工作会议议定' }));
  let invented = 500;
  for (const place of yearPlaces) {
    if (!place.known) invented = await buildPlace(stage, place, invented);
    const found = await stage.read((tx) => findNeighbourhood(tx, place.code));
    if (!found) throw new Error(place.code);
    await done(
      'property',
      createOrganisation(await stage.as('officer', `year property ${place.code}`), {
        kind: 'property',
        name: propertyOf(place.code),
        neighbourhoodId: found.id,
        phone: null,
        note: null,
      }),
    );
  }
  for (const name of yearReviewers.slice(3)) await person(stage, name, ['reviewer'], null, null);
  await person(stage, yearOfficer, ['officer'], null, null);
}

/** Name of the property company that pays in. */
export const propertyOf = (code: string): string => `${yearPlaces.find((place) => place.code === code)?.name.replace('居民区', '') ?? code}安居物业`;

async function buildPlace(stage: Stage, place: YearPlace, from: number): Promise<number> {
  let invented = from;
  const step = (what: string) => stage.as('officer', `year ${what} ${place.code}`);
  const neighbourhoodId = await done(
    place.name,
    createNeighbourhood(await step('place'), {
      code: place.code,
      name: place.name,
      committeeKind: 'residents',
      publishedHouseholdsText: null,
      introduction: '九十年代的老小区，居民自己议事。',
    }),
  );
  const compoundId = await done(
    place.name,
    createCompound(await step('compound'), { neighbourhoodId, name: place.name.replace('居民区', '小区'), kind: 'old', tags: [], builtYear: 1995 }),
  );
  const built = await done(
    place.name,
    createBuilding(await step('building'), {
      compoundId,
      name: '1',
      entrances: ['1', '2'],
      floors: { first: 1, last: 4, homesPerFloor: 2 },
      areaCentiM2: 5200n,
    }),
  );
  const residents = [place.neighbour, place.supervisor, place.keeper];
  for (const [index, home] of built.homes.entries()) {
    const name = residents[index] ?? inventedName(invented++);
    await done(
      'member',
      addMember(await step(`member ${index}`), { householdId: home.householdId, relation: 'resident', head: true, who: { name, phone: null, adult: true } }),
    );
    const member = (await stage.read((tx) => householdMembers(tx, home.householdId))).find((one) => one.name === name);
    if (index < residents.length && member)
      await person(stage, name, name === place.supervisor ? ['supervisor'] : name === place.keeper ? ['keeper'] : [], neighbourhoodId, member.personId);
  }
  await person(stage, place.secretary, ['secretary'], neighbourhoodId, null);
  await person(stage, place.director, ['director'], neighbourhoodId, null);
  return invented;
}

async function person(stage: Stage, name: string, roles: readonly GivenRole[], neighbourhoodId: string | null, personId: string | null): Promise<void> {
  const id =
    personId ?? (await done(name, createPerson(await stage.as('officer', `year person ${name}`), { name, phone: null, adult: true, neighbourhoodId })));
  for (const role of roles)
    await done(
      name,
      giveRole(await stage.as('officer', `year role ${name} ${role}`), {
        who: { personId: id },
        role,
        neighbourhoodId,
        organisationId: null,
        fromDay: stage.day,
        toDay: null,
      }),
    );
  await done(name, bindAccount(await stage.as('officer', `year account ${name}`), { personId: id, accountId: accountOf(name) }));
}

/** What residents did before the round: raised the matter, met, and decided to apply. Gives the matter's id. */
export async function deliberate(stage: Stage, project: YearProject, n: number): Promise<string> {
  const place = yearPlaces.find((one) => one.code === project.place);
  if (!place) throw new Error(project.place);
  const neighbourhoodId = await stage.neighbourhoodId(project.place as PlaceCode);
  const plot = {
    key: `year ${n}`,
    place: project.place as PlaceCode,
    start: -60,
    staff: { secretary: stageKey(place.secretary), director: stageKey(place.director) },
    supervisor: stageKey(place.supervisor),
  } as Plot;
  stage.on(-60);
  const { matterId } = await done(
    'raise',
    raiseMatter(await stage.as(stageKey(place.neighbour), `year ${n} raise`), {
      neighbourhoodId,
      text: `${project.title}：${project.matter}`,
      category: 'other',
      anonymous: false,
      doorCode: null,
      replyDays: 7,
      supportUnit: 'household',
      photos: [await photo(stage, project.picture)],
    }),
  );
  stage.on(-58);
  await done(
    'adopt',
    adoptMatter(await stage.as(plot.staff.secretary, `year ${n} adopt`), {
      matterId,
      venue: 'hearing',
      reason: '大家的事，先开会听意见。',
      dueDay: stage.dayAt(-20),
    }),
  );
  await gather(stage, plot, neighbourhoodId, matterId, {
    key: 'hearing',
    kind: 'hearing',
    title: `${project.title}听证会`,
    day: 20,
    said: [{ who: '居民', text: project.matter }],
    agenda: ['说明情况', '听取意见', '议定做法'],
    attendance: 10,
    resolution: `办“${project.title}”，申请自治金。`,
  });
  return matterId;
}
