import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setSettings } from '#modules/funds';
import { listDuties } from '#modules/inbox';
import {
  contestEntry,
  contestsOf,
  countedOf,
  endCollector,
  enterPaper,
  entriesOf,
  nameCollector,
  recordProxy,
  recordVisit,
  registerDevice,
  revokeDevice,
  settleContest,
  signOwn,
  verifyConsents,
  visitsOf,
} from './index.ts';
import { consentScene, type ConsentScene, must, signature, twoBuildings } from './scene.fixture.ts';

let s: ConsentScene;
beforeAll(async () => {
  s = await consentScene(twoBuildings);
  must(await setSettings(s.t.contextFor(s.officer), { values: { 'consent.proxyLimit': '1' }, reason: '' }));
}, 120_000);
afterAll(() => s.t.close());

const at = (instant: string) => s.t.clock.set(instant);
const counting = async (consentId: string) => new Set((await s.seen((tx) => countedOf(tx, consentId))).map((one) => one.entryId));
const liftParts = () => ({ kind: 'lift' as const, buildingId: s.buildings.get('1号楼') ?? null, commonGround: true });
const actorOf = (name: string) => {
  const actor = s.owners.get(name);
  if (!actor) throw new Error(name);
  return actor;
};

describe('who has one voice', () => {
  test('several homes of one owner are one head with all areas, for the building and for the compound', async () => {
    const consentId = await s.opened(liftParts());
    // Signed at the door of 2号楼: the owner owns in 1号楼 as well.
    must(await s.sign(consentId, 6, 'yes'));
    const { parts } = await s.shares(consentId);
    expect(parts.map((part) => [part.all.heads, part.all.areaCentiM2])).toEqual([
      [6, 36_000n],
      [9, 72_000n],
    ]);
    expect(parts.map((part) => part.said.get('yes'))).toEqual([
      { heads: 1, areaCentiM2: 6000n },
      { heads: 1, areaCentiM2: 15_000n },
    ]);
  });

  test('several owners of one home sign as they agree, and what they agreed is kept', async () => {
    const consentId = await s.opened();
    expect(await s.sign(consentId, 1, 'yes')).toEqual({ ok: false, error: 'co-owners' });
    expect(await s.sign(consentId, 1, 'yes', { speaks: 'agreed' })).toEqual({ ok: false, error: 'agreement-required' });
    must(await s.sign(consentId, 1, 'yes', { speaks: 'agreed', agreement: '与陈伟商定' }));
    expect((await s.seen((tx) => entriesOf(tx, consentId)))[0]).toMatchObject({ speaks: 'agreed', agreement: '与陈伟商定' });
  });

  test('co-owners who disagree wait for the office to say how they count; until then nothing is closed', async () => {
    const consentId = await s.opened();
    must(await s.sign(consentId, 1, 'yes', { speaks: 'agreed', agreement: '与陈伟商定' }));
    at('2026-11-06T10:00:00+08:00');
    must(await s.sign(consentId, 1, 'split'));
    expect((await counting(consentId)).size).toBe(0);
    expect(await s.close(consentId)).toEqual({ ok: false, error: 'split-unset' });
    must(await setSettings(s.t.contextFor(s.officer), { values: { 'consent.split': 'takes-part' }, reason: '' }));
    must(await s.close(consentId));
    const [part] = (await s.shares(consentId)).parts;
    expect([part?.said.get('abstain')?.heads, part?.said.get('yes'), part?.outcome?.counts.abstain]).toEqual([1, undefined, 1]);
  });

  test('a proxy needs the signed paper and speaks for no more owners than the office allows', async () => {
    const consentId = await s.opened();
    const give = (home: number, change = {}) =>
      recordProxy(s.t.contextFor(s.secretary), {
        consentId,
        homeId: s.homes[home]?.id ?? '',
        ownerName: '老业主',
        proxyName: '钱多多',
        scan: signature,
        ...change,
      });
    expect(await give(2, { scan: undefined })).toEqual({ ok: false, error: 'scan-missing' });
    expect(await give(2, { ownerName: '钱多多' })).toEqual({ ok: false, error: 'same-person' });
    const { proxyId } = must(await give(2));
    expect(await give(3)).toEqual({ ok: false, error: 'proxy-limit' });
    expect(await s.sign(consentId, 3, 'yes', { speaks: 'proxy', proxyId })).toEqual({ ok: false, error: 'proxy-required' });
    expect(must(await s.sign(consentId, 2, 'yes', { speaks: 'proxy', proxyId, signerName: '钱多多' })).counts).toBe(true);
  });

  test('a tenant has none, an owner answers on the phone only where the campaign allows it', async () => {
    const consentId = await s.opened();
    const own = (name: string, home: number, id = consentId) =>
      signOwn(s.t.contextFor(actorOf(name)), { consentId: id, homeId: s.homes[home]?.id ?? '', choice: 'yes', speaks: 'sole' });
    expect(await own('王小英', 2)).toEqual({ ok: false, error: 'not-on-roll' });
    expect(await signOwn(s.t.contextFor(s.collector), { consentId, homeId: s.homes[0]?.id ?? '', choice: 'yes', speaks: 'sole' })).toEqual({
      ok: false,
      error: 'not-on-roll',
    });
    expect(must(await own('王小英', 0)).counts).toBe(true);
    const strict = await s.opened({ phoneAllowed: false });
    expect(await own('王小英', 0, strict)).toEqual({ ok: false, error: 'phone-not-allowed' });
  });
});

