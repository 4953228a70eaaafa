import { inboxPermissions } from '#modules/inbox';
import { ballotPermissions } from '#modules/ballots';
import { fundPermissions } from '#modules/funds';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { peoplePermissions } from '#modules/people';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import type { StoredBytes } from '#platform/files';
import { makePerson } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  closeConsent,
  consentPermissions,
  consentShares,
  createConsent,
  type CreateConsentInput,
  nameCollector,
  openConsent,
  recordAtDoor,
  type RecordAtDoorInput,
  registerDevice,
  showConsentRoll,
} from './index.ts';

/** A picture of a signature, as the file store names it. */
export const signature: StoredBytes & { name: string } = { sha256: 'b'.repeat(64), sizeBytes: 900, mediaType: 'image/jpeg', name: '签名.jpg' };

/** The value of a success; anything else breaks the test that expected it. */
export const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};

/** A home of the scene; homes of one `ownerNo` are one head. */
export interface SceneHome {
  id: string;
  label: string;
  building: string;
  entrance: string;
}
/** What a building is made of: for each home its area in 1/100 m² and the owner's number, by entrance. */
export type Plan = Readonly<Record<string, readonly (readonly { area: bigint; ownerNo?: string; owners?: readonly string[] }[])[]>>;

/** 1号楼: 0 王小英's first home, 1 李桂珍 and 陈伟 together, 2–5 nobody registered · 2号楼: 6 王小英's second home, 7–9. */
export const twoBuildings: Plan = {
  '1号楼': [
    [
      { area: 6000n, ownerNo: 'A1', owners: ['王小英'] },
      { area: 6000n, owners: ['李桂珍', '陈伟'] },
      { area: 6000n },
      { area: 6000n },
      { area: 6000n },
      { area: 6000n },
    ],
  ],
  '2号楼': [[{ area: 9000n, ownerNo: 'A1', owners: ['王小英'] }, { area: 9000n }, { area: 9000n }, { area: 9000n }]],
};

export interface ConsentScene {
  t: TestPlatform;
  placeId: string;
  homes: SceneHome[];
  buildings: Map<string, string>;
  entrances: string[];
  secretary: Actor;
  director: Actor;
  officer: Actor;
  collector: Actor;
  deviceId: string;
  owners: Map<string, Actor>;
  seen<T>(work: Parameters<typeof read<T>>[1]): Promise<T>;
  /** Drafted on 2 November, roll shown until the 4th. */
  shown(change?: Partial<CreateConsentInput>): Promise<string>;
  /** Open since 5 November 9:00 until the 20th, 20:00, with a collector for all entrances and a device. */
  opened(change?: Partial<CreateConsentInput>): Promise<string>;
  sign(consentId: string, homeNo: number, choice: RecordAtDoorInput['choice'], change?: Partial<RecordAtDoorInput>): ReturnType<typeof recordAtDoor>;
  shares(consentId: string): ReturnType<typeof consentShares>;
  close(consentId: string): ReturnType<typeof closeConsent>;
  /** What the database says to a statement; `accepted` when it takes it. */
  refused(work: Promise<unknown>): Promise<string>;
}

