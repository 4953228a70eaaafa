import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureJpeg } from '#demo/pictures/index';
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
const shanghai = (offsetMs: number) => new Date(Date.now() + 8 * 3_600_000 + offsetMs).toISOString();
const day = 86_400_000;
const idOf = (at: string) => at.split('/').at(-1) ?? '';

async function drafted(): Promise<string> {
  const response = await s.post('secretary', `${base}/ballots/new`, {
    place,
    question: '同意在楼前装晾衣架 <i>',
    law: 'residents-assembly-households',
    day: shanghai(9 * day).slice(0, 10),
    time: '20:00',
  });
  expect(response.status).toBe(303);
  return go(response);
}
/** A ballot whose roll was on display until yesterday, and is open. */
async function opened(): Promise<string> {
  const at = await drafted();
  expect((await s.post('secretary', `${at}/roll`, { until: shanghai(5 * day).slice(0, 10) })).status).toBe(303);
  await s.owner.query('update ballot set objections_until = $2 where id = $1', [idOf(at), shanghai(-day).slice(0, 10)]);
  expect((await s.post('secretary', `${at}/open`)).status).toBe(303);
  return at;
}
/** The server's clock is the machine's and an open ballot cannot be changed: its guard looks away for a moment. */
async function timeIsOver(at: string): Promise<void> {
  await s.owner.query('alter table ballot disable trigger guard');
  await s.owner.query('update ballot set closes_at = now() where id = $1', [idOf(at)]);
  await s.owner.query('alter table ballot enable trigger guard');
}
const scan = async () => new File([new Uint8Array(await pictureJpeg('receipts'))], '纸票.jpg', { type: 'image/jpeg' });
/** The hidden fields of the voting form as the page gives them. */
async function votingForm(at: string): Promise<Record<string, string>> {
  const page = await text(s.get('resident', at));
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  return { elector: field('elector'), seen: field('seen') };
}

describe('preparing a ballot', () => {
  it('is not seen by others until the roll is on display; then all can read it and object', async () => {
    const at = await drafted();
    expect((await s.get('anonymous', at)).status).toBe(404);
    expect((await s.get('resident', `${at}/roll`)).status).toBe(404);
    expect((await s.post('secretary', `${at}/roll`, { until: 'tomorrow' })).status).toBe(422);
    const soon = await s.post('secretary', `${at}/roll`, { until: shanghai(-day).slice(0, 10) });
    expect(soon.status).toBe(422);
    expect(await soon.text()).toContain('异议截止要在今天或以后');
    expect((await s.post('secretary', `${at}/roll`, { until: shanghai(5 * day).slice(0, 10) })).status).toBe(303);
    const roll = await text(s.get('anonymous', `${at}/roll`));
    expect(roll).toContain('1号楼1单元101');
    expect(roll).toContain('对名册提异议');
    const code = await s.value('select code from ballot_roll where ballot_id = $1 and no = 1', idOf(at));
    expect(roll).not.toContain(code);
    expect(await text(s.get('steward', `${at}/roll`))).toContain(code);
    const early = await s.post('secretary', `${at}/open`);
    expect(early.status).toBe(409);
    expect(await early.text()).toContain('名册还在公示');
    expect(await text(s.get('anonymous', at))).toContain('同意在楼前装晾衣架 &lt;i&gt;');
  });
});

