import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base, type FormFields, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let lamps: string, playground: string;
beforeAll(async () => {
  s = await wholeSite();
  lamps = await s.value("select id from project where title = '楼道亮起来'");
  playground = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
}, 300_000);
afterAll(() => s?.close());
afterEach(() => expect(s.errors).toEqual([]));

const text = async (response: Response | Promise<Response>) => (await response).text();
const post = (who: Parameters<WholeSite['post']>[0], path: string, fields: FormFields = {}) => s.post(who, `${base}${path}`, fields);

describe('the acceptance list', () => {
  it('is looked at on the spot: a defect without words comes back beside its field with what was typed', async () => {
    const item = await s.value("select id from acceptance_item where project_id = $1 and source = 'indicator' limit 1", playground);
    const refused = await post('officer', `/acceptance-items/${item}/check`, { result: 'blocking', note: '', mendBy: '2026-12-24' });
    expect(refused.status).toBe(422);
    const html = await text(refused);
    expect(html).toContain('value="2026-12-24"');
    expect(html).toContain('aria-invalid');
    const done = await post('officer', `/acceptance-items/${item}/check`, { result: 'minor', note: '指标牌还没挂', mendBy: '2099-12-24' });
    expect(done.headers.get('location')).toContain(`/projects/${playground}/acceptance-list`);
    const page = await text(s.get('officer', `${base}/projects/${playground}/acceptance-list`));
    for (const said of ['指标牌还没挂', '不影响通过', '不改好不能通过', '还没看']) expect(page).toContain(said);
  });
  it('shows no name of a resident to the public', async () => {
    const item = await s.value("select id from acceptance_item where project_id = $1 and source = 'goal' limit 1", playground);
    await s.value(
      `insert into acceptance_finding (subdistrict_id, id, item_id, capacity, result, note, by_person_id, by_name, at)
      select subdistrict_id, gen_random_uuid(), $1, 'residents', 'ok', '', id, name, now() from person where name = '王小英' limit 1 returning id`,
      item,
    );
    expect(await text(s.get('anonymous', `${base}/projects/${playground}/acceptance-list`))).not.toContain('王小英');
    expect(await text(s.get('officer', `${base}/projects/${playground}/acceptance-list`))).toContain('王小英');
  });
});

describe('closing of a project', () => {
  it('lays promises beside what was done, and says how the sample was drawn and what silence hides', async () => {
    const html = await text(s.get('anonymous', `${base}/projects/${lamps}/closing`));
    for (const said of ['目标偏离 0%', '还说不上', '名册 62 户里抽 13 户', '威尔逊区间', '没答的 3 户怎么想不知道', '先请电工看线路'])
      expect(html).toContain(said);
    expect(html).not.toContain('唐秀英判断');
  });
  it('keeps what was typed when the office’s word is refused', async () => {
    const item = /value="([0-9a-f-]{36}\/goal\/1)"/.exec(await text(s.get('officer', `${base}/projects/${lamps}/closing`)))?.[1] ?? '';
    expect(item).not.toBe('');
    const refused = await post('officer', `/projects/${lamps}/closing/drift`, { item, state: 'changed', reason: '居民同意的' });
    expect(refused.status).toBe(422);
    expect(await text(refused)).toContain('value="居民同意的"');
    expect((await post('officer', `/projects/${lamps}/closing/drift`, { item, state: 'kept', reason: '到现场看过，都亮' })).status).toBe(303);
    expect(await text(s.get('anonymous', `${base}/projects/${lamps}/closing`))).toContain('到现场看过，都亮');
  });
  it('answers by the letter’s code without signing in, once', async () => {
    await post('secretary', `/projects/${await s.value("select id from project where title = '海棠巷'")}/closing/satisfaction`, { margin: '10' });
    const survey = await s.value("select id from survey where state = 'open' and kind = 'sample' limit 1");
    const wrong = await post('anonymous', `/surveys/${survey}/by-code`, { code: 'AAAA-BBBB-CCCC', q1: '满意' });
    expect(wrong.status).toBe(422);
    expect(await text(wrong)).toContain('这个码不对');
  });
});

describe('an objection to a grade', () => {
  it('has its errors beside the field, and keeps what was typed', async () => {
    const at = `/projects/${lamps}/grade`;
    expect((await post('officer', `${at}/tell`)).status).toBe(303);
    const long = '评'.repeat(2001);
    for (const objection of ['  ', long]) {
      const refused = await post('secretary', `${at}/answer`, { how: 'object', objection });
      expect(refused.status).toBe(422);
      const html = await text(refused);
      expect(html).toContain('aria-invalid');
      if (objection === long) expect(html).toContain(long);
    }
    expect((await post('secretary', `${at}/answer`, { how: 'object', objection: '少算了六户的满意。' })).status).toBe(303);
    const empty = await text(post('head', `${at}/objection`, { grade: '', reason: '重新看过满意度。' }));
    expect(empty).toContain('重新看过满意度。');
    expect(empty).toContain('id="decide-grade-error"');
    expect((await post('head', `${at}/objection`, { grade: 'keep', reason: '' })).status).toBe(422);
  });
});