/** A compound with buildings of owned homes, and the steps that bring a campaign to where a test begins. */
export async function consentScene(plan: Plan): Promise<ConsentScene> {
  const t = await testPlatform([
    consentPermissions,
    ballotPermissions,
    fundPermissions,
    inboxPermissions,
    meetingPermissions,
    noticePermissions,
    peoplePermissions,
  ]);
  const id = t.platform.sources.newId;
  const insert = (text: string, ...values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  const [placeId, compound] = [id(), id()];
  await insert(
    `insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, 'gq-yx', '园西二村', 'residents', $3)`,
    placeId,
    t.clock.now(),
  );
  await insert(`insert into compound (subdistrict_id, id, neighbourhood_id, name, kind) values ($1, $2, $3, '园西二村', 'old')`, compound, placeId);
  const homes: SceneHome[] = [];
  const buildings = new Map<string, string>();
  const entrances: string[] = [];
  const owners = new Map<string, Actor>();
  for (const [name, units] of Object.entries(plan)) {
    const building = id();
    buildings.set(name, building);
    await insert(
      `insert into building (subdistrict_id, id, neighbourhood_id, compound_id, name) values ($1, $2, $3, $4, $5)`,
      building,
      placeId,
      compound,
      name,
    );
    for (const [unit, rooms] of units.entries()) {
      const entrance = id();
      entrances.push(entrance);
      await insert(
        `insert into entrance (subdistrict_id, id, neighbourhood_id, building_id, name) values ($1, $2, $3, $4, $5)`,
        entrance,
        placeId,
        building,
        `${unit + 1}单元`,
      );
      for (const [index, room] of rooms.entries()) {
        const home = { id: id(), label: `${name}${unit + 1}单元${101 + index}`, building, entrance };
        homes.push(home);
        await insert(
          `insert into home (subdistrict_id, id, neighbourhood_id, building_id, entrance_id, room, area_centi_m2, owner_no) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          home.id,
          placeId,
          building,
          entrance,
          String(101 + index),
          room.area.toString(),
          room.ownerNo ?? null,
        );
        for (const owner of room.owners ?? []) {
          const actor = owners.get(owner) ?? (await makePerson(t, owner, { role: 'resident', neighbourhoodId: placeId }));
          owners.set(owner, actor);
          await insert(
            `insert into home_owner (subdistrict_id, id, home_id, person_id, share_numerator, share_denominator, from_day) values ($1, $2, $3, $4, 1, $5, '2020-01-01')`,
            id(),
            home.id,
            actor.personId,
            room.owners?.length ?? 1,
          );
        }
      }
    }
  }
  const secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: placeId });
  const collector = await makePerson(t, '周楼组长', { role: 'steward', neighbourhoodId: placeId });
  const deviceId = id();
  const scene: ConsentScene = {
    t,
    placeId,
    homes,
    buildings,
    entrances,
    secretary,
    director: await makePerson(t, '方主任', { role: 'director', neighbourhoodId: placeId }),
    officer: await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null }),
    collector,
    deviceId,
    owners,
    seen: (work) => read(t.contextFor(secretary), work),
    async shown(change = {}) {
      t.clock.set('2026-11-02T09:00:00+08:00');
      const { consentId } = must(
        await createConsent(t.contextFor(secretary), {
          neighbourhoodId: placeId,
          question: '同意加装一部电梯',
          plan: '在本幢北侧加装电梯一部，费用由业主按商定的办法分摊。',
          kind: 'owners-general',
          phoneAllowed: true,
          closesAt: new Date('2026-11-20T20:00:00+08:00'),
          ...change,
        }),
      );
      must(await showConsentRoll(t.contextFor(secretary), { consentId, objectionsUntil: '2026-11-04' }));
      return consentId;
    },
    async opened(change = {}) {
      const consentId = await scene.shown(change);
      t.clock.set('2026-11-05T09:00:00+08:00');
      must(await openConsent(t.contextFor(secretary), { consentId }));
      const known = new Set((await scene.seen((tx) => consentShares(tx, consentId))).homes.map((home) => home.entranceId));
      must(
        await nameCollector(t.contextFor(secretary), {
          consentId,
          personId: collector.personId ?? '',
          entranceIds: entrances.filter((entrance) => known.has(entrance)),
        }),
      );
      t.clock.set('2026-11-05T10:00:00+08:00');
      scene.deviceId = id();
      must(await registerDevice(t.contextFor(collector), { consentId, deviceId: scene.deviceId, name: '手机' }));
      return consentId;
    },
    sign: (consentId, homeNo, choice, change = {}) =>
      recordAtDoor(t.contextFor(collector), {
        consentId,
        entryId: id(),
        deviceId: scene.deviceId,
        homeId: homes[homeNo]?.id ?? '',
        choice,
        speaks: choice === 'split' ? 'split' : 'sole',
        ...(choice === 'split' ? { agreement: '两人意见不同' } : {}),
        signerName: '业主',
        deviceSaid: t.clock.now(),
        deviceNow: t.clock.now(),
        signature,
        ...change,
      }),
    shares: (consentId) => scene.seen((tx) => consentShares(tx, consentId)),
    close(consentId) {
      t.clock.set('2026-11-20T20:00:00+08:00');
      return closeConsent(t.contextFor(secretary), { consentId });
    },
    refused: async (work) =>
      work.then(
        () => 'accepted',
        (error: Error) => error.message,
      ),
  };
  return scene;
}
