import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base, type FormFields, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let draft: string;
beforeAll(async () => {
  s = await wholeSite();
  const matter = await s.value("select matter_id from project where title = '楼道亮起来'");
  const begun = await s.post('secretary', `${base}/projects/new`, { matter });
  draft = /projects\/([0-9a-f-]{36})\/application/.exec(begun.headers.get('location') ?? '')?.[1] ?? '';
}, 300_000);
afterAll(() => s?.close());
afterEach(() => expect(s.errors).toEqual([]));

const at = (path: string) => `${base}/projects/${draft}/application${path}`;
const read = async (who: Player, path = '') => (await s.get(who, at(path))).text();
const decoded = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
/** The marks that the form on a page carries: what its reader saw. */
const marksOf = (html: string) => decoded(/name="marks" value="([^"]*)"/.exec(html)?.[1] ?? '');
const kept = (path: string) => s.value(`select content #>> '{${path}}' from application_draft where project_id = $1`, draft);
const send = async (who: Player, step: string, seen: string, fields: FormFields) => s.post(who, at(step), { marks: marksOf(seen), do: 'save', ...fields });

describe('the application in steps', () => {
  it('begins at the first step with what matter, resolutions and vote have said', async () => {
    const html = await read('secretary', '/what');
    expect(html).toContain('第 1 步，共 7 步');
    expect(html).toContain('四十年没有灯');
    const money = await read('secretary', '/money');
    expect(money).toContain('value="50"');
    expect(await kept('opinion')).toMatch(/^经居民商议，2026年\d+月\d+日形成决议：.*本居委会同意申报。$/);
  });
  it('whoever begins from the same matter again is shown what came of it before, the draft by the way to go on', async () => {
    const matter = await s.value("select matter_id from project where title = '楼道亮起来'");
    const html = await (await s.get('secretary', `${base}/projects/new?matter=${matter}`)).text();
    expect(html).toContain('这个议题已经申报过');
    expect(html).toContain(`href="${at('/what')}"`);
    expect(html).toContain('已建成，有人管护');
  });
  it('a step keeps the others, and goes on to the next', async () => {
    const seen = await read('secretary', '/team');
    const title = await kept('title');
    const went = await send('secretary', '/team', seen, { 'members.0.name': '唐秀英', 'members.0.duty': '总协调', periodStart: '2026-12-x', do: 'next' });
    expect(went.headers.get('location')).toMatch(/\/application\/money$/);
    expect([await kept('title'), await kept('periodStart'), await kept('members,0,duty')]).toEqual([title, '2026-12-x', '总协调']);
  });
  it('says beside the money what goes back, with its clause, and only there', async () => {
    const money = await read('secretary', '/money');
    expect(money).toContain('怎么退回');
    expect(money).toMatch(/每年12月20日前交回<br\/><small>《演示街道自治金实施办法》（演示用，虚构）第十二条<\/small>/);
    expect(await read('secretary', '/effects')).not.toContain('怎么退回');
  });
  it('a step that is none is not found', async () => {
    for (const step of ['/nothing', "/what'--"]) expect((await s.get('secretary', at(step))).status).toBe(404);
  });
  it('saves as it is typed, and answers with what follows from it', async () => {
    const seen = await read('secretary', '/budget');
    const answer = await send('secretary', '/budget', seen, {
      'lines.0.name': '太阳能灯',
      'lines.0.quantity': '6',
      'lines.0.unitPrice': '2000',
      do: 'autosave',
    });
    expect(answer.status).toBe(200);
    const said: unknown = await answer.json();
    expect(said).toMatchObject({ said: expect.stringMatching(/^已保存/), live: expect.stringContaining('12,000.00') });
    expect(await kept('lines,0,name')).toBe('太阳能灯');
  });
});

