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
const tomorrow = () => new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
const idOf = (at: string) => at.split('/').at(-1) ?? '';
const one = (column: string, table: string, at: string) => s.value(`select ${column} from ${table} where meeting_id = $1 order by 1 limit 1`, idOf(at));
/** The one-pixel picture that a pad would send. */
const drawn = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** A talk that has begun, with three households on the paper list and 王小英 there by code. */
async function running(fields: Record<string, string> = {}): Promise<string> {
  const called = await s.post('secretary', `${base}/meetings/new`, {
    place,
    kind: 'talk',
    title: '楼道灯议事会',
    day: tomorrow(),
    time: '19:00',
    venue: '活动室',
    agenda: '装什么灯\n装在哪里',
    ...fields,
  });
  expect(called.status).toBe(303);
  const at = go(called);
  await s.owner.query("update meeting set starts_at = now() - interval '1 minute', called_at = now() - interval '3 days' where id = $1", [idOf(at)]);
  await s.post('resident', `${at}/sign-in`, { code: await s.value('select sign_in_code from meeting where id = $1', idOf(at)) });
  await s.post('secretary', `${at}/attendance`, { lines: '1-1-102\n1-1-201\n1-1-202', how: 'paper' });
  return at;
}

describe('running a meeting', () => {
  it('goes from the first item to signed minutes, with forms alone', async () => {
    const at = await running();
    const run = (what: string, fields: Record<string, string> = {}) => s.post('secretary', `${at}/run/${what}`, fields);
    expect(await text(s.get('secretary', at))).toContain('主持会议');
    expect((await run('item', { position: '1' })).status).toBe(303);
    expect(await text(s.get('secretary', `${at}/run`))).toContain('议程第 1 项：装什么灯');

    expect(await text(s.get('resident', `${at}/floor`))).toContain('我要发言');
    expect((await s.post('resident', `${at}/floor/word`)).status).toBe(303);
    expect(await text(s.get('resident', `${at}/floor`))).toContain('您是下一位发言人');
    const word = await one('id', 'meeting_word', at);
    expect((await run('give-word', { word, limit: '120' })).status).toBe(303);
    expect((await run('end-word', { word, said: '要声控的，看得见脚下就行。' })).status).toBe(303);

    const empty = await run('proposal', { name: '王小英', text: '' });
    expect(empty.status).toBe(422);
    expect(await empty.text()).toMatch(/value="王小英"/);
    expect((await run('proposal', { name: '王小英', text: '每层装一盏灯' })).status).toBe(303);
    const proposal = await one('id', 'meeting_proposal', at);
    expect((await run('amend', { proposal, name: '陈伟', text: '每层装一盏声控灯' })).status).toBe(303);
    expect((await run('amendment', { amendment: await one('id', 'proposal_amendment', at), as: 'accepted' })).status).toBe(303);
    expect((await run('hands', { proposal })).status).toBe(422);
    expect((await run('hands', { proposal, rule: 'half' })).status).toBe(303);
    const question = await one('id', 'hand_question', at);
    const numbers = { question, yes: '9', no: '0', abstain: '0', first: '周长根', second: '陈伟' };
    const wrong = await run('count', numbers);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('举手的比会场的人多');
    expect((await run('count', { ...numbers, yes: '3', no: '1' })).status).toBe(303);
    expect(await text(s.get('secretary', `${at}/run`))).toMatch(/提案 1[\s\S]*通过/);
    expect((await run('decide', { text: '先在一号楼装样灯。' })).status).toBe(303);

    const form = await text(s.get('secretary', `${at}/minutes`));
    expect(form).toContain('王小英：要声控的，看得见脚下就行。');
    expect(form).toContain('先在一号楼装样灯。');
    const minutes = { rows: '1', 'said-1': '王小英：要声控的，看得见脚下就行。', 'decisions-1': '先在一号楼装样灯。' };
    expect((await s.post('secretary', `${at}/minutes`, minutes)).status).toBe(303);
    expect(go(await s.get('secretary', `${at}/run`))).toBe(at);

    expect((await s.get('resident', `${at}/sign`)).status).toBe(403);
    const page = await text(s.get('secretary', `${at}/sign`));
    expect(page).toContain('data-signature');
    expect(page).toMatch(/[0-9a-f]{64}/);
    const recorder = await s.value('select p.name from meeting m join person p on p.id = m.recorder_person_id where m.id = $1', idOf(at));
    const sign = { version: '1', signer: recorder, capacity: 'recorder', form: 'sign-0' };
    expect((await s.post('secretary', `${at}/sign`, sign)).status).toBe(422);
    expect((await s.post('secretary', `${at}/sign`, { ...sign, drawn })).status).toBe(303);
    expect((await s.post('secretary', `${at}/sign`, { ...sign, drawn })).status).toBe(409);
    expect((await s.post('secretary', `${at}/sign/ask`, { name: '王小英', capacity: 'representative' })).status).toBe(303);

    expect((await s.post('secretary', `${at}/minutes`, { ...minutes, notes: '补记', correction: '补一句' })).status).toBe(303);
    const next = await text(s.get('secretary', `${at}/sign`));
    expect(next).toContain('还差');
    expect(next).toContain(recorder);
    expect((await s.post('secretary', `${at}/sign`, { ...sign, drawn })).status).toBe(303); // sent to read the newer version
    expect(await s.value('select count(*) from minutes_signature where meeting_id = $1', idOf(at))).toBe('1');
    expect((await s.post('secretary', `${at}/publish`)).status).toBe(303);
    const shown = await text(s.get('anonymous', at));
    expect(shown).toContain('每层装一盏声控灯');
    expect(shown).toContain('计票人：周长根、陈伟');
    expect((await s.get('anonymous', `${at}/minutes.pdf`)).status).toBe(200);
    expect(s.errors).toEqual([]);
  });

  it('sends a proposal to a ballot, which then decides it', async () => {
    const at = await running();
    await s.post('secretary', `${at}/run/proposal`, { name: '王小英', text: '每户出五十元' });
    const proposal = await one('id', 'meeting_proposal', at);
    const fields = { proposal, law: 'collection-households', day: tomorrow(), time: '20:00' };
    expect((await s.post('secretary', `${at}/run/ballot`, { ...fields, day: '2020-01-01' })).status).toBe(422);
    expect(await s.value('select count(*) from ballot where meeting_id = $1', idOf(at))).toBe('0');
    const made = await s.post('secretary', `${at}/run/ballot`, fields);
    expect(go(made)).toContain('/ballots/');
    expect(await text(s.get('secretary', `${at}/run`))).toContain('转投票表决');
    expect((await s.post('secretary', `${at}/run/ballot`, fields)).status).toBe(409);
  });

  it('hears those who take part from afar, once, and not from the room', async () => {
    const at = await running({ kind: 'talk', mode: 'both' });
    const ask = () => s.post('secretary', `${at}/run/hands`, { question: '装声控灯', rule: 'half' });
    expect((await ask()).status).toBe(303);
    const question = await one('id', 'hand_question', at);
    expect(await text(s.get('resident', `${at}/floor`))).toContain('请在会场举手');
    expect((await s.post('resident', `${at}/floor/voice`, { question, choice: 'yes' })).status).toBe(409);
    expect((await s.post('steward', `${at}/floor/voice`, { question, choice: 'yes' })).status).toBe(409);
    await s.post('steward', `${at}/sign-in`, { online: '1' });
    const steward = await text(s.get('steward', `${at}/floor`));
    if (steward.includes('您是线上参加')) {
      expect((await s.post('steward', `${at}/floor/voice`, { question, choice: 'yes' })).status).toBe(303);
      expect(await text(s.get('steward', `${at}/floor`))).toContain('您现在的表态：同意');
    }
  });
});

