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
const shanghai = (offsetMs: number) => new Date(Date.now() + 8 * 3_600_000 + offsetMs).toISOString();
const idOf = (at: string) => at.split('/').at(-1) ?? '';
async function called(fields: Record<string, string | File> = {}): Promise<string> {
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
  expect([response.status, response.status === 303 ? '' : await response.text()]).toEqual([303, '']);
  return go(response);
}
/** The clock of the server is the machine's: the meeting is moved so that it begins now. */
const begin = (at: string) => s.owner.query("update meeting set starts_at = now() - interval '1 minute' where id = $1", [idOf(at)]);
const household = { kind: 'assembly', form: 'one_per_household', title: '居民会议：晾衣架' };
const codeOf = (at: string, name: string) => s.value('select code from meeting_invitation where meeting_id = $1 and name like $2', idOf(at), `%${name}`);

describe('the invitations', () => {
  it('come from the roll and the form, are told and answered, and go to Excel', async () => {
    const building = await s.value("select id from building where neighbourhood_id = $1 and name = '1号楼'", place);
    const at = await called({ names: '区房管局\n供电公司', affected: building });
    const page = await text(s.get('secretary', `${at}/invitations`));
    for (const word of ['区房管局', '供电公司', '1号楼1单元101', '利益相关居民代表']) expect(page).toContain(word);
    expect(await text(s.get('anonymous', at))).not.toContain('区房管局</td>');
    expect((await s.post('secretary', `${at}/invitations/inform`, { how: 'phone', who: 'codes', codes: 'ZZZZZ' })).status).toBe(422);
    expect((await s.post('steward', `${at}/invitations/inform`, { how: 'phone', who: 'untold' })).status).toBe(303);
    expect(await text(s.get('secretary', at))).not.toContain('还没有通知到');
    expect((await s.post('secretary', `${at}/invitations/answer`, { code: await codeOf(at, '区房管局'), kind: 'deputise' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/invitations/answer`, { code: await codeOf(at, '区房管局'), kind: 'deputise', deputy: '周科长' })).status).toBe(
      303,
    );
    expect(await text(s.get('secretary', `${at}/invitations`))).toContain('委托周科长');
    const again = await s.post('secretary', `${at}/invitations`, { names: '区房管局' });
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('都已经在名单上了')]);
    expect((await s.get('secretary', `${at}/invitations?format=xlsx`)).headers.get('content-type')).toContain('spreadsheet');
  });
  it('are answered by the household itself on its page', async () => {
    const at = await called(household);
    expect(await text(s.get('resident', at))).toContain('您在邀请名单上');
    expect((await s.post('resident', `${at}/answer`, { kind: 'confirm' })).status).toBe(303);
    expect(await text(s.get('resident', at))).toMatch(/您的答复[\s\S]*会来/);
    expect(await text(s.get('anonymous', at))).not.toContain('您在邀请名单上');
  });
});

describe('the call', () => {
  it('takes papers and matters along and keeps the online entrance from strangers', async () => {
    const matter = await s.value("select id from matter where neighbourhood_id = $1 and state = 'raised' and hidden = 'no' limit 1", place);
    const paper = new File([Buffer.from('%PDF-1.4\n%%EOF\n')], '方案.pdf', { type: 'application/pdf' });
    const at = await called({ mode: 'both', link: 'https://meeting.example.org/abc', agendaMatters: matter, papers: paper });
    const page = await text(s.get('resident', at));
    expect(page).toContain('https://meeting.example.org/abc');
    expect(page).toContain('方案.pdf');
    expect(page).toContain(await s.value('select title from matter where id = $1', matter));
    for (const who of ['anonymous', 'officerElsewhere', 'secretaryElsewhere'] as const) expect(await text(s.get(who, at))).not.toContain('meeting.example.org');
    expect(await text(s.get('anonymous', `${at}/meeting.ics`))).not.toContain('meeting.example.org');
    const bad = await s.post('secretary', `${base}/meetings/new`, {
      place,
      kind: 'talk',
      title: 'x',
      day: '2030-01-01',
      time: '19:00',
      venue: 'x',
      agenda: 'x',
      mode: 'online',
      link: 'ftp://x',
    });
    expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining('请填以 https:// 开头的完整地址')]);
  });
});

describe('the evening', () => {
  it('shows on the room’s screen what is missing, by which clause, refreshed every five seconds without script', async () => {
    const at = await called(household);
    await begin(at);
    await s.post('resident', `${at}/sign-in`, { code: await s.value('select sign_in_code from meeting where id = $1', idOf(at)) });
    const answer = await s.get('secretary', `${at}/board`);
    expect(answer.headers.get('refresh')).toBe('5');
    const screen = await answer.text();
    expect(screen).not.toContain('<script');
    for (const word of ['1 户', '应到 62 户', '还差 31 户', '第九条', '王*英', '介绍方案', '<svg']) expect(screen).toContain(word);
    expect(screen).not.toContain('王小英');
    expect(Buffer.byteLength(screen)).toBeLessThan(20_000);
  });
  it('lets in by a personal code, and enters the sheet by its codes; a name that fits no door comes back', async () => {
    const at = await called(household);
    const pass = await s.post('resident', `${at}/pass`);
    expect(go(pass)).toBe(`${at}/pass`);
    const code = await s.value('select code from meeting_pass where meeting_id = $1', idOf(at));
    expect(await text(s.get('resident', `${at}/pass`))).toContain(code);
    expect(go(await s.get('steward', `${at}/pass`))).toBe(at);
    await begin(at);
    expect(await text(s.get('steward', `${at}/admit?code=${code}`))).toContain(`value="${code}"`);
    expect((await s.post('steward', `${at}/admit`, { code: 'ZZZZZZ' })).status).toBe(422);
    expect((await s.post('steward', `${at}/admit`, { code })).status).toBe(303);
    const [first, second] = [await codeOf(at, '1号楼1单元102'), await codeOf(at, '1号楼1单元201')];
    const entered = await s.post('secretary', `${at}/attendance`, { lines: `${first}\n${second} 没有这人\n1-1-202 也没有`, how: 'paper' });
    expect(await entered.text()).toMatch(/有 2 行没有对上[\s\S]*没有这人[\s\S]*这一户没有登记这个名字/);
    expect(await text(s.get('anonymous', at))).toContain('已到 2 户');
    expect(await s.value("select count(*) from attendance where meeting_id = $1 and how = 'pass'", idOf(at))).toBe('1');
  });
  it('is signed from home where it is also online, by people of the place', async () => {
    const at = await called({ mode: 'online', link: 'https://meeting.example.org/abc' });
    await begin(at);
    expect(await text(s.get('resident', at))).toContain('我在线参加，签到');
    expect((await s.post('resident', `${at}/sign-in-online`)).status).toBe(303);
    expect(await s.value('select presence from attendance where meeting_id = $1', idOf(at))).toBe('online');
    expect((await s.post('secretaryElsewhere', `${at}/sign-in-online`)).status).toBe(409);
    const room = await called();
    await begin(room);
    expect((await s.post('resident', `${room}/sign-in-online`)).status).toBe(409);
  });
});

describe('bodies', () => {
  it('are registered with their rule and its source, and meet by it', async () => {
    const rule = { kind: 'other', name: '物业自管会', belonging: 'listed', strict: 'least', num: '2', den: '3' };
    const list = `${base}/n/pd-cailu/bodies`;
    expect((await s.post('secretary', list, rule)).status).toBe(422);
    const unsourced = await s.post('officer', list, rule);
    expect([unsourced.status, await unsourced.text()]).toEqual([422, expect.stringContaining('有规定就要写明依据')]);
    const made = await s.post('officer', list, { ...rule, source: '自管会章程第八条' });
    const at = go(made);
    expect((await s.post('secretary', `${at}/members`, { add: '王小英 组长\n李桂珍\n无此人' })).status).toBe(422);
    const page = await text(s.get('secretary', at));
    for (const word of ['王小英', '组长', '李桂珍', '不少于 2/3 到会', '自管会章程第八条']) expect(page).toContain(word);
    const open = await text(s.get('anonymous', at));
    expect([open.includes('王小英'), open.includes('王*英')]).toEqual([false, true]);
    const meeting = await called({ kind: 'body', body: idOf(at), title: '自管会会议' });
    expect(await text(s.get('anonymous', meeting))).toMatch(/物业自管会[\s\S]*不少于 2\/3 到会[\s\S]*自管会章程第八条/);
    expect((await s.post('officer', `${at}/close`)).status).toBe(303);
  });
});

describe('calendars and series', () => {
  it('a month shows what is in it and finds it', async () => {
    const at = await called({ title: '月历里的会' });
    const month = shanghai(86_400_000).slice(0, 7);
    const address = `${base}/n/pd-cailu/meetings/calendar?month=${month}`;
    expect(await text(s.get('anonymous', address))).toContain(idOf(at));
    expect(await text(s.get('anonymous', `${address}&q=${encodeURIComponent('月历')}`))).toContain(idOf(at));
    expect(await text(s.get('anonymous', `${address}&kind=assembly`))).not.toContain(idOf(at));
    expect((await s.get('anonymous', `${base}/n/pd-cailu/meetings/calendar?month=2026-13&q=<script>`)).status).toBe(200);
  });
  it('one’s own calendar has a secret address that is shown once and can be stopped', async () => {
    const at = await called(household);
    const made = await text(s.post('resident', `${base}/my/meetings/feed`));
    const address = /https?:\/\/[^<]*(\/s\/[^<]*\/calendar\/[A-Za-z0-9_-]{32}\.ics)/.exec(made)?.[1] ?? '';
    const feed = await s.get('anonymous', address);
    expect([feed.status, feed.headers.get('content-type'), feed.headers.get('cache-control')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, no-store',
    ]);
    expect(await feed.text()).toContain(idOf(at));
    expect(await text(s.get('resident', `${base}/my/meetings`))).not.toContain(address);
    // The answer of a command is kept for whoever asks again: not this one.
    expect(await s.value('select count(*) from command_log l where strpos(l::text, $1) > 0', address.slice(-36, -4))).toBe('0');
    expect((await s.post('resident', `${base}/my/meetings/feed/end`)).status).toBe(303);
    expect((await s.get('anonymous', address)).status).toBe(404);
  });
  it('a series is one line, a table and a paper, without what is not published', async () => {
    const matter = await s.value(
      'select matter_id from meeting where neighbourhood_id = $1 and matter_id is not null group by 1 order by count(*) desc limit 1',
      place,
    );
    const address = `${base}/meetings/series?matter=${matter}`;
    const page = await text(s.get('anonymous', address));
    expect(page).toContain('第 1 次');
    expect(page).toMatch(/开了 \d+ 次会/);
    expect((await s.get('anonymous', `${address}&format=xlsx`)).headers.get('content-type')).toContain('spreadsheet');
    expect((await s.get('anonymous', `${base}/meetings/series.pdf?matter=${matter}`)).headers.get('content-type')).toBe('application/pdf');
    expect((await s.get('anonymous', `${base}/meetings/series?matter=nothing`)).status).toBe(404);
    expect(s.errors).toEqual([]);
  });
});