describe('the value review', () => {
  const hundred = async () => {
    // A hundred more of the same, as a round at a big subdistrict has; some stopped.
    await s.owner.query('set session_replication_role = replica');
    await s.owner.query(
      `insert into project (subdistrict_id, id, neighbourhood_id, round_id, year, serial_no, serial, title, state, state_at, state_reason, application_id, grant_awarded_fen, agreed_on, created_at)
      select subdistrict_id, gen_random_uuid(), neighbourhood_id, round_id, year, 500 + n, year || '-' || (500 + n), '项目' || n, case when n % 10 = 0 then 'stopped' else 'closed' end,
        state_at, case when n % 10 = 0 then '居民反悔' end, application_id, grant_awarded_fen, agreed_on, created_at from project, generate_series(1, 100) n where id = $1`,
      [lamps],
    );
    await s.owner.query('set session_replication_role = origin');
  };
  it('takes a hundred projects: opened in one step, sorted, filtered, judged, exported', async () => {
    await hundred();
    const round = await s.value('select round_id from project where id = $1', lamps);
    const reviewer = await s.value("select id from person where name = '沈若谷'");
    const refused = await post('officer', '/value-reviews', { round, title: '百项评审', day: '2026-12-30', place: '礼堂' });
    expect(refused.status).toBe(422);
    expect(await text(refused)).toContain('请至少选一位评委');
    const opened = await post('officer', '/value-reviews', { round, title: '百项评审', day: '2026-12-30', place: '礼堂', person: [reviewer] });
    const at = new URL(opened.headers.get('location') ?? '', 'http://x').pathname;
    expect(at).toMatch(/\/value-reviews\/[0-9a-f-]{36}$/);
    const page = (query = '') => text(s.get('officer', `${at}${query}`));
    expect((await page('?sort=spent&desc=1')).indexOf('楼道亮起来')).toBeLessThan((await page('?sort=spent&desc=1')).indexOf('项目'.concat('1')));
    const stopped = await page('?is=stopped');
    expect([stopped.includes('项目10<'), stopped.includes('项目11<')]).toEqual([true, false]);
    const [first] = /value-reviews\/[0-9a-f-]{36}\/projects\/[0-9a-f-]{36}/.exec(stopped) ?? [];
    const judged = await post('reviewer', `/${first}`, { worth: 'partly', points: '62', reason: '停了，钱退回来了' });
    expect(judged.status).toBe(303);
    expect(judged.headers.get('location')).toContain('/projects/');
    expect((await post('reviewer', `/${first}`, { worth: 'partly', points: '120', reason: '太多' })).status).toBe(422);
    expect(await page('?worth=partly')).toContain('部分值 1');
    expect((await post('officer', `${at.replace(base, '')}/close`)).status).toBe(409);
    const excel = await s.get('officer', `${at}?format=xlsx`);
    expect([excel.status, (await excel.arrayBuffer()).byteLength > 5_000]).toEqual([200, true]);
    // Others of the panel's judgements are not for the panel before the end.
    expect(await text(s.get('reviewer', at))).not.toContain('中位等级');
  });
  it('shows who judges nothing of the others, also where they hold it; ends although everybody stepped back from something', async () => {
    const round = await s.value('select round_id from project where id = $1', lamps);
    const [reviewer, head] = [await s.value("select id from person where name = '沈若谷'"), await s.value("select id from person where name = '陆建国'")];
    const opened = await post('officer', '/value-reviews', { round, title: '', day: '2026-12-31', place: '礼堂', person: [reviewer, head] });
    const at = new URL(opened.headers.get('location') ?? '', 'http://x').pathname;
    expect(await text(s.get('officer', at))).toContain('第一批年终评审会</h1>');
    const id = at.split('/').at(-1) ?? '';
    const judge = (project: string) => post('reviewer', `/value-reviews/${id}/projects/${project}`, { worth: 'yes', points: '91', reason: '灯亮了，人放心' });
    await s.owner.query(
      `insert into value_recusal (subdistrict_id, session_id, project_id, person_id, reason, at)
        select v.subdistrict_id, v.session_id, v.project_id, m.person_id, '有关系', now() from value_project v
        join value_member m on m.subdistrict_id = v.subdistrict_id and m.session_id = v.session_id
        where v.session_id = $1 and v.project_id <> $2 on conflict do nothing`,
      [id, lamps],
    );
    expect((await post('officer', `/value-reviews/${id}/close`)).status).toBe(409);
    expect((await judge(lamps)).status).toBe(303);
    expect(await text(s.get('officer', `${at}/projects/${lamps}`))).toContain('灯亮了，人放心');
    expect(await text(s.get('head', `${at}/projects/${lamps}`))).not.toContain('灯亮了，人放心');
    expect((await s.get('head', `${at}/protocol.pdf`)).status).toBe(409);
    expect((await post('officer', `/value-reviews/${id}/close`)).status).toBe(303);
    expect(await text(s.get('head', `${at}/projects/${lamps}`))).toContain('灯亮了，人放心');
  });
  it('says what grades do to the next year, or that the office has not set it', async () => {
    const year = await s.value('select year from project where id = $1', lamps);
    const html = await text(s.get('officer', `${base}/grade-effects?year=${year}`));
    expect(html).toContain('等级怎么影响下一年，自治办还没有设定');
  });
});
