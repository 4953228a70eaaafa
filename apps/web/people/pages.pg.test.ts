import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
beforeAll(async () => {
  s = await wholeSite();
}, 300_000);
afterAll(async () => {
  expect(s.errors).toEqual([]);
  await s.close();
});
const text = async (response: Response | Promise<Response>) => (await response).text();
const csv = (...lines: string[]) => new File([lines.join('\n')], '花名册.csv', { type: 'text/csv' });
const place = `${base}/n/pd-cailu`;
const location = (response: Response) => response.headers.get('location') ?? '';

describe('a roster by page', () => {
  it('that is no table is refused beside the field, and kept nowhere', async () => {
    const before = await s.fingerprint();
    const page = await s.post('secretary', `${place}/import`, {
      roster: new File([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0])], 'a.png'),
    });
    expect(page.status).toBe(422);
    expect(await page.text()).toContain('这不是 Excel（.xlsx）或 CSV 文件');
    expect((await s.post('secretary', `${place}/import`)).status).toBe(422);
    expect(await s.fingerprint()).toBe(before);
  });

  it('shows what is wrong row by row and offers no import', async () => {
    const draft = location(
      await s.post('secretary', `${place}/import`, {
        roster: csv('楼栋,室号,面积', '99,101,50', '99,102,六十'),
      }),
    );
    const page = await text(s.get('secretary', draft));
    expect(page).toContain('第 3 行「面积」不是面积');
    expect(page).not.toContain('确认导入');
    await s.post('secretary', `${draft}/confirm`);
    expect(await s.value("select count(*) from building where name = '99号楼'")).toBe('0');
  });

  it('with headers nobody knows asks which column is what', async () => {
    const draft = location(await s.post('secretary', `${place}/import`, { roster: csv('甲,乙', '99,101') }));
    expect(await text(s.get('secretary', draft))).toContain('没有认出这些列：楼栋、室号');
    expect((await s.post('secretary', `${draft}/columns`, { building: '0', room: '1' })).status).toBe(303);
    expect(await text(s.get('secretary', draft))).toContain('确认导入');
  });

  it('is looked at, imported once, and then changes nothing', async () => {
    const roster = csv('小区,楼栋,单元,室号,面积,业主,住户', '测试小区,99,1,101,50.5,王试 1/2；李试 1/2,王试；王小试（未成年）');
    const draft = location(await s.post('secretary', `${place}/import`, { roster }));
    const preview = await text(s.get('secretary', draft));
    for (const words of ['新楼栋', '新房屋', '确认导入']) expect(preview).toContain(words);
    expect(await s.value("select count(*) from building where name = '99号楼'")).toBe('0');
    const twice = await Promise.all([s.post('secretary', `${draft}/confirm`), s.post('secretary', `${draft}/confirm`)]);
    expect(twice.map((one) => one.status)).toEqual([303, 303]);
    expect(await s.value("select count(*) from building where name = '99号楼'")).toBe('1');
    expect(await text(s.get('secretary', draft))).toContain('导入完成');
    const again = location(await s.post('secretary', `${place}/import`, { roster }));
    expect(await text(s.get('secretary', again))).toContain('和现在的登记完全一样');
  });

  it('is not for others', async () => {
    for (const who of ['resident', 'steward', 'secretaryElsewhere', 'auditor'] as const) expect((await s.get(who, `${place}/import`)).status, who).toBe(403);
    const draft = await s.value('select id from roster_import limit 1');
    expect((await s.get('secretaryElsewhere', `${base}/imports/${draft}`)).status).toBe(404);
    expect((await s.post('secretaryElsewhere', `${base}/imports/${draft}/confirm`)).status).toBe(404);
  });
});