describe('resolutions', () => {
  it('are listed with their state, filtered, and taken away as a sheet', async () => {
    const page = await text(s.get('anonymous', `${base}/n/pd-cailu/resolutions`));
    expect(page).toContain('楼道');
    expect(page).not.toContain('李桂珍');
    const sheet = await s.get('secretary', `${base}/n/pd-cailu/resolutions?format=xlsx`);
    expect(sheet.headers.get('content-type')).toContain('spreadsheet');
    expect((await s.get('anonymous', `${base}/n/pd-cailu/resolutions?state=overdue`)).status).toBe(200);
  });

  it('ask for a later day with a reason; the supervisor agrees; the old day stays in sight', async () => {
    const at = await running();
    const executor = await s.value("select person_id from role_assignment where role = 'keeper' and neighbourhood_id = $1 limit 1", place);
    const supervisor = await s.value("select person_id from role_assignment where role = 'supervisor' and neighbourhood_id = $1 limit 1", place);
    const done = await s.post('secretary', `${at}/minutes`, {
      rows: '1',
      said: '同意。',
      'resolution-0-text': '下周装好',
      'resolution-0-executor': `p ${executor}`,
      'resolution-0-supervisor': `p ${supervisor}`,
      'resolution-0-deadline': tomorrow(),
      'resolution-0-money': 'residents',
    });
    expect(done.status).toBe(303);
    const resolution = `${base}/resolutions/${await one('id', 'resolution', at)}`;
    expect(await text(s.get('secretary', resolution))).toMatch(/还没有对应的表决[\s\S]*第十六条/);
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const ask = { kind: 'ask-later', text: '灯还没到货。' };
    expect((await s.post('secretary', `${resolution}/follow`, { ...ask, deadline: '2020-01-01' })).status).toBe(422);
    expect((await s.post('secretary', `${resolution}/follow`, { ...ask, deadline: later })).status).toBe(303);
    expect((await s.post('secretary', `${resolution}/follow`, { kind: 'grant-later', text: '好' })).status).toBe(403);
    expect(await text(s.get('secretary', resolution))).toContain('申请延到');
  });
});
