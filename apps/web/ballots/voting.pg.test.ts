import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let place: string;
beforeAll(async () => {
  s = await wholeSite();
  place = await s.value("select id from neighbourhood where code = 'pd-cailu'");
});
afterAll(() => s?.close());

const text = async (response: Response | Promise<Response>) => (await response).text();
const go = (response: Response) => (response.headers.get('location') ?? '').replace(/#.*/, '');
const day = 86_400_000;
const shanghai = (offsetMs: number) => new Date(Date.now() + 8 * 3_600_000 + offsetMs).toISOString().slice(0, 10);
const idOf = (at: string) => at.split('/').at(-1) ?? '';
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';

async function opened(fields: Record<string, string>): Promise<string> {
  const drafted = await s.post('secretary', `${base}/ballots/new`, {
    place,
    question: '花坛里种什么',
    law: 'residents-assembly-households',
    day: shanghai(9 * day),
    time: '20:00',
    ...fields,
  });
  expect(drafted.status).toBe(303);
  const at = go(drafted);
  expect((await s.post('secretary', `${at}/roll`, { until: shanghai(5 * day) })).status).toBe(303);
  await s.owner.query('update ballot set objections_until = $2 where id = $1', [idOf(at), shanghai(-day)]);
  expect((await s.post('secretary', `${at}/open`)).status).toBe(303);
  return at;
}
async function closed(at: string): Promise<void> {
  await s.owner.query('alter table ballot disable trigger guard');
  await s.owner.query('update ballot set closes_at = now() where id = $1', [idOf(at)]);
  await s.owner.query('alter table ballot enable trigger guard');
  expect((await s.post('secretary', `${at}/close`)).status).toBe(303);
}
const flowers = { kind: 'approval', options: '月季\n绣球\n桂花', min: '1', max: '2' };
/** A line of the roll that is not the resident's. */
const otherLine = async (at: string, no: number) => {
  const { rows } = await s.owner.query('select code, no, label, elector_id from ballot_roll where ballot_id = $1 and no = $2', [idOf(at), no]);
  return rows[0];
};

describe('several options', () => {
  it('are chosen, looked at, and count once confirmed; until then the vote is unfinished, for the voter and for those who run it', async () => {
    const at = await opened(flowers);
    const page = await text(s.get('resident', at));
    expect(page).toContain('选 1 到 2 项');
    const ids = { elector: hidden(page, 'elector'), seen: hidden(page, 'seen') };
    const none = await s.post('resident', `${at}/check`, ids);
    expect(none.status).toBe(422);
    expect(await none.text()).toContain('选得太少了');
    const look = await s.post('resident', `${at}/check`, { ...ids, pick: ['1', '3'] });
    expect(look.headers.get('cache-control')).toBe('no-store');
    const looked = await look.text();
    expect(looked).toContain('这一票还没有投出');
    expect(looked).toContain('月季、桂花');
    expect(await text(s.get('resident', at))).toContain('您上次没有投完，这一票还不算');
    expect(await text(s.get('secretary', at))).toContain('打开了还没有投完');
    expect((await s.post('resident', `${at}/vote`, { ...ids, choice: hidden(looked, 'choice') })).status).toBe(303);
    const voted = await text(s.get('resident', at));
    expect(voted).toContain('月季、桂花');
    expect(voted).not.toContain('没有投完');
    expect(await text(s.get('secretary', at))).not.toContain('没有投完');
    // Nobody reads the choice before closing, in the records neither.
    expect(await text(s.get('secretary', at))).not.toContain('月季、桂花');
    expect(await s.value("select count(*)::text from audit_text where body like '%picks%'")).toBe('0');
    await closed(at);
    const result = await text(s.get('anonymous', at));
    expect(result).toContain('逐户（逐人）结果');
    expect((await s.get('anonymous', `${at}/result.pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect((await s.get('anonymous', `${at}/votes`)).status).toBe(404);
  });

  it('come back with what was typed when they do not go together', async () => {
    const fields = { place, question: '怎么花', law: 'residents-assembly-households', day: shanghai(9 * day), time: '20:00', kind: 'budget', budget: '10000' };
    const bad = await s.post('secretary', `${base}/ballots/new`, { ...fields, options: '长椅 8000 元\n花箱', min: '1', max: '2' });
    expect(bad.status).toBe(422);
    const page = await bad.text();
    expect(page).toContain('花钱的每项要有金额');
    expect(page).toContain('花箱');
    expect((await s.post('secretary', `${base}/ballots/new`, { ...fields, options: '长椅 8000 元\n花箱 3,000', min: '1', max: '2' })).status).toBe(303);
  });
});

describe('a secret ballot', () => {
  it('gives a receipt on a page that nobody keeps, takes no second vote, and publishes all under receipts', async () => {
    const at = await opened({ secrecy: 'secret' });
    const page = await text(s.get('resident', at));
    const ids = { elector: hidden(page, 'elector'), seen: hidden(page, 'seen') };
    const looked = await text(s.post('resident', `${at}/check`, { ...ids, choice: 'yes' }));
    const cast = await s.post('resident', `${at}/vote`, { ...ids, choice: 'yes', receipt: hidden(looked, 'receipt') });
    expect([cast.status, cast.headers.get('cache-control'), cast.headers.get('set-cookie')]).toEqual([200, 'no-store', null]);
    const done = await cast.text();
    const receipt = (/<code>([2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4})<\/code>/.exec(done)?.[1] ?? '').replaceAll(' ', '');
    expect(receipt).toHaveLength(12);
    expect(await text(s.get('resident', at))).toContain('您家已经投过票');
    expect((await s.post('resident', `${at}/vote`, { ...ids, choice: 'no', receipt: 'x'.repeat(22) })).status).toBe(409);
    expect((await s.get('anonymous', `${at}/votes`)).status).toBe(404);
    await closed(at);
    const list = await text(s.get('anonymous', `${at}/votes?format=csv`));
    expect(list).toContain(`${receipt},"同意"`);
    const recount = JSON.parse(await text(s.get('anonymous', `${at}/tally.json`))) as { ballots: unknown[]; roll: unknown[] };
    expect([recount.ballots.length, recount.roll.length]).toEqual([1, 62]);
    expect(await text(s.get('anonymous', at))).not.toContain('逐户（逐人）结果');
    expect((await s.get('anonymous', `${at}/result.pdf`)).status).toBe(200);
  });
});

describe('a tablet', () => {
  it('is signed in to nothing, opens one vote by its code, locks after it, and ends', async () => {
    const at = await opened({ secrecy: 'secret' });
    const ready = await text(s.post('secretary', `${at}/tablets`));
    const tablet = `${base}/tablet/${/\/tablet\/([\w-]{24})/.exec(ready)?.[1] ?? ''}`;
    const { code, label } = await otherLine(at, 40);
    expect(await text(s.get('anonymous', tablet))).toContain('票码');
    expect((await s.post('anonymous', tablet, { code: 'ZZZZZZ' })).status).toBe(422);
    const mine = await text(s.post('anonymous', tablet, { code: code.toLowerCase() }));
    expect(mine).toContain(label);
    const looked = await text(s.post('anonymous', tablet, { code, seen: '0', choice: 'no' }));
    const response = await s.post('anonymous', tablet, {
      code,
      seen: '0',
      confirmed: '1',
      choice: hidden(looked, 'choice'),
      receipt: hidden(looked, 'receipt'),
    });
    const cast = await response.text();
    expect(cast).toContain('您的核对码');
    expect(response.headers.get('refresh')).toMatch(/^15; url=.*\/tablet\//);
    expect(await text(s.post('anonymous', tablet, { code }))).toContain('这一票已经投过');
    expect(await s.value('select channel from ballot_mark where ballot_id = $1', idOf(at))).toBe('tablet');
    const listed = await text(s.get('secretary', `${at}/tablets`));
    expect((await s.post('secretary', (/action="([^"]+\/end)"/.exec(listed)?.[1] ?? '').replace(/^.*?\/ballots/, `${base}/ballots`))).status).toBe(303);
    expect((await s.get('anonymous', tablet)).status).toBe(404);
    expect((await s.post('anonymous', tablet, { code })).status).toBe(404);
    expect((await s.get('resident', `${at}/tablets`)).status).toBe(403);
  });
});

describe('an assisted vote', () => {
  it('is found by door, looked at, and recorded as such with who helped', async () => {
    const at = await opened(flowers);
    const { elector_id: elector, label } = await otherLine(at, 41);
    expect((await s.post('steward', `${at}/assist`, { who: '九十九号楼' })).status).toBe(422);
    expect(await text(s.post('steward', `${at}/assist`, { who: label }))).toContain(label);
    expect(await text(s.post('steward', `${at}/assist`, { elector, seen: '0', pick: '2' }))).toContain('绣球');
    expect((await s.post('steward', `${at}/assist`, { elector, seen: '0', confirmed: '1', choice: 'p:2' })).status).toBe(303);
    const { rows } = await s.owner.query('select channel, recorded_by is not null as named, voter_name from ballot_vote where ballot_id = $1', [idOf(at)]);
    expect(rows).toEqual([{ channel: 'assisted', named: true, voter_name: '' }]);
  });
});
