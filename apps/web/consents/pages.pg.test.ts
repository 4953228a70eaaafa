import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let at: string;
let ballot: string;
beforeAll(async () => {
  s = await wholeSite();
  const id = await s.value('select id from consent limit 1');
  at = `${base}/consents/${id}`;
  ballot = await s.value('select ballot_id from consent_part where no = 2 limit 1');
}, 300_000);
afterAll(() => s?.close());
const text = async (who: Player, path = at) => (await s.get(who, path)).text();
const go = (response: Response) => response.headers.get('location') ?? '';
const wangsHome = () => s.value("select home_id from consent_entry where channel = 'own' limit 1");

describe('the page of a consent', () => {
  it('shows anybody both sets of tests with how much is missing, and by entrance who is left but not what was said', async () => {
    const page = await text('anonymous');
    for (const words of ['本幢业主', '小区全体业主', '还差', '逐个单元', '1 份签名有异议']) expect(page).toContain(words);
    expect(page).not.toContain('逐户情况');
    expect(page).not.toContain('王小英');
  });
  it('shows those who run it each home with who signed, and gives it to Excel; nobody else gets that', async () => {
    expect(await text('secretary')).toContain('逐户情况');
    expect((await s.get('secretary', `${at}?format=xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
    expect((await s.get('resident', `${at}?format=xlsx`)).status).toBe(403);
  });
  it('is where its ballots lead, and where their steps are taken', async () => {
    expect(go(await s.get('resident', `${base}/ballots/${ballot}`))).toBe(at);
    expect((await s.post('secretary', `${base}/ballots/${ballot}/close`)).status).toBe(409);
  });
});

describe('an owner on their own phone, without script', () => {
  it('changes the answer until closing; the earlier one is shown as no longer counting', async () => {
    expect((await s.post('resident', `${at}/sign`, { home: await wangsHome(), speaks: 'sole' })).status).toBe(422);
    const changed = await s.post('resident', `${at}/sign`, { home: await wangsHome(), speaks: 'sole', choice: 'no' });
    expect([changed.status, go(changed)]).toEqual([303, `${at}#mine`]);
    const page = await text('resident');
    expect(page).toContain('1号楼1单元101：不同意');
    expect(page).toContain('之前的答复留有记录，不再计算');
  });
  it('contests it, which is kept as typed when refused, and must be settled before closing', async () => {
    const entry = await s.value("select id from consent_entry where channel = 'own' order by signed_at desc limit 1");
    const long = await s.post('resident', `${at}/entries/${entry}/contest`, { text: `${'长'.repeat(500)}末` });
    expect([long.status, (await long.text()).includes('长末')]).toEqual([422, true]);
    expect((await s.post('resident', `${at}/entries/${entry}/contest`, { text: '<b>不是</b>我签的' })).status).toBe(303);
    const page = await text('director');
    expect(page).toContain('&lt;b&gt;不是&lt;/b&gt;我签的');
    expect(page).toContain('2 份签名有异议');
  });
});

describe('paper', () => {
  it('a form without its scan is not entered; what was typed comes back', async () => {
    const home = await s.value("select home_id from consent_home where label like '%4号楼1单元101' limit 1");
    const sent = await s.post('secretary', `${at}/papers`, {
      home,
      choice: 'yes',
      speaks: 'sole',
      signer: '纸上签名的人',
      day: (await s.value("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')")) || '',
      time: '00:00',
    });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect([page.includes('纸上签名的人'), page.includes('没有签名，也没有签好的表的照片')]).toEqual([true, true]);
  });
  it('forms and the list of signatures are PDFs', async () => {
    for (const name of ['forms.pdf', 'annex.pdf'])
      expect((await s.get('secretary', `${at}/${name}`)).headers.get('content-type'), name).toBe('application/pdf');
  });
});

it('what the office has not set is said, and once set it is said who counts how', async () => {
  expect(await text('anonymous')).toContain('街镇还没有设定');
  expect((await s.post('officer', `${base}/consents/settings`, { split: 'takes-part' })).status).toBe(303);
  expect(await text('anonymous')).toContain('不算同意也不算不同意');
  expect((await s.post('officer', `${base}/consents/settings`, { split: 'not-counted' })).status).toBe(422);
});
