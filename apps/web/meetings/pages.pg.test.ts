import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, playerNames, type WholeSite, wholeSite } from '#testing/access/whole-site';

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
/** A meeting called for tomorrow, then moved so that it begins now: the clock of the server is the machine's. */
async function called(fields: Record<string, string> = {}): Promise<string> {
  const response = await s.post('secretary', `${base}/meetings/new`, {
    place,
    kind: 'hearing',
    title: '晾衣架听证会',
    day: shanghai(86_400_000).slice(0, 10),
    time: '19:00',
    venue: '居委会活动室',
    agenda: '介绍方案\n听取意见',
    ...fields,
  });
  expect(response.status).toBe(303);
  return go(response);
}
const idOf = (at: string) => at.split('/').at(-1) ?? '';
const begin = (at: string) =>
  s.owner.query("update meeting set starts_at = now() - interval '1 minute', called_at = now() - interval '3 days' where id = $1", [idOf(at)]);
const codeOf = (at: string) => s.value('select sign_in_code from meeting where id = $1', idOf(at));

describe('calling a meeting', () => {
  it('gives the form back filled, with what to do, when something is missing', async () => {
    const response = await s.post('secretary', `${base}/meetings/new`, {
      place,
      kind: 'assembly',
      title: '居民会议',
      day: '2020-01-01',
      time: '19:00',
      venue: '活动室',
      agenda: '一件事',
    });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('value="居民会议"');
    expect(page).toContain('这个时间已经过了');
    expect((await s.post('secretary', `${base}/meetings/new`, { place: 'nowhere', kind: 'x' })).status).toBe(404);
  });
  it('is for those who run the place', async () => {
    expect((await s.get('secretary', `${base}/meetings/new?place=pd-shengli`)).status).toBe(403);
    expect((await s.get('resident', `${base}/meetings/new`)).status).toBe(403);
    expect((await s.get('anonymous', `${base}/meetings/new`)).status).toBe(303);
  });
  it('puts the meeting on the list, in the calendar, on the board and on paper', async () => {
    const at = await called({ title: '晾衣架听证会 <b>&</b>' });
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('晾衣架听证会 &lt;b&gt;&amp;&lt;/b&gt;');
    expect(page).toContain('利益相关居民代表');
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/meetings`))).toContain(idOf(at));
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/meetings.ics`))).toContain(idOf(at));
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/notices`))).toContain('会议通知：晾衣架听证会');
    for (const paper of ['notice.pdf', 'sheet.pdf']) {
      const pdf = await s.get('secretary', `${at}/${paper}`);
      expect([paper, pdf.status, pdf.headers.get('content-type')]).toEqual([paper, 200, 'application/pdf']);
    }
    expect((await s.get('secretary', `${at}/minutes.pdf`)).status).toBe(404);
  });
});

describe('the evening', () => {
  it('is signed in with one tap, entered from paper, minuted and published', async () => {
    const at = await called({ kind: 'assembly', form: 'one_per_household', title: '居民会议：晾衣架' });
    await begin(at);
    const code = await codeOf(at);
    expect(await text(s.get('secretary', `${at}/board`))).toContain(code);
    expect(await text(s.get('resident', `${at}/sign-in?code=${code}`))).toContain('我是王小英，我到了');
    expect((await s.post('resident', `${at}/sign-in`, { code: 'NOTTHIS1' })).status).toBe(422);
    expect(go(await s.post('resident', `${at}/sign-in`, { code }))).toBe(at);
    expect(await text(s.get('resident', `${at}/sign-in?code=${code}`))).toContain('您已经签过到了');
    const entered = await s.post('secretary', `${at}/attendance`, { lines: '9-9-999\n1-1-102\n1-1-201', guests: '社区民警', how: 'paper' });
    expect(entered.status).toBe(200);
    expect(await entered.text()).toMatch(/有 1 行没有对上[\s\S]*9-9-999[\s\S]*名册里没有/);
    expect(await text(s.get('anonymous', at))).toContain('已到 3 户，应到 62 户，再到 29 户 才过半数');
    const sheet = new File([Buffer.from('no picture')], 'a.jpg');
    expect((await s.post('secretary', `${at}/attendance`, { lines: '1-1-202', how: 'paper', sheet })).status).toBe(422);

    const form = await text(s.get('secretary', `${at}/minutes`));
    expect(form).toContain('四项都要填');
    for (const label of ['要办什么', '执行', '监督', '期限']) expect(form).toMatch(new RegExp(`<label[^>]*>\\s*${label}\\s*</label>`));
    const minutes = { rows: '2', said: '王小英：要装在背阴处。\n<script>alert(1)</script>', 'hands-0-question': '装晾衣架', 'hands-0-yes': '4' };
    const refused = await s.post('secretary', `${at}/minutes`, minutes);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('举手的人数超过了到会人数');
    const more = await s.post('secretary', `${at}/minutes`, { ...minutes, more: '1' });
    expect(await more.text()).toContain('name="hands-3-question"');
    expect((await s.post('secretary', `${at}/minutes`, { ...minutes, 'hands-0-yes': '3' })).status).toBe(303);
    expect(await text(s.get('anonymous', at))).not.toContain('背阴处');
    expect((await s.get('anonymous', `${at}/minutes.pdf`)).status).toBe(404);
    expect((await s.post('secretary', `${at}/publish`)).status).toBe(303);
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('要装在背阴处。');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).toMatch(/没有超过半数[\s\S]*不得作出居民会议决定[\s\S]*第九条/);
    expect((await s.get('anonymous', `${at}/minutes.pdf`)).status).toBe(200);
  });

  it('a resolution goes from executor to supervisor on its page; each sees only their own buttons', async () => {
    const at = await called();
    await begin(at);
    const [executor, supervisor] = await Promise.all(
      ['only-keeper', 'only-supervisor'].map((key) =>
        key === 'only-keeper'
          ? s.value("select person_id from role_assignment where role = 'keeper' and neighbourhood_id = $1 limit 1", place)
          : s.value("select person_id from role_assignment where role = 'supervisor' and neighbourhood_id = $1 limit 1", place),
      ),
    );
    const done = await s.post('secretary', `${at}/minutes`, {
      rows: '2',
      said: '大家同意。',
      'resolution-0-text': '下周装好',
      'resolution-0-executor': `p ${executor}`,
      'resolution-0-supervisor': supervisor!,
      'resolution-0-deadline': shanghai(10 * 86_400_000).slice(0, 10),
    });
    expect(done.status).toBe(303);
    const resolution = `${base}/resolutions/${await s.value('select id from resolution where meeting_id = $1', idOf(at))}`;
    expect((await s.get('anonymous', resolution)).status).toBe(404); // its minutes are not published
    expect((await s.post('secretary', `${at}/publish`)).status).toBe(303);
    expect(await text(s.get('anonymous', resolution))).not.toContain('name="kind"');
    const empty = await s.post('secretary', `${resolution}/follow`, { kind: 'finish', text: '' });
    expect(empty.status).toBe(422);
    expect((await s.post('secretary', `${resolution}/follow`, { kind: 'finish', text: '装好了。' })).status).toBe(303);
    expect(await text(s.get('secretary', resolution))).not.toContain('value="accept"');
    expect((await s.post('secretary', `${resolution}/follow`, { kind: 'accept', text: '看过了。' })).status).toBe(403);
    expect((await s.post('resident', `${resolution}/follow`, { kind: 'accept', text: '看过了。' })).status).toBe(403);
  });

  it('is not signed for days ahead', async () => {
    const at = await called();
    const early = await s.post('secretary', `${at}/attendance`, { lines: '1-1-102', how: 'paper' });
    expect(early.status).toBe(422);
    expect(await early.text()).toMatch(/开会前两小时起才能签到[\s\S]*1-1-102/);
    expect(await s.value('select count(*) from attendance where meeting_id = $1', idOf(at))).toBe('0');
  });

  it('can be called off with a reason, which all can read', async () => {
    const at = await called();
    expect((await s.post('secretary', `${at}/cancel`, { reason: ' ' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/cancel`, { reason: '活动室停电' })).status).toBe(303);
    expect(await text(s.get('anonymous', at))).toContain('原因：活动室停电');
    expect((await s.post('secretary', `${at}/cancel`, { reason: '又一次' })).status).toBe(409);
  });
});

describe('names', () => {
  it('are masked for the public and whole for those who work with them', async () => {
    const at = await called();
    await begin(at);
    await s.post('resident', `${at}/sign-in`, { code: await codeOf(at) });
    for (const who of playerNames) {
      const response = await s.get(who, at);
      if (who === 'officerElsewhere') continue; // reads the public page like anybody
      const page = (await response.text()).replace(/<header[\s\S]*?<\/header>/, '');
      const full = ['secretary', 'director', 'steward', 'officer', 'head', 'auditor', 'admin'].includes(who);
      expect([who, page.includes('王小英'), page.includes('王*英')]).toEqual([who, full, !full]);
    }
    expect(s.errors).toEqual([]);
  });
});
