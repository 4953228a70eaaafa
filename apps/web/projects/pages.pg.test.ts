import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base, type FormFields, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let lamps: string, doing: string, draft: string, matter: string;
beforeAll(async () => {
  s = await wholeSite();
  lamps = await s.value("select id from project where title = '楼道亮起来'");
  doing = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
  matter = await s.value('select matter_id from project where id = $1', lamps);
  const begun = await s.post('secretary', `${base}/projects/new`, { matter });
  draft = /projects\/([0-9a-f-]{36})\/application/.exec(begun.headers.get('location') ?? '')?.[1] ?? '';
}, 300_000);
afterAll(() => s?.close());
afterEach(() => expect(s.errors).toEqual([]));

const text = async (response: Response | Promise<Response>) => (await response).text();
const page = (path: string) => `${base}/projects/${path}`;
const revision = () => s.value('select revision from application_draft where project_id = $1', draft);
const edit = async (fields: FormFields, seen?: string) =>
  s.post('secretary', page(`${draft}/application`), { revision: seen ?? (await revision()), do: 'save', ...fields });

describe('the public page', () => {
  it('tells the whole story to everyone: who raised it, what was decided, paid, built, and who looks after it', async () => {
    const html = await text(s.get('anonymous', page(lamps)));
    for (const said of ['楼道亮起来', '40 户附议', '参加 60 户，同意 55 户', '45,000.00', '3,100.00', '56,100.00', '管护人：周长根', '验收通过', '结项'])
      expect(html).toContain(said);
    expect(html).toMatch(/裁定：可以/);
  });
  it('is light and runs no script of its own', async () => {
    const html = await text(s.get('anonymous', page(lamps)));
    expect(gzipSync(html).length).toBeLessThan(30_000);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+="/);
  });
  it('masks residents’ names for the public, and shows them to staff', async () => {
    const name = await s.value('select person_name from check_in where project_id = $1 limit 1', lamps);
    expect(await text(s.get('anonymous', page(`${lamps}/check-ins`)))).not.toContain(name);
    expect(await text(s.get('secretary', page(`${lamps}/check-ins`)))).toContain(name);
  });
  it('offers nothing to do to those who only read, and to staff what they can do now', async () => {
    expect(await text(s.get('anonymous', page(doing)))).not.toContain('您现在可以办');
    const html = await text(s.get('secretaryElsewhere', page(doing)));
    expect(html).toContain(`${page(doing)}/check-in`);
    expect(html).not.toContain(`${page(doing)}/settlement`);
  });
});

describe('what is not for everyone', () => {
  it('a draft is its neighbourhood’s own: to others it does not exist', async () => {
    for (const who of ['anonymous', 'resident', 'secretaryElsewhere', 'officerElsewhere'] as const) expect((await s.get(who, page(draft))).status).toBe(404);
    expect((await s.get('secretary', page(draft))).status).toBe(200);
  });
  it.each(['not-a-uuid', '0190b1f0-dead-7000-8000-00000000dead', "1'; drop table project; --"])(
    'an address that names nothing is not found: %s',
    async (id) => {
      for (const path of ['', '/check-ins', '/changes', '/upkeep', '/settlement', '/acceptance', '/grade', '/notes'])
        expect((await s.get('anonymous', page(encodeURIComponent(id) + path))).status).toBe(404);
    },
  );
  it('a form sent without a session changes nothing and leads to sign-in', async () => {
    const before = await s.fingerprint();
    for (const path of ['check-in', 'changes', 'notes', 'pictures', 'acceptance', 'settlement', 'grade', 'close', 'withdraw', 'stop', 'start', 'application'])
      expect((await s.post('anonymous', page(`${doing}/${path}`), { body: 'x' })).status).toBe(303);
    expect(await s.fingerprint()).toBe(before);
  });
});

