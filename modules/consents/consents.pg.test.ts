import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBallot, openBallot, showRoll } from '#modules/ballots';
import { setSettings } from '#modules/funds';
import { listDuties } from '#modules/inbox';
import {
  cancelConsent,
  contestEntry,
  contestsOf,
  countedOf,
  createConsent,
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
import { consentScene, type ConsentScene, must, signature } from './scene.fixture.ts';

/*
 * 1号楼: 0 王小英's first home, 1 李桂珍 and 陈伟 together, 2–5 nobody registered · 2号楼: 6 王小英's second home, 7–9.
 */
let s: ConsentScene;
beforeAll(async () => {
  s = await consentScene({
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
  });
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

describe('the database refuses, whatever program writes', () => {
  let consentId: string;
  let ballotId: string;
  let entryId: string;
  const q = (text: string, ...values: unknown[]) => s.refused(s.t.owner.query(text, values));
  beforeAll(async () => {
    consentId = await s.opened();
    entryId = must(await s.sign(consentId, 2, 'yes')).entryId;
    ballotId = (await s.shares(consentId)).parts[0]?.part.ballotId ?? '';
  });

  test('an answer without signature or picture, of an unknown hand, or for a home that is not on the roll', async () => {
    const insert = (change: Record<string, unknown>) => {
      const row: Record<string, unknown> = {
        subdistrict_id: s.t.subdistrictId,
        id: s.t.platform.sources.newId(),
        consent_id: consentId,
        home_id: s.homes[3]?.id,
        choice: 'yes',
        channel: 'own',
        speaks: 'sole',
        signer_name: '甲',
        signer_person_id: actorOf('王小英').personId,
        signed_at: s.t.clock.now(),
        received_at: s.t.clock.now(),
        ...change,
      };
      const names = Object.keys(row);
      return q(`insert into consent_entry (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, ...Object.values(row));
    };
    expect(await insert({ signer_person_id: null })).toContain('own_is_known');
    expect(await insert({ channel: 'door', recorded_by: s.collector.personId, device_id: s.deviceId })).toContain('signed_or_scanned');
    expect(await insert({ channel: 'paper', recorded_by: s.secretary.personId })).toMatch(/signed_or_scanned|papers_are_scanned/);
    expect(await insert({ speaks: 'agreed' })).toContain('co_owners_are_recorded');
    expect(await insert({ speaks: 'proxy' })).toContain('proxy_is_shown');
    expect(await insert({ choice: 'split' })).toContain('split_says_nothing');
    expect(await insert({ signed_at: new Date('2026-11-01T00:00:00Z') })).toContain('not open for this home');
    expect(await insert({ home_id: s.t.platform.sources.newId() })).toContain('not open for this home');
    expect(await insert({ id: entryId })).toContain('duplicate key');
    expect(await insert({})).toBe('accepted');
  });

  test('a second counted answer of one elector, one of another home, another word than was signed', async () => {
    const put = (elector: string, home: string, choice: string) =>
      q(
        `insert into consent_counted (subdistrict_id, ballot_id, elector_id, entry_id, home_id, choice) values ($1, $2, $3, $4, $5, $6)`,
        s.t.subdistrictId,
        ballotId,
        elector,
        entryId,
        home,
        choice,
      );
    const [home, other] = [s.homes[2]?.id ?? '', s.homes[4]?.id ?? ''];
    expect(await put(home, home, 'yes')).toContain('duplicate key');
    expect(await put(other, home, 'yes')).toContain('foreign key');
    expect(await put(other, other, 'yes')).toContain('foreign key');
    expect(await q(`update consent_counted set choice = 'no' where entry_id = $1`, entryId)).toContain('what counts is what was signed');
    expect(await q('delete from consent_counted where entry_id = $1', entryId)).toContain('only an answer whose contest was upheld');
  });

  test('changing or deleting what was signed, a visit, a campaign, a part or a proxy', async () => {
    for (const table of ['consent_entry', 'consent', 'consent_part'])
      for (const text of [`delete from ${table}`, `update ${table} set subdistrict_id = subdistrict_id`]) expect(await q(text), text).toContain('append-only');
    expect(await q('delete from consent_home where ballot_id = $1', ballotId)).toContain('the roll is frozen');
    expect(await q('update consent_home set area_centi_m2 = 1 where ballot_id = $1', ballotId)).toContain('not changed');
  });

  test('a vote that nobody signed, and closing with votes other than the signed ones', async () => {
    const vote = (elector: string) =>
      q(
        `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, voter_name, recorded_by, cast_at, recorded_at)
        values ($1, $2, $3, $4, 1, 'yes', 'door', '甲', $5, $6, $6)`,
        s.t.subdistrictId,
        s.t.platform.sources.newId(),
        ballotId,
        elector,
        s.secretary.personId,
        s.t.clock.now(),
      );
    expect(await vote(s.homes[5]?.id ?? '')).toContain('a consent counts only what was signed');
    at('2026-11-20T20:00:00+08:00');
    // By the ballot's own door nothing of what was signed has been handed over.
    await expect(closeBallot(s.t.contextFor(s.secretary), { ballotId })).rejects.toThrow('the votes are not what was signed');
  });

  test('closing while an answer is contested, and a judge in their own case', async () => {
    at('2026-11-06T10:00:00+08:00');
    const { contestId } = must(await contestEntry(s.t.contextFor(s.secretary), { entryId, text: '业主来电' }));
    expect(
      await q(
        `update consent_contest set outcome = 'dismissed', reason = '自己说的', settled_by = $1, settled_at = $2 where id = $3`,
        s.collector.personId,
        s.t.clock.now(),
        contestId,
      ),
    ).toContain('does not settle a contest of their own entry');
    expect(await q(`update ballot set state = 'closed', closed_at = closes_at, outcome = '{}' where id = $1`, ballotId)).toContain(
      'a contested answer must be settled first',
    );
    must(await settleContest(s.t.contextFor(s.director), { consentId, contestId, outcome: 'dismissed', reason: '核对笔迹属实' }));
    expect(await q(`update consent_contest set outcome = 'upheld' where id = $1`, contestId)).toContain('stays settled');
  });

  test('an answer at a door by somebody who is no collector, or from a device that was cut off', async () => {
    must(await revokeDevice(s.t.contextFor(s.secretary), { consentId, deviceId: s.deviceId }));
    const { rows } = await s.t.owner.query('select signature_file_id from consent_entry where id = $1', [entryId]);
    const at_ = s.t.clock.now();
    expect(
      await q(
        `insert into consent_entry (subdistrict_id, id, consent_id, home_id, choice, channel, speaks, signer_name, signature_file_id, recorded_by, device_id, signed_at, received_at)
        values ($1, $2, $3, $4, 'yes', 'door', 'sole', '甲', $5, $6, $7, $8, $8)`,
        s.t.subdistrictId,
        s.t.platform.sources.newId(),
        consentId,
        s.homes[5]?.id,
        rows[0]?.signature_file_id,
        s.collector.personId,
        s.deviceId,
        at_,
      ),
    ).toContain('not a collector of this entrance, or the device was cut off');
    expect(await q('update consent_device set revoked_at = null, revoked_by = null where id = $1', s.deviceId)).toContain('stays revoked');
  });
});

describe('before it opens', () => {
  test('a plan, a question and the building of a lift are needed; the ballot alone cannot be opened with other homes', async () => {
    at('2026-11-02T09:00:00+08:00');
    const create = (change = {}) =>
      createConsent(s.t.contextFor(s.secretary), {
        neighbourhoodId: s.placeId,
        question: '同意',
        plan: '方案',
        kind: 'lift',
        phoneAllowed: false,
        closesAt: new Date('2026-11-20T20:00:00+08:00'),
        ...change,
      });
    expect(await create()).toEqual({ ok: false, error: 'building-required' });
    expect(await create({ plan: ' ' })).toEqual({ ok: false, error: 'plan-required' });
    expect(await create({ kind: 'options', options: [{ label: '一' }] })).toEqual({ ok: false, error: 'options-required' });
    const { consentId } = must(await create({ buildingId: s.buildings.get('1号楼') }));
    const { ballotId } = (await s.shares(consentId)).parts[0]?.part ?? { ballotId: '' };
    must(await showRoll(s.t.contextFor(s.secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    at('2026-11-05T09:00:00+08:00');
    await expect(openBallot(s.t.contextFor(s.secretary), { ballotId })).rejects.toThrow('the homes do not add up to the roll');
    must(await cancelConsent(s.t.contextFor(s.secretary), { consentId, reason: '改方案' }));
  });

  test('nobody but the committee runs it', async () => {
    const consentId = await s.shown();
    const refused = await cancelConsent(s.t.contextFor(s.officer), { consentId, reason: '不办' });
    expect(refused).toEqual({ ok: false, error: 'not-allowed' });
  });
});