describe('several ways, one voice', () => {
  test('what was signed last counts, whichever arrived first; all stay on record', async () => {
    const consentId = await s.opened();
    const signedAt = new Date('2026-11-05T11:00:00+08:00');
    at('2026-11-05T14:00:00+08:00');
    const phone = must(await signOwn(s.t.contextFor(actorOf('王小英')), { consentId, homeId: s.homes[6]?.id ?? '', choice: 'no', speaks: 'sole' }));
    at('2026-11-05T18:00:00+08:00');
    // Signed at eleven without a network, sent at six.
    const door = must(await s.sign(consentId, 0, 'yes', { deviceSaid: signedAt, deviceNow: s.t.clock.now() }));
    expect([phone.counts, door.counts]).toEqual([true, false]);
    expect(await counting(consentId)).toEqual(new Set([phone.entryId]));
    at('2026-11-06T10:00:00+08:00');
    const paper = must(
      await enterPaper(s.t.contextFor(s.secretary), {
        consentId,
        homeId: s.homes[0]?.id ?? '',
        choice: 'abstain',
        speaks: 'sole',
        signerName: '王小英',
        signedAt: new Date('2026-11-06T09:00:00+08:00'),
        scan: signature,
      }),
    );
    expect(await counting(consentId)).toEqual(new Set([paper.entryId]));
    expect((await s.seen((tx) => entriesOf(tx, consentId))).length).toBe(3);
    expect(await s.seen((tx) => verifyConsents(tx))).toEqual([]);
  });

  test('an entry sent again is the same entry, also under another key, also five times at once', async () => {
    const consentId = await s.opened();
    const entryId = s.t.platform.sources.newId();
    const sent = await Promise.all(Array.from({ length: 5 }, () => s.sign(consentId, 2, 'yes', { entryId })));
    expect(sent.every((one) => one.ok)).toBe(true);
    must(await s.sign(consentId, 2, 'yes', { entryId }));
    expect((await s.seen((tx) => entriesOf(tx, consentId))).map((entry) => entry.id)).toEqual([entryId]);
    expect((await s.seen((tx) => countedOf(tx, consentId))).length).toBe(1);
  });

  test('a device whose clock is wrong is believed in differences only', async () => {
    const consentId = await s.opened();
    at('2026-11-07T10:00:00+08:00');
    const wrong = new Date('2030-01-01T00:00:00Z');
    must(await s.sign(consentId, 3, 'yes', { deviceSaid: new Date(wrong.getTime() - 3_600_000), deviceNow: wrong }));
    const [entry] = await s.seen((tx) => entriesOf(tx, consentId));
    expect(entry?.signedAt.toISOString()).toBe('2026-11-07T01:00:00.000Z');
    expect(await s.sign(consentId, 3, 'yes', { deviceSaid: new Date(0), deviceNow: wrong })).toEqual({ ok: false, error: 'clock-wrong' });
  });

  test('calls without an answer are notes and never votes', async () => {
    const consentId = await s.opened();
    const visitId = s.t.platform.sources.newId();
    const call = () =>
      recordVisit(s.t.contextFor(s.collector, visitId), {
        consentId,
        visitId,
        deviceId: s.deviceId,
        homeId: s.homes[4]?.id ?? '',
        what: 'refused',
        deviceSaid: s.t.clock.now(),
        deviceNow: s.t.clock.now(),
      });
    must(await call());
    must(await call());
    expect((await s.seen((tx) => visitsOf(tx, consentId))).map((visit) => visit.what)).toEqual(['refused']);
    expect((await s.shares(consentId)).parts[0]?.answered.heads).toBe(0);
  });
});

