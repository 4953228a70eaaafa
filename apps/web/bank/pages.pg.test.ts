import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let bank: string, box: string, doing: string, settled: string;
beforeAll(async () => {
  s = await wholeSite();
  bank = await s.value("select id from money_account where kind = 'bank'");
  box = await s.value("select id from money_account where kind = 'cash'");
  doing = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
  settled = await s.value("select id from project where title = '楼道亮起来'");
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();
const file = (content: string | Uint8Array, name = '流水.csv') => new File([content as BlobPart], name);
const upload = (content: string | Uint8Array, name?: string) =>
  s.post('secretaryElsewhere', `${base}/accounts/${bank}/statements`, { statement: file(content, name) });
const follow = async (response: Response) => s.get('secretaryElsewhere', response.headers.get('location') ?? '');

describe('a statement of the bank', () => {
  it('is looked at before it counts; a bad row is named, and nothing is taken in', async () => {
    const rows = await s.value('select count(*) from bank_row');
    const seen = await follow(await upload('交易日期,摘要,收入,支出,余额\n2026-11-20,押金,5.00,,20008.20\n2026-11-21,押金,5.005,,20013.20\n'));
    const page = await text(seen);
    expect(page).toContain('有 1 行读不懂，整份都没有导入');
    expect(page).toContain('第 3 行');
    expect(page).not.toContain('/confirm');
    const id = /bank-statements\/([0-9a-f-]{36})\/columns/.exec(page)?.[1] ?? '';
    expect(await text(s.post('secretaryElsewhere', `${base}/bank-statements/${id}/confirm`))).toContain('还有读不懂的行');
    expect(await s.value('select count(*) from bank_row')).toBe(rows);
  });
  it('is read with the columns that the office chooses, and taken in once', async () => {
    const content = '什么时候,多少,说明\n2026-11-20,-5.00,账户管理费\n';
    const page = await text(await follow(await upload(content)));
    expect(page).toContain('找不到日期或金额的列');
    const id = /bank-statements\/([0-9a-f-]{36})\/columns/.exec(page)?.[1] ?? '';
    const again = await follow(await s.post('secretaryElsewhere', `${base}/bank-statements/${id}/columns`, { day: '0', amount: '1', memo: '2' }));
    expect(await text(again)).toContain('将导入 1 行');
    const done = await s.post('secretaryElsewhere', `${base}/bank-statements/${id}/confirm`);
    expect(done.status).toBe(303);
    expect(await text(await follow(done))).toContain('账户管理费');
    const twice = await text(await follow(await upload(content)));
    expect(twice).toContain('已经导入过');
  });
  it.each([
    ['nothing', new Uint8Array(), '文件里没有内容'],
    ['a picture called csv', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), '这不是表格文件'],
    ['a torn workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), '文件损坏或不完整'],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), '旧版 Excel'],
  ])('%s is refused in words, and nothing is kept', async (_what, bytes, words) => {
    const before = await s.value('select count(*) from bank_statement');
    const answer = await upload(bytes, 'x.csv');
    expect(answer.status).toBe(422);
    expect(await text(answer)).toContain(words);
    expect(await s.value('select count(*) from bank_statement')).toBe(before);
  });
  it('leaves what nobody has explained in sight of the auditor, who changes nothing', async () => {
    const page = await text(s.get('auditor', `${base}/accounts/${bank}`));
    expect(page).toContain('结息');
    expect(page).toContain('未核对');
    expect(page).not.toContain('<form class="form"');
  });
  it('is matched with another amount only by whoever ticks that it is a part; what was ticked stays ticked', async () => {
    const movement = /name="movement" value="([0-9a-f-]{36})"/.exec(await text(s.get('secretaryElsewhere', `${base}/accounts/${bank}`)))?.[1] ?? '';
    // Interest came in, the fee went out: one of the two goes with whatever movement is open.
    const rows = [
      await s.value("select id from bank_row where memo like '%结息%' limit 1"),
      await s.value("select id from bank_row where memo = '账户管理费'"),
    ];
    const links = await s.value('select count(*) from bank_link');
    let partial = '';
    for (const row of rows) {
      const answer = await s.post('secretaryElsewhere', `${base}/accounts/${bank}/match`, { row, movement });
      const page = await text(answer);
      expect(answer.status).toBe(422);
      expect(page).toMatch(new RegExp(`name="row" value="${row}" checked`));
      if (/流水还剩 [\d,.]+ 元未核对，账上这笔还剩 [\d,.]+ 元/.test(page) && page.includes('name="part"')) partial = row;
      else expect(page).toContain('收入只能和收入核对');
    }
    expect(partial).not.toBe('');
    expect(await s.value('select count(*) from bank_link')).toBe(links);
    expect((await s.post('secretaryElsewhere', `${base}/accounts/${bank}/match`, { row: partial, movement, part: 'yes' })).status).toBe(303);
    const link = await s.value('select id from bank_link where row_id = $1 and undone_at is null', partial);
    expect((await s.post('secretaryElsewhere', `${base}/accounts/${bank}/undo`, { link, reason: '只是试试' })).status).toBe(303);
  });
  it('keeps what was typed when a transfer or a closing is refused', async () => {
    const transfer = await s.post('secretaryElsewhere', `${base}/accounts/${bank}/transfer`, {
      way: `to ${box}`,
      amount: '99999999',
      day: '2026-11-20',
      text: '备用',
    });
    expect(transfer.status).toBe(422);
    expect(await text(transfer)).toContain('value="99999999"');
    expect((await s.post('secretaryElsewhere', `${base}/accounts/${bank}/close`, { reason: '' })).status).toBe(422);
  });
  it('is taken back with a reason after a page that says what it means, and is offered for import again', async () => {
    const content = '交易日期,摘要,收入,支出,余额\n2026-11-19,误导入,,7.00,\n';
    const preview = await text(await follow(await upload(content)));
    const id = /bank-statements\/([0-9a-f-]{36})\/confirm/.exec(preview)?.[1] ?? '';
    const at = `${base}/bank-statements/${id}`;
    expect((await s.post('secretaryElsewhere', `${at}/confirm`)).status).toBe(303);
    expect(await text(s.get('secretaryElsewhere', at))).toContain(`${at}/withdraw`);
    expect(await text(s.get('auditor', at))).not.toContain('/withdraw');
    expect(await text(s.get('secretaryElsewhere', `${at}/withdraw`))).toContain('1 行流水不再计入');
    expect((await s.post('secretaryElsewhere', `${at}/withdraw`)).status).toBe(422);
    const done = await s.post('secretaryElsewhere', `${at}/withdraw`, { reason: '别家的流水' });
    expect(done.status).toBe(303);
    expect(await text(await follow(done))).not.toContain('误导入');
    const after = await text(s.get('secretaryElsewhere', at));
    expect(after).toContain('撤销了导入：别家的流水');
    expect(after).not.toContain('/withdraw"');
    expect(await text(await follow(await upload(content)))).toContain('将导入 1 行');
  });
  it('is explained in words; without words it comes back', async () => {
    const row = await s.value("select id from bank_row where memo = '账户管理费'");
    const empty = await s.post('secretaryElsewhere', `${base}/accounts/${bank}/explain`, { row, kind: 'other' });
    expect(empty.status).toBe(422);
    expect((await s.post('secretaryElsewhere', `${base}/accounts/${bank}/explain`, { row, kind: 'other', text: '银行年费，居委会办公经费出' })).status).toBe(
      303,
    );
    expect(await text(s.get('secretaryElsewhere', `${base}/accounts/${bank}`))).toContain('银行年费，居委会办公经费出');
  });
});

describe('cash', () => {
  it('is counted by one and signed by another', async () => {
    const counted = await s.post('secretaryElsewhere', `${base}/accounts/${box}/count`, { n10000: '1', n50: '2' });
    const at = counted.headers.get('location') ?? '';
    const own = await text(s.get('secretaryElsewhere', at));
    expect(own).toContain('长款 101.00');
    expect(own).not.toContain('/sign"');
    expect(await text(s.post('secretaryElsewhere', `${at}/sign`))).toContain('盘点的人不能自己签第二个字');
    expect((await s.post('officer', `${at}/sign`)).status).toBe(303);
    expect((await s.post('secretaryElsewhere', `${base}/accounts/${box}/count`, { n10000: '-1' })).status).toBe(422);
  });
});

describe('the end of the year and of a project', () => {
  it('says on the public account what goes back and by when, and where to record it for those who may', async () => {
    const open = await text(s.get('anonymous', `${base}/projects/${doing}/account`));
    const may = await text(s.get('secretaryElsewhere', `${base}/projects/${doing}/account`));
    // Shown from ninety days before the last day only: the demo's is 20 December.
    const shown = open.includes('年末退回：');
    expect(may.includes(`/projects/${doing}/year-end`)).toBe(shown);
    expect(open).not.toContain(`/projects/${doing}/year-end`);
  });
  it('says on the settlement that nothing was compared with the bank, and shows the public notice without names of residents', async () => {
    const page = await text(s.get('anonymous', `${base}/projects/${settled}/settlement`));
    expect(page).toContain('未做银行对账');
    const notice = /href="([^"]*\/notices\/[0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
    const words = await text(s.get('anonymous', notice));
    expect(words).toContain('社区自治金：到账 45,000.00 元，支出 44,630.00 元，退回 370.00 元。');
    expect(words).toContain('合计：到账 56,100.00 元，支出 55,610.00 元，退回 490.00 元。');
    const names = (await s.owner.query<{ name: string }>("select p.name from person p join role_assignment r on r.person_id = p.id where r.role = 'resident'"))
      .rows;
    for (const { name } of names) expect(words).not.toContain(name);
  });
  it('refuses in words whatever form dates into a closed year', async () => {
    const year = new Date().toISOString().slice(0, 4);
    const person = await s.value('select id from person limit 1');
    // Closed around the guard, which lets no running year be closed.
    await s.owner.query('set session_replication_role = replica');
    await s.owner.query(
      `insert into year_close (subdistrict_id, id, year, asked_by, asked_by_name, asked_at, closed_by, closed_by_name, closed_at)
      values ($1, gen_random_uuid(), $2, $3, '甲', now(), (select id from person where id <> $3 limit 1), '乙', now())`,
      [s.subdistrictId, year, person],
    );
    await s.owner.query('set session_replication_role = origin');
    const award = await s.value("select id from award where project_id = $1 and source_kind = 'partner' limit 1", doing);
    const day = await s.value("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')");
    const answer = await s.post('secretaryElsewhere', `${base}/awards/${award}/receive`, {
      payer: '甲公司',
      amount: '1.00',
      day,
      method: 'transfer',
      overReason: '多给一元',
    });
    expect(answer.status).toBe(409);
    expect(await text(answer)).toContain('已经结账');
    expect(await text(s.get('officer', `${base}/books`))).toContain(`已结账：${year} 年`);
  });
  it('no request broke the server, and every page is as strict as the others', () => {
    expect(s.errors).toEqual([]);
    expect([...s.faults]).toEqual([]);
  });
});
