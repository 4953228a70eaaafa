import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let doing: string;
beforeAll(async () => {
  s = await wholeSite();
  doing = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
}, 300_000);
afterAll(() => s?.close());
afterEach(() => expect(s.errors).toEqual([]));

const text = async (response: Response | Promise<Response>) => (await response).text();
const page = (path: string) => `${base}/projects/${doing}${path}`;

it('a change of the budget keeps what was typed, is asked in words made by itself, and compared', async () => {
  const wrong = await s.post('secretaryElsewhere', page('/changes?kind=budget'), { from1: '1:1', to1: 'new', fen1: '300', why: '器材要有标识' });
  expect(wrong.status).toBe(422);
  const said = await wrong.text();
  expect(said).toContain('value="300"');
  expect(said.match(/class="error"/g)).toHaveLength(1);
  const asked = await s.post('secretaryElsewhere', page('/changes?kind=budget'), {
    from1: '1:1',
    to1: 'new',
    fen1: '300',
    name1: '安全标识',
    why: '器材要有标识',
  });
  expect(asked.status).toBe(303);
  const html = await text(s.get('officer', page('/changes')));
  for (const words of ['安全标识 300.00 元', '14,700.00', '预算调整', '自治办']) expect(html).toContain(words);
  const id = await s.value("select id from change_request where project_id = $1 and kind = 'budget'", doing);
  expect((await s.post('officer', page(`/changes/${id}/answer`), { answer: 'approve', reason: '可以' })).status).toBe(303);
  expect(await text(s.get('anonymous', page('/changes')))).toContain('变更后的预算');
});

it('a later last day is asked for by its day and its reason alone', async () => {
  expect((await s.post('secretaryElsewhere', page('/changes?kind=schedule'), { newLastDay: '2020-01-01', why: '晚了' })).status).toBe(422);
  expect((await s.post('secretaryElsewhere', page('/changes?kind=schedule'), { newLastDay: '2099-01-01', why: '围墙没有拆' })).status).toBe(303);
});

it('the public sees what is stuck and the plan without residents’ names; the office sees them', async () => {
  const name = await s.value('select person_name from work_task where project_id = $1 and person_id is not null limit 1', doing);
  for (const path of ['/plan', '/stuck', '/rota']) {
    expect(await text(s.get('anonymous', page(path)))).not.toContain(name);
  }
  expect(await text(s.get('officer', page('/plan')))).toContain(name);
  const all = await text(s.get('anonymous', `${base}/stuck`));
  expect(all).toContain('旧围墙');
  expect(all).not.toContain(name);
});

it('a check-in with a place keeps the distance, and no page says where somebody was', async () => {
  expect((await s.post('secretaryElsewhere', page('/works-place'), { asked: 'yes', lat: '31.35', lng: '121.59' })).status).toBe(303);
  expect((await s.post('secretaryElsewhere', page('/works-place'), { asked: 'yes', lat: '931', lng: '121.59' })).status).toBe(422);
  const today = await s.value("select (now() at time zone 'Asia/Shanghai')::date::text");
  const sent = await s.post('secretaryElsewhere', page('/check-in'), { body: '看过了', day: today, lat: '31.3509', lng: '121.59', accuracy: '8' });
  expect(sent.status).toBe(303);
  const html = await text(s.get('secretaryElsewhere', page('/check-ins')));
  expect(html).toContain('离现场 100 米');
  expect(html).not.toContain('31.35');
});

it('says at mid-term what the office has not set, and counts for itself', async () => {
  const html = await text(s.get('secretaryElsewhere', page('/mid-term')));
  expect(html).toContain('自治办也没有设定');
  expect(html).toMatch(/打卡 \d+ 次/);
});

it('once it is stopped, its pages say that they are kept as a record, and ask for nothing', async () => {
  const record = '项目已终止，下面只作记录';
  expect(await text(s.get('anonymous', page('/plan')))).not.toContain(record);
  expect(await text(s.get('anonymous', page('/acceptance-list')))).toContain('不能验收通过');
  expect((await s.post('officer', page('/stop'), { reason: '场地被收回' })).status).toBe(303);
  for (const path of ['/plan', '/stuck', '/rota', '/changes', '/mid-term']) expect(await text(s.get('officer', page(path)))).toContain(record);
  const list = await text(s.get('officer', page('/acceptance-list')));
  expect(list).toContain('项目已终止，不再验收');
  expect(list).not.toContain('不能验收通过');
  expect(await text(s.get('anonymous', page('')))).toContain('不做了');
  expect(await s.value("select count(*) from duty where project_id = $1 and kind = 'acceptance.mend' and done_at is null", doing)).toBe('0');
});