describe('collectors and devices', () => {
  test('reach as far as their entrances and no further, and not after they were ended', async () => {
    const consentId = await s.opened();
    const { collectorId } = must(
      await nameCollector(s.t.contextFor(s.secretary), { consentId, personId: s.collector.personId ?? '', entranceIds: [s.entrances[0] ?? ''] }),
    );
    expect(await s.sign(consentId, 2, 'yes')).toEqual({ ok: false, error: 'not-allowed' });
    const device = s.t.platform.sources.newId();
    must(await registerDevice(s.t.contextFor(s.collector), { consentId, deviceId: device, name: '平板' }));
    must(await s.sign(consentId, 2, 'yes', { deviceId: device }));
    expect(await s.sign(consentId, 8, 'yes', { deviceId: device })).toEqual({ ok: false, error: 'not-your-entrance' });
    must(await endCollector(s.t.contextFor(s.secretary), { consentId, collectorId }));
    expect(await s.sign(consentId, 3, 'yes', { deviceId: device })).toEqual({ ok: false, error: 'device-revoked' });
  });

  test('a lost device is cut off by whoever runs the campaign or holds it, by nobody else', async () => {
    const consentId = await s.opened();
    const cut = (actor: Parameters<typeof s.t.contextFor>[0]) => revokeDevice(s.t.contextFor(actor), { consentId, deviceId: s.deviceId });
    expect(await cut(actorOf('王小英'))).toEqual({ ok: false, error: 'not-allowed' });
    must(await cut(s.collector));
    expect(await s.sign(consentId, 2, 'yes')).toEqual({ ok: false, error: 'device-revoked' });
  });
});

describe('“I did not sign this”', () => {
  test('must be settled before closing, by somebody who did not collect it; upheld, the answer stops counting', async () => {
    const consentId = await s.opened();
    const { entryId } = must(await s.sign(consentId, 0, 'yes'));
    must(await s.sign(consentId, 2, 'yes'));
    expect(await contestEntry(s.t.contextFor(actorOf('陈伟')), { entryId, text: '不是我签的' })).toEqual({ ok: false, error: 'not-yours' });
    const { contestId } = must(await contestEntry(s.t.contextFor(actorOf('王小英')), { entryId, text: '不是我签的' }));
    expect(await contestEntry(s.t.contextFor(actorOf('王小英')), { entryId, text: '再说一次' })).toEqual({ ok: false, error: 'contested-already' });
    const duties = await s.seen((tx) => listDuties(tx, s.director));
    expect(duties.some((duty) => duty.kind === 'consent.settle')).toBe(true);
    expect(await s.close(consentId)).toEqual({ ok: false, error: 'contests-unsettled' });
    must(await settleContest(s.t.contextFor(s.director), { consentId, contestId, outcome: 'upheld', reason: '业主当天在外地，签名不是本人。' }));
    expect((await s.shares(consentId)).parts[0]?.answered.heads).toBe(1);
    must(await s.close(consentId));
    expect((await s.seen((tx) => contestsOf(tx, consentId)))[0]?.outcome).toBe('upheld');
    expect((await s.shares(consentId)).parts[0]?.outcome?.counts.yes).toBe(1);
  });

  test('whoever recorded the entry does not judge it', async () => {
    const consentId = await s.opened();
    const paper = must(
      await enterPaper(s.t.contextFor(s.secretary), {
        consentId,
        homeId: s.homes[0]?.id ?? '',
        choice: 'yes',
        speaks: 'sole',
        signerName: '王小英',
        signedAt: s.t.clock.now(),
        scan: signature,
      }),
    );
    const { contestId } = must(await contestEntry(s.t.contextFor(actorOf('王小英')), { entryId: paper.entryId, text: '签错了' }));
    const settle = (actor: Parameters<typeof s.t.contextFor>[0]) =>
      settleContest(s.t.contextFor(actor), { consentId, contestId, outcome: 'dismissed', reason: '核对过' });
    expect(await settle(s.secretary)).toEqual({ ok: false, error: 'own-entry' });
    must(await settle(s.officer));
  });
});
