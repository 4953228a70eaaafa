import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import { FileStore, type StoredBytes } from '#platform/files';
import type { TestPlatform } from '#testing/platform';
import { askForSignatures, membersWhoMustSign, minutesDigest, publishMinutes, signaturesOf, signMinutes, type SignMinutesInput } from './index.ts';
import { meetingScene, type MeetingScene, must, refused } from './scene.fixture.ts';

let scene: MeetingScene;
let t: TestPlatform;
let secretary: Actor, director: Actor, wang: Actor, zhang: Actor;
let folder: string;
let picture: StoredBytes & { name: string };

beforeAll(async () => {
  scene = await meetingScene();
  ({ t, secretary, director, wang, zhang } = scene);
  folder = await mkdtemp(join(tmpdir(), 'zhidian-signatures-'));
  const png = await sharp({ create: { width: 90, height: 30, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  picture = { ...must(await new FileStore(folder).put(png)), name: '签名.jpg' };
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await t?.close();
});
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

/** A hearing that the director chaired and the secretary recorded, minuted. */
async function minuted(): Promise<string> {
  const { meetingId } = await scene.called();
  scene.evening();
  must(await scene.minutes(meetingId));
  return meetingId;
}
const sign = (actor: Actor, meetingId: string, change: Partial<SignMinutesInput> = {}) =>
  signMinutes(t.contextFor(actor), { meetingId, version: 1, name: '吴主任', capacity: 'chair', how: 'drawn', file: picture, ...change });
const recorder = { name: '陈书记', capacity: 'recorder' } as const;

describe('signatures under minutes', () => {
  it('are the chair’s, the recorder’s and whoever was asked; each signs for themselves or before the recorder', async () => {
    const meetingId = await minuted();
    expect(
      must(await askForSignatures(t.contextFor(secretary), { meetingId, others: [{ personId: wang.personId, name: '王小英', capacity: 'representative' }] })),
    ).toEqual({
      missing: 3,
    });
    expect((await scene.duties(meetingId)).filter((kind) => kind === 'meeting.sign')).toHaveLength(3);
    expect(await sign(zhang, meetingId)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await sign(wang, meetingId)).toEqual({ ok: false, error: 'not-allowed' });
    expect(must(await sign(director, meetingId))).toEqual({ missing: 2 });
    expect(await sign(director, meetingId)).toEqual({ ok: false, error: 'signed-already' });
    expect(await sign(secretary, meetingId, { name: '谁', capacity: 'member' })).toEqual({ ok: false, error: 'not-a-signer' });
    must(await sign(secretary, meetingId, recorder));
    // The recorder holds out the screen: kept as such.
    expect(must(await sign(secretary, meetingId, { name: '王小英', capacity: 'representative', how: 'scan' }))).toEqual({ missing: 0 });
    expect(await scene.duties(meetingId)).toEqual(['meeting.publish']);
    expect((await scene.seen((tx) => signaturesOf(tx, meetingId))).map((one) => [one.name, one.how, one.enteredBy === null])).toEqual(
      expect.arrayContaining([
        ['吴主任', 'drawn', true],
        ['陈书记', 'drawn', true],
        ['王小英', 'scan', false],
      ]),
    );
  });
  it('hold for one version: a correction is signed anew', async () => {
    const meetingId = await minuted();
    must(await sign(director, meetingId));
    const first = await scene.seen((tx) => minutesDigest(tx, meetingId, 1));
    must(await scene.minutes(meetingId, { correction: '漏记一句', said: [{ who: '张伟', text: '同意。' }] }));
    expect(await sign(secretary, meetingId, recorder)).toEqual({ ok: false, error: 'another-version' });
    must(await sign(director, meetingId, { version: 2 }));
    expect(await scene.seen((tx) => minutesDigest(tx, meetingId, 1))).toBe(first);
    expect(await scene.seen((tx) => minutesDigest(tx, meetingId, 2))).not.toBe(first);
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
  });
  it('cannot be forged or slipped under other minutes, whatever writes', async () => {
    const meetingId = await minuted();
    must(await sign(director, meetingId));
    const digest = await scene.seen((tx) => minutesDigest(tx, meetingId, 1));
    const file = (await scene.seen((tx) => signaturesOf(tx, meetingId)))[0]!.fileId;
    const insert = (version: number, over: string | null) =>
      refused(
        t.owner.query(
          `insert into minutes_signature (subdistrict_id, id, meeting_id, version, name, capacity, how, file_id, digest, entered_by, signed_at)
          values ($1, $2, $3, $4, '甲', 'member', 'scan', $5, $6, $7, now())`,
          [t.subdistrictId, t.platform.sources.newId(), meetingId, version, file, over, secretary.personId],
        ),
      );
    expect(await insert(1, 'a'.repeat(64))).toContain('what was signed is not this version');
    expect(await refused(t.owner.query("update meeting_minutes set body = '{}' where meeting_id = $1", [meetingId]))).toContain('append-only');
    expect(await refused(t.owner.query('delete from minutes_signature where meeting_id = $1', [meetingId]))).toContain('append-only');
    const hands = `insert into show_of_hands (subdistrict_id, id, meeting_id, version, position, question, yes_count, no_count, abstain_count, present_count, passed)
      values ($1, $2, $3, 1, 9, '后来加的', 1, 0, 0, 1, false)`;
    expect(await refused(t.owner.query(hands, [t.subdistrictId, t.platform.sources.newId(), meetingId]))).toContain('these minutes are signed');
    expect(await insert(1, digest)).toBe('accepted');
    must(await scene.minutes(meetingId, { correction: '更正' }));
    expect(await insert(1, digest)).toContain('only the last version');
  });
  it('of an owners’ committee are those of more than half of all its members', () => {
    expect([5, 6, 7].map((entitledCount) => membersWhoMustSign({ kind: 'committee', entitledCount }))).toEqual([3, 4, 4]);
    expect(membersWhoMustSign({ kind: 'hearing', entitledCount: 5 })).toBeNull();
  });
});
