import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBallot, openBallot, showRoll } from '#modules/ballots';
import { cancelConsent, contestEntry, createConsent, revokeDevice, settleContest } from './index.ts';
import { consentScene, type ConsentScene, must, twoBuildings } from './scene.fixture.ts';

let s: ConsentScene;
beforeAll(async () => {
  s = await consentScene(twoBuildings);
}, 120_000);
afterAll(() => s.t.close());

const at = (instant: string) => s.t.clock.set(instant);
const actorOf = (name: string) => {
  const actor = s.owners.get(name);
  if (!actor) throw new Error(name);
  return actor;
};

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