describe('giving up', () => {
  it('takes a reason, which all can read where the roll was on display', async () => {
    const at = await drafted();
    expect((await s.post('secretary', `${at}/cancel`, { reason: ' ' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/roll`, { until: shanghai(5 * day).slice(0, 10) })).status).toBe(303);
    expect((await s.post('resident', `${at}/cancel`, { reason: '不要' })).status).toBe(403);
    expect((await s.post('secretary', `${at}/cancel`, { reason: '问题写错了' })).status).toBe(303);
    expect(await text(s.get('anonymous', at))).toContain('原因：问题写错了');
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/notices`))).toContain('表决取消：同意在楼前装晾衣架');
    expect(await text(s.get('secretary', at))).not.toContain(`action="${at}/`);
    expect((await s.post('secretary', `${at}/cancel`, { reason: '又一次' })).status).toBe(409);
    const quiet = await drafted();
    expect((await s.post('secretary', `${quiet}/cancel`, { reason: '不办了' })).status).toBe(303);
    expect((await s.get('anonymous', quiet)).status).toBe(404);
    expect(await text(s.get('secretary', quiet))).toContain('原因：不办了');
  });
});

describe('voting', () => {
  it('takes two taps from the door’s page, and one to change it', async () => {
    const at = await opened();
    const door = await s.value('select code from door_code where neighbourhood_id = $1 and home_id is not null limit 1', place);
    expect(await text(s.get('resident', `${base}/d/${door}`))).toContain(at);
    const fields = await votingForm(at);
    expect(fields['seen']).toBe('0');
    const key = crypto.randomUUID();
    const twice = await Promise.all([1, 2].map(() => s.post('resident', `${at}/vote`, { ...fields, choice: 'yes', _key: key })));
    expect(twice.map((response) => response.status)).toEqual([303, 303]);
    expect(await s.value('select count(*) from ballot_vote where ballot_id = $1', idOf(at))).toBe('1');
    const page = await text(s.get('resident', at));
    expect(page).toContain('您家已由 王*英 于');
    expect(page).toMatch(/62 户中已投 1 户/);
    // A form opened before the vote does not overwrite it unseen.
    expect((await s.post('resident', `${at}/vote`, { ...fields, choice: 'no' })).status).toBe(303);
    expect(await s.value('select choice from ballot_voice where ballot_id = $1', idOf(at))).toBe('yes');
    expect((await s.post('resident', `${at}/vote`, { ...(await votingForm(at)), choice: 'no' })).status).toBe(303);
    expect(await s.value('select choice from ballot_voice where ballot_id = $1', idOf(at))).toBe('no');
  });
  it('shows the turnout to all and the votes to nobody, staff included, while it is open', async () => {
    const at = await opened();
    await s.post('resident', `${at}/vote`, { ...(await votingForm(at)), choice: 'no' });
    for (const who of ['anonymous', 'keeper', 'secretaryElsewhere', 'secretary', 'director', 'officer', 'auditor'] as const) {
      const page = await text(s.get(who, at));
      expect(page).toContain('62 户中已投 1 户');
      expect(page).not.toContain('不同意 1');
    }
    expect((await s.get('anonymous', `${at}/result.pdf`)).status).toBe(404);
    for (const who of ['anonymous', 'secretary'] as const) expect((await s.get(who, `${at}?format=xlsx`)).status).toBe(who === 'anonymous' ? 303 : 403);
    expect(await text(s.get('resident', at))).toContain('结果公布到户，本居民区的人登录后看得到');
  });
  it('is for those on the roll, with words for the rest', async () => {
    const at = await opened();
    expect(await text(s.get('anonymous', at))).toContain('登录后投票');
    const { elector } = await votingForm(at);
    expect((await s.post('secretaryElsewhere', `${at}/vote`, { elector: elector!, seen: '0', choice: 'yes' })).status).toBe(409);
    expect((await s.post('anonymous', `${at}/vote`, { elector: elector!, seen: '0', choice: 'yes' })).status).toBe(303);
    expect((await s.post('resident', `${at}/vote`, { elector: elector!, seen: '0', choice: 'maybe' })).status).toBe(303);
    expect(await s.value('select count(*) from ballot_vote where ballot_id = $1', idOf(at))).toBe('0');
  });
});

describe('papers and the result', () => {
  it('one line that does not fit stops all, with its reason and what was typed', async () => {
    const at = await opened();
    const now = shanghai(0);
    const entry = { day: now.slice(0, 10), time: now.slice(11, 16) };
    expect((await s.get('secretary', `${at}/papers.pdf`)).status).toBe(404);
    expect((await s.post('secretary', `${at}/slips`)).status).toBe(303);
    expect((await s.post('secretary', `${at}/slips/issue`, { to: '楼组长' })).status).toBe(303);
    const refused = await s.post('secretary', `${at}/batches/new`, { ...entry, lines: '#2 同意\n#99 同意' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(/#99 同意[\s\S]*票码或门牌查不到[\s\S]*#2 同意/);
    expect(await s.value('select count(*) from paper_batch where ballot_id = $1', idOf(at))).toBe('0');
    expect((await s.post('secretary', `${at}/batches/new`, { ...entry, time: '00:00', day: shanghai(-day).slice(0, 10), lines: '#2 同意' })).status).toBe(422);
    for (const path of ['papers', 'batches/new', 'others', 'papers.pdf']) expect((await s.get('resident', `${at}/${path}`)).status).toBe(403);
    expect((await s.get('anonymous', `${at}/reconciliation`)).status).toBe(404);
    const lines = Array.from({ length: 62 }, (_, n) => `#${n + 1} ${n < 55 ? '同意' : '弃权'}`).join('\n');
    const first = await s.post('secretary', `${at}/batches/new`, { ...entry, lines });
    expect(first.status).toBe(303);
    const batch = go(first);
    // Who made the first entry is not offered the second, and cannot post it.
    expect(await text(s.get('secretary', batch))).toContain('等第二人录第二遍');
    expect(await text(s.get('secretary', batch))).not.toContain(`${batch}/second`);
    expect((await s.post('secretary', `${batch}/second`, { lines })).status).toBe(409);
    expect(await text(s.get('director', batch))).not.toContain('#1 同意');
    expect((await s.post('director', `${batch}/second`, { lines: lines.replace('#3 同意', '#3 不同意') })).status).toBe(303);
    const differing = await text(s.get('secretary', batch));
    expect(differing).toMatch(/还有 1 张两遍不同[\s\S]*#3 [\s\S]*同意[\s\S]*不同意/);
    const code = await s.value("select code from paper_entry where batch_id = $1 and pass = 2 and choice = 'no'", idOf(batch));
    const unsaid = await s.post('director', `${batch}/decide`, { code, reading: '同意', reason: '' });
    expect(unsaid.status).toBe(422);
    expect(await unsaid.text()).toContain('请写明理由');
    expect((await s.post('director', `${batch}/decide`, { code, reading: '同意', reason: '看了原票' })).status).toBe(303);
    const unscanned = await s.post('director', `${batch}/record`);
    expect(unscanned.status).toBe(409);
    expect(await unscanned.text()).toContain('请先附上这一批的扫描件');
    expect((await s.post('director', `${batch}/scan`, { scan: await scan() })).status).toBe(303);
    expect((await s.post('director', `${batch}/record`)).status).toBe(303);
    expect(await text(s.get('secretary', batch))).toContain('看了原票');
    expect((await s.get('secretary', `${at}/papers.pdf?per=4`)).headers.get('content-type')).toBe('application/pdf');
    expect(await text(s.get('secretary', at))).not.toContain(`action="${at}/close"`);
    expect((await s.post('secretary', `${at}/close`)).status).toBe(409);
    await timeIsOver(at);
    const waiting = await text(s.get('resident', at));
    expect(waiting).toContain('投票已经截止');
    expect(waiting).not.toContain('name="choice"');
    const unsigned = await s.post('secretary', `${at}/close`);
    expect(unsigned.status).toBe(409);
    expect(await unsigned.text()).toContain('还没有对账');
    const unexplained = await s.post('secretary', `${at}/reconciliation`, { leftOver: '1', byHand: '62', watcher: '李阿姨' });
    expect(unexplained.status).toBe(422);
    expect(await unexplained.text()).toContain('请写明原因');
    expect((await s.post('secretary', `${at}/reconciliation`, { leftOver: '0', byHand: '62', watcher: '李阿姨' })).status).toBe(303);
    expect((await s.post('secretary', `${at}/close`)).status).toBe(303);
    expect(await text(s.get('anonymous', `${at}/reconciliation`))).toMatch(/收回 62 = 62[\s\S]*李阿姨/);
    expect((await s.get('anonymous', `${at}/reconciliation.pdf`)).headers.get('content-type')).toBe('application/pdf');
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('参加 62 户，名册 62 户');
    expect(page).toContain('同意 55 户，到会 62 户，须超过到会的半数');
    expect(page).toContain('第九条');
    // Door by door only for the neighbourhood's own people and those who answer for it, on the page, in the export and on paper.
    const sizes: Record<string, number> = {};
    for (const who of ['anonymous', 'account', 'secretaryElsewhere', 'partner', 'resident', 'steward', 'director', 'officer', 'auditor'] as const) {
      const own = !['anonymous', 'account', 'secretaryElsewhere', 'partner'].includes(who);
      const seen = await text(s.get(who, at));
      expect([who, seen.includes('1号楼1单元102'), seen.includes('同意 55 户'), seen.includes('结果公布到户')]).toEqual([who, own, true, !own]);
      expect([who, (await s.get(who, `${at}?format=xlsx`)).status]).toEqual([who, own ? 200 : who === 'anonymous' ? 303 : 403]);
      sizes[who] = (await (await s.get(who, `${at}/result.pdf`)).arrayBuffer()).byteLength;
    }
    expect(sizes['anonymous']).toBe(sizes['secretaryElsewhere']);
    expect(sizes['anonymous']! + 1000).toBeLessThan(sizes['resident']!);
    expect((await s.get('anonymous', `${at}/result.pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/notices`))).toContain('表决结果：同意在楼前装晾衣架');
    expect((await s.post('secretary', `${at}/close`)).status).toBe(409);
    expect((await s.get('secretary', `${at}/batches/new`)).status).toBe(409);
    expect(s.errors).toEqual([]);
  });
  it('of a ballot in which nobody voted says that all of the roll did not take part', async () => {
    const at = await opened();
    await timeIsOver(at);
    expect((await s.post('secretary', `${at}/close`)).status).toBe(303);
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('参加 0 户，名册 62 户');
    expect(page).toMatch(/未投 62 户/);
    expect(page).not.toMatch(/未投 1 户/);
  });
});