describe('a letter', () => {
  const letterCode = async (): Promise<string> => {
    const household = await s.value(
      "select hh.home_id from household hh join home h on h.id = hh.home_id join building b on b.id = h.building_id where b.name = '99号楼' and hh.until_day is null",
    );
    const paper = await s.post('secretary', `${base}/homes/${household}/letter`);
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(paper.headers.get('cache-control')).toContain('no-store');
    return household;
  };
  it('is printed for the committee and refused to residents', async () => {
    const home = await letterCode();
    expect((await s.post('resident', `${base}/homes/${home}/letter`)).status).toBe(403);
    expect(await s.value('select count(*) from activation_letter l join household hh on hh.id = l.household_id where hh.home_id = $1', home)).toBe('1');
    await letterCode();
    expect(
      await s.value('select count(*) from activation_letter l join household hh on hh.id = l.household_id where hh.home_id = $1 and l.voided_at is null', home),
    ).toBe('1');
  });
  it('with a wrong code makes no account, and too many attempts are stopped', async () => {
    const accounts = await s.value('select count(*) from auth_user');
    const statuses = [];
    for (let i = 0; i < 12; i++) statuses.push((await s.post('anonymous', `${base}/activate`, { code: '2222-2222-2222-2222', name: '王试' })).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect(await s.value('select count(*) from auth_user')).toBe(accounts);
  });
});

describe('vouching', () => {
  it("comes into the steward's inbox by the door, and leaves it when answered", async () => {
    const door = await s.value(
      "select d.code from door_code d join home h on h.id = d.home_id join building b on b.id = h.building_id where b.name = '99号楼'",
    );
    const asked = await s.post('account', `${base}/d/${door}/vouching`, { name: '王试' });
    expect(asked.status).toBe(303);
    expect(await text(s.get('steward', `${base}/inbox`))).toContain('请您担保');
    expect(await text(s.get('steward', `${place}/vouching`))).toContain('王试');
    const request = await s.value("select id from vouch_request where state = 'open'");
    expect((await s.post('secretaryElsewhere', `${base}/vouching/${request}`, { vouch: 'yes' })).status).toBe(403);
    expect((await s.post('steward', `${base}/vouching/${request}`, { vouch: 'yes', place: 'pd-cailu' })).status).toBe(303);
    expect(await s.value("select count(*) from duty where kind = 'vouch.answer' and done_at is null")).toBe('0');
    expect(await text(s.get('account', `${base}/me`))).toContain('99号楼1单元101');
    expect(await s.value("select count(*) from person where name = '王试'")).toBe('1');
  });
});

describe("a person's own data", () => {
  it('is seen and taken home by that person alone', async () => {
    const data: unknown = JSON.parse(await text(s.get('account', `${base}/me/data.json`)));
    expect(data).toMatchObject({
      person: { name: '王试' },
      homes: [{ label: expect.stringContaining('99号楼1单元101') }],
    });
    expect((await s.get('anonymous', `${base}/me/data.json`)).status).toBe(303);
  });
  it('is not read by residents, stewards or the neighbours’ secretary', async () => {
    const person = await s.value("select id from person where name = '王试'");
    for (const who of ['resident', 'steward', 'account'] as const) expect((await s.get(who, `${base}/people/${person}`)).status, who).toBe(403);
    expect((await s.get('secretaryElsewhere', `${base}/people/${person}`)).status).toBe(404);
    expect((await s.get('secretary', `${base}/people/${person}`)).status).toBe(200);
  });
  it('leaves as a list only with a line in the trail', async () => {
    expect((await s.get('secretary', `${place}/people?format=xlsx`)).status).toBe(200);
    expect(await s.value("select count(*) from audit_entry where action = 'people.exported'")).toBe('1');
  });
});

describe('an office from nothing', () => {
  it('makes a neighbourhood, a building, roles and organisations by forms, each refused form keeping what was typed', async () => {
    const wrong = await s.post('officer', `${base}/neighbourhoods/new`, {
      name: '新居民区',
      code: 'pd-cailu',
      committeeKind: 'residents',
    });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="新居民区"');
    expect(
      (
        await s.post('officer', `${base}/neighbourhoods/new`, {
          name: '新居民区',
          code: 'pd-xin',
          committeeKind: 'village',
        })
      ).status,
    ).toBe(303);
    const at = `${base}/n/pd-xin`;
    expect(await text(s.get('officer', at))).toContain('还没有楼栋');
    const compound =
      location(await s.post('officer', `${at}/compounds/new`, { name: '新村' }))
        .split('/')
        .at(-1) ?? '';
    const built = await s.post('officer', `${at}/buildings/new`, {
      compoundId: compound,
      name: '1',
      entrances: '1、2',
      firstFloor: '1',
      lastFloor: '6',
      homesPerFloor: '2',
      area: '60.5',
    });
    expect(built.status).toBe(303);
    expect(await s.value('select count(*) from home h join building b on b.id = h.building_id where b.id = $1', location(built).split('/').at(-1) ?? '')).toBe(
      '24',
    );
    expect(
      (
        await s.post('officer', `${at}/roles`, {
          role: 'secretary',
          name: '新书记',
          phone: '13912345678',
          fromDay: '2026-01-01',
        })
      ).status,
    ).toBe(303);
    expect(await text(s.get('anonymous', at))).toContain('新书记');
    expect(
      (
        await s.post('officer', `${base}/organisations/new`, {
          name: '新村物业',
          kind: 'property',
          phone: '021-58671234',
        })
      ).status,
    ).toBe(303);
    expect(await text(s.get('officer', `${base}/start`))).toContain('新居民区');
    const sheets = await s.get('officer', `${location(built)}/doors.pdf`);
    expect(
      Buffer.from(await sheets.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
  it('a secretary gives no role of the office', async () => {
    expect((await s.post('secretary', `${place}/roles`, { role: 'director', name: '某', fromDay: '2026-01-01' })).status).toBe(403);
    expect((await s.post('secretary', `${base}/roles`, { role: 'admin', name: '某', fromDay: '2026-01-01' })).status).toBe(403);
  });
  it('keeps the number given with a role for somebody known without one, and asks who is meant before it does', async () => {
    const given = { role: 'steward', name: '新书记', phone: '13800000177', fromDay: '2026-01-01' };
    const person = await s.value("select id from person where name = '新书记'");
    await s.owner.query('update person set phone = null where id = $1', [person]);
    const slip = await s.post('admin', `${base}/n/pd-xin/roles`, { ...given, phone: '1380000' });
    expect(slip.status).toBe(422);
    expect(await slip.text()).toContain('电话不对');
    const asked = await s.post('admin', `${base}/n/pd-xin/roles`, given);
    expect(asked.status).toBe(422);
    expect(await asked.text()).toContain('是哪一位');
    expect((await s.post('admin', `${base}/n/pd-xin/roles`, { ...given, personId: person })).status).toBe(303);
    expect(await s.value('select phone from person where id = $1', person)).toBe('13800000177');
    const other = { ...given, role: 'keeper', phone: '13800000178', personId: person };
    expect((await s.post('admin', `${base}/n/pd-xin/roles`, other)).status).toBe(303);
    expect(await s.value('select phone from person where id = $1', person)).toBe('13800000177');
  });
  it('a one-time link is given by the administrator alone', async () => {
    const person = await s.value("select id from person where name = '新书记'");
    expect((await s.post('officer', `${base}/people/${person}/link`)).status).toBe(403);
    const page = await text(s.post('admin', `${base}/people/${person}/link`));
    expect(page).toMatch(/\/link\/[\w-]{20,}/);
    expect(await s.value('select account_id is not null from person where id = $1', person)).toBe('true');
  });
});