describe('two people at once', () => {
  it('each keeps what the other wrote elsewhere; the same field is shown to the second, not overwritten', async () => {
    const [first, second] = [await read('secretary', '/what'), await read('director', '/what')];
    const whole = { goal: await kept('goal'), why: await kept('why'), title: await kept('title') };
    expect((await send('secretary', '/what', first, { ...whole, goal: '书记写的目标' })).status).toBe(303);
    expect((await send('director', '/what', second, { ...whole, why: '主任写的理由' })).status).toBe(303);
    expect([await kept('goal'), await kept('why')]).toEqual(['书记写的目标', '主任写的理由']);
    const late = await send('director', '/what', second, { ...whole, goal: '主任写的目标' });
    expect(late.status).toBe(422);
    const html = await late.text();
    for (const words of ['有人同时改了同一处', '书记写的目标', '主任写的目标']) expect(html).toContain(words);
    expect(await kept('goal')).toBe('书记写的目标');
    const stopped = await send('director', '/what', second, { ...whole, goal: '主任写的目标', do: 'autosave' });
    expect(stopped.status).toBe(409);
    // Having seen theirs, saving again is one's own decision.
    expect((await send('director', '/what', html, { ...whole, why: '主任写的理由', goal: '主任写的目标' })).status).toBe(303);
    expect([await kept('goal'), await kept('why')]).toEqual(['主任写的目标', '主任写的理由']);
  });
  it('marks that were made up empty nothing that was not in the form', async () => {
    const before = await kept('title');
    for (const marks of ['', '{}', '[1]', '{"title":7}', '{"title#":"3"}', 'x'.repeat(200_000)])
      await s.post('secretary', at('/budget'), { marks, do: 'save' });
    expect(await kept('title')).toBe(before);
  });
});

describe('the check while it is written', () => {
  it('says what is missing with the way to the field, and what the rules say with clause and remedy', async () => {
    const html = await read('secretary');
    expect(html).toContain('要填好');
    expect(html).toMatch(/href="#f-lines-0-category"/);
    expect(html).toContain('怎样就行');
    const early = await s.post('secretary', at(''), { marks: marksOf(html), do: 'submit' });
    expect(early.status).toBe(422);
  });
});

describe('sent back', () => {
  it('remarks stand beside their fields; the office sees what changed', async () => {
    const id = await s.value(
      "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where n.code = 'pd-cailu' and p.state = 'submitted'",
    );
    const page = (path: string) => `${base}/projects/${id}/${path}`;
    const remarks = { 'remark-0-field': 'lines.0.unitPrice', 'remark-0-text': '请附询价单', 'remark-1-field': 'goal', 'remark-1-text': '' };
    expect((await s.post('officer', page('check/return'), { reason: '', 'remark-0-field': 'goal' })).status).toBe(422);
    expect((await s.post('officer', page('check/return'), { reason: '', ...remarks })).status).toBe(303);
    const budget = await (await s.get('secretary', page('application/budget'))).text();
    expect(budget).toContain('自治办意见（第 1 版）：请附询价单');
    expect(await (await s.get('secretary', page('application/what'))).text()).not.toContain('请附询价单');
    const name = /name="lines.0.name"[^>]*value="([^"]+)"/.exec(budget)?.[1] ?? '';
    const whole = await (await s.get('secretary', page('application'))).text();
    const marks = marksOf(whole);
    expect(JSON.parse(marks)).toHaveProperty('goal');
    // Only the goal is posted with its mark: everything else stays as it was saved.
    const goal = JSON.stringify({ goal: JSON.parse(marks).goal });
    const early = await s.post('secretary', page('application'), { marks: goal, goal: '六盏灯照亮门前八十米', do: 'submit' });
    expect(early.status).toBe(422);
    const refused = await early.text();
    expect(refused).toContain('自治办的意见还有没着落的');
    // What was typed is kept, and the remark has a field of its own to be answered in.
    expect(refused).toContain('六盏灯照亮门前八十米');
    const reply = /name="(reply-[0-9a-f-]{36})"/.exec(refused)?.[1] ?? '';
    const again = await s.post('secretary', page('application'), {
      marks: JSON.stringify({ goal: JSON.parse(marksOf(refused)).goal }),
      goal: '六盏灯照亮门前八十米',
      [reply]: '询价单在第三页，单价不变',
      do: 'submit',
    });
    expect(again.status).toBe(303);
    // A window left open: who may write it is told that it was handed in; nobody else learns of the form.
    expect((await s.get('secretary', page('application/what'))).headers.get('location')).toBe(`${base}/projects/${id}`);
    expect((await s.get('secretaryElsewhere', page('application/what'))).status).not.toBe(303);
    const check = await (await s.get('officer', page('check'))).text();
    for (const words of ['退回以后改了 1 处', '六盏灯照亮门前八十米', '请附询价单', '询价单在第三页', name]) expect(check).toContain(words);
    const versions = await (await s.get('officer', page('versions?from=1&amp;to=2'))).text();
    expect(versions).toContain('六盏灯照亮门前八十米');
    expect((await s.get('officer', page('versions?from=9&to=x'))).status).toBe(200);
  });
});