describe('writing an application', () => {
  it('keeps half a number, adds a row by its button, and says what is missing by its name', async () => {
    const added = await edit({
      title: '楼道二期',
      'sources.0.id': 's1',
      'sources.0.kind': 'grant',
      'sources.0.name': '社区自治金',
      'sources.0.planned': '12x',
      do: 'add:lines',
    });
    expect(added.status).toBe(303);
    expect(added.headers.get('location')).toContain('/application#lines-0');
    const html = await text(s.get('secretary', page(`${draft}/application`)));
    expect(html).toContain('value="12x"');
    expect(html).toContain('name="lines.0.quantity"');
    const refused = await edit({
      title: '楼道二期',
      'sources.0.id': 's1',
      'sources.0.kind': 'grant',
      'sources.0.planned': '12x',
      'lines.0.name': '灯',
      do: 'submit',
    });
    expect(refused.status).toBe(422);
    const said = await refused.text();
    for (const words of ['预算 1 数量：请填写这一项', '来源 1 计划金额：请填金额', '决议：申报要以居民的决议为依据', 'value="12x"'])
      expect(said).toContain(words);
    expect(await s.value('select state from project where id = $1', draft)).toBe('draft');
  });
  it('gives back what a second editor typed instead of overwriting the first', async () => {
    const seen = await revision();
    expect((await edit({ title: '先存的' }, seen)).status).toBe(303);
    const late = await edit({ title: '后存的' }, seen);
    expect(late.status).toBe(422);
    const html = await late.text();
    expect(html).toContain('有人保存过');
    expect(html).toContain('value="后存的"');
    expect(await s.value("select content->>'title' from application_draft where project_id = $1", draft)).toBe('先存的');
    // Saving again after that warning is the editor's own decision.
    expect((await edit({ title: '后存的' }, /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '')).status).toBe(303);
  });
  it('shows hostile words as words', async () => {
    await edit({ title: '"><script>alert(1)</script>', goal: '</textarea><img src=x onerror=alert(1)>' });
    const html = await text(s.get('secretary', page(`${draft}/application`)));
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
  });
  it('takes no paper that is none, and keeps what was typed', async () => {
    const refused = await edit({ title: '带附件', paper: new File(['MZ\u0000\u0001'], 'virus.exe') });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('只收照片');
  });
  it('is printed once it is complete, and says so before', async () => {
    const early = await s.get('secretary', page(`${draft}/application.pdf`));
    expect(early.status).toBe(303);
    const pdf = await s.get('secretary', page(`${lamps}/application.pdf`));
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect((await s.get('anonymous', page(`${lamps}/application.pdf`))).status).toBe(303);
    expect((await s.get('secretaryElsewhere', page(`${lamps}/application.pdf`))).status).toBe(404);
  });
  it('begins only from a matter of the own place', async () => {
    expect((await s.post('secretaryElsewhere', `${base}/projects/new`, { matter })).status).toBe(403);
    expect((await s.post('secretary', `${base}/projects/new`, { matter: '0190b1f0-dead-7000-8000-00000000dead' })).status).toBe(404);
    expect((await s.post('secretary', `${base}/projects/new`, {})).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the works, from a phone', () => {
  const seen = () => ({ body: '围栏装好了一半', day: new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date()) });
  it('a check-in without words or on another day comes back filled', async () => {
    const empty = await s.post('secretaryElsewhere', page(`${doing}/check-in`), { ...seen(), body: '  ' });
    expect(empty.status).toBe(422);
    const early = await s.post('secretaryElsewhere', page(`${doing}/check-in`), { ...seen(), day: '2020-01-01' });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain('围栏装好了一半');
  });
  it('the same form twice is one check-in; a resident who is not on the rota is told how to take part', async () => {
    const _key = crypto.randomUUID();
    const count = () => s.value('select count(*) from check_in where project_id = $1', doing);
    const before = Number(await count());
    for (let i = 0; i < 2; i++) expect((await s.post('secretaryElsewhere', page(`${doing}/check-in`), { ...seen(), _key })).status).toBe(303);
    expect(Number(await count())).toBe(before + 1);
    const outsider = await s.get('resident', page(`${doing}/check-in`));
    expect(outsider.status).toBe(403);
  });
  it('a change is asked for, answered by the office, and not by who asked', async () => {
    const asked = { what: '换软一点的地垫', fromText: '两厘米', toText: '三厘米', why: '试铺太硬', amount: '0' };
    expect((await s.post('secretaryElsewhere', page(`${doing}/changes`), { ...asked, amount: '一百' })).status).toBe(422);
    expect((await s.post('secretaryElsewhere', page(`${doing}/changes`), asked)).status).toBe(303);
    const change = await s.value("select id from change_request where project_id = $1 and what = '换软一点的地垫'", doing);
    expect((await s.post('secretaryElsewhere', page(`${doing}/changes/${change}/answer`), { answer: 'approve', reason: '可以' })).status).toBe(403);
    expect((await s.post('officer', page(`${doing}/changes/${change}/answer`), { answer: 'approve', reason: '' })).status).toBe(422);
    expect((await s.post('officer', page(`${doing}/changes/${change}/answer`), { answer: 'approve', reason: '不增加自治金' })).status).toBe(303);
    expect(await text(s.get('anonymous', page(`${doing}/changes`)))).toContain('不增加自治金');
  });
  it('the rota takes nobody without a name', async () => {
    const refused = await s.post('secretaryElsewhere', page(`${doing}/shifts`), { day: seen().day, days: '1', slot: 'day', place: '空地' });
    expect(refused.status).toBe(422);
    const planned = await s.post('secretaryElsewhere', page(`${doing}/shifts`), {
      day: seen().day,
      days: '3',
      slot: 'day',
      place: '空地',
      personName: '过路的老师傅',
    });
    expect(planned.status).toBe(303);
    expect(await s.value("select count(*) from shift where person_name = '过路的老师傅'")).toBe('3');
  });
});

describe('closing', () => {
  it('what is not in its turn changes nothing', async () => {
    const before = await s.fingerprint();
    for (const [who, path] of [
      ['supervisor', 'acceptance'],
      ['secretary', 'settlement'],
      ['officer', 'close'],
    ] as const)
      expect(
        (
          await s.post(who, page(`${lamps}/${path}`), {
            result: 'rework',
            remark: 'x',
            'as-agreed': 'ok',
            works: 'ok',
            safe: 'ok',
            clean: 'ok',
            papers: 'ok',
            'keeper-instructed': 'ok',
          })
        ).status,
      ).toBe(409);
    expect(await s.fingerprint()).toBe(before);
  });
  it('the settlement stands open to everyone with the figures of the books', async () => {
    const html = await text(s.get('anonymous', page(`${lamps}/settlement`)));
    for (const figure of ['56,100.00', '55,610.00', '490.00']) expect(html).toContain(figure);
  });
  it('the office sets how long each step may take, in words that are numbers', async () => {
    expect((await s.post('officer', `${base}/project-deadlines`, { project_check: '一周', reason: '试行' })).status).toBe(422);
    expect((await s.post('officer', `${base}/project-deadlines`, { project_check: '5', reason: '试行' })).status).toBe(303);
    expect(await text(s.get('officer', `${base}/project-deadlines`))).toContain('value="5"');
    expect((await s.get('secretary', `${base}/project-deadlines`)).status).toBe(403);
  });
});

describe('lists', () => {
  it('show what waits for whom, can be searched, and leave as Excel', async () => {
    const html = await text(s.get('anonymous', `${base}/projects?q=${encodeURIComponent('楼道亮')}`));
    expect(html).toContain('楼道亮起来');
    expect(html).not.toContain('>儿童乐园<');
    const sheet = await s.get('anonymous', `${base}/n/pd-cailu/projects?format=xlsx`);
    expect(sheet.headers.get('content-type')).toContain('spreadsheetml');
    expect((await s.get('anonymous', `${base}/n/nowhere/projects`)).status).toBe(404);
  });
  it('a draft is in the list of those who may see it only', async () => {
    const listed = async (who: 'anonymous' | 'secretary') => (await text(s.get(who, `${base}/n/pd-cailu/projects`))).includes(draft);
    expect([await listed('anonymous'), await listed('secretary')]).toEqual([false, true]);
  });
});
