import { createBuilding, createCompound, createNeighbourhood } from '#modules/places';
import { addMember, bindAccount, createOrganisation, createPerson, giveRole, householdMembers, listOrganisations } from '#modules/people';
import { cast, type CastRole, inventedName, organisations, type PlaceCode, places } from './cast.ts';
import { done, fixedId, type Stage } from './stage.ts';

const members: readonly CastRole[] = cast;

/** Builds places, households, organisations and the cast, three years before today. */
export async function buildWorld(stage: Stage): Promise<void> {
  stage.on(-1100);
  let invented = 0;
  for (const place of places) {
    const neighbourhoodId = await done(
      place.name,
      createNeighbourhood(await stage.as('officer', `place ${place.code}`), {
        code: place.code,
        name: place.name,
        committeeKind: 'residents',
        publishedHouseholdsText: place.publishedHouseholdsText,
        introduction: place.introduction,
      }),
    );
    const compoundId = await done(
      place.compound,
      createCompound(await stage.as('officer', `compound ${place.code}`), {
        neighbourhoodId,
        name: place.compound,
        kind: place.kind,
        tags: [],
        builtYear: place.builtYear,
      }),
    );
    for (const building of place.buildings) {
      const built = await done(
        building.name,
        createBuilding(await stage.as('officer', `building ${place.code} ${building.name}`), {
          compoundId,
          name: building.name,
          entrances: building.entrances,
          floors: building.floors,
          areaCentiM2: 5200n,
          ...(building.leaveOut ? { leaveOut: building.leaveOut } : {}),
        }),
      );
      for (const home of built.homes) {
        const entrance = built.entranceIds.indexOf(home.entranceId) + 1;
        const named = members.find(
          ({ place: at, household }) =>
            at === place.code && String(household?.building) === building.name && household?.entrance === entrance && household.room === home.room,
        );
        await done(
          'member',
          addMember(await stage.as('officer', `member ${place.code} ${building.name} ${entrance} ${home.room}`), {
            householdId: home.householdId,
            relation: 'resident',
            head: true,
            who: { name: named?.name ?? inventedName(invented++), phone: null, adult: true },
          }),
        );
      }
    }
  }
  for (const organisation of organisations) {
    await done(
      organisation.name,
      createOrganisation(await stage.as('officer', `organisation ${organisation.name}`), {
        kind: organisation.kind,
        name: organisation.name,
        neighbourhoodId: await stage.neighbourhoodId(organisation.place),
        phone: null,
        note: null,
      }),
    );
  }
  const known = await stage.read((tx) => listOrganisations(tx));
  for (const member of members) {
    const neighbourhoodId = member.place ? await stage.neighbourhoodId(member.place) : null;
    const personId =
      member.household && member.place
        ? await livesAt(stage, member.name, member.place, member.household)
        : await done(
            member.name,
            createPerson(await stage.as('officer', `person ${member.key}`), { name: member.name, phone: null, adult: true, neighbourhoodId }),
          );
    const organisation = member.organisation ? known.find((one) => one.name === member.organisation) : undefined;
    for (const role of member.roles) {
      await done(
        `${member.name} ${role}`,
        giveRole(await stage.as('officer', `role ${member.key} ${role}`), {
          who: { personId },
          role,
          neighbourhoodId,
          organisationId: organisation?.id ?? null,
          fromDay: stage.day,
          toDay: null,
        }),
      );
    }
    await done(member.name, bindAccount(await stage.as('officer', `account ${member.key}`), { personId, accountId: fixedId(`account ${member.key}`) }));
  }
}

/** The person made for a home of the roster. */
async function livesAt(stage: Stage, name: string, place: PlaceCode, at: NonNullable<CastRole['household']>): Promise<string> {
  const label = `${at.building}号楼${at.entrance}单元${at.room}`;
  const home = (await stage.households(place)).find((household) => household.label.endsWith(label));
  const person = home && (await stage.read((tx) => householdMembers(tx, home.householdId))).find((one) => one.name === name);
  if (!person) throw new Error(`demo: nobody named ${name} in ${label}`);
  return person.personId;
}
