import exceljs from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
const project: Record<'lamps' | 'lane', string> = { lamps: '', lane: '' };
beforeAll(async () => {
  s = await wholeSite();
  project.lamps = await s.value("select id from project where title = '楼道亮起来'");
  project.lane = await s.value("select id from project where title = '海棠巷'");
}, 300_000);
afterAll(() => s?.close());

const html = async (path: string, who: 'auditor' | 'anonymous' = 'auditor') => {
  const response = await s.get(who, `${base}${path}`);
  expect(response.status, path).toBe(200);
  return (await response.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
};
const bytes = async (path: string, who: 'auditor' | 'anonymous' = 'auditor') => {
  const response = await s.get(who, `${base}${path}`);
  expect(response.status, path).toBe(200);
  return response.arrayBuffer();
};
async function book(path: string, who: 'auditor' | 'anonymous' = 'auditor') {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(await bytes(path, who));
  return (name: string) => {
    const sheet = workbook.getWorksheet(name);
    if (!sheet) throw new Error(`no sheet ${name} among ${workbook.worksheets.map((each) => each.name).join()}`);
    const rows: unknown[][] = [];
    sheet.eachRow((row) => void rows.push((Array.isArray(row.values) ? row.values : []).slice(1)));
    return rows;
  };
}
async function paper(path: string, who: 'auditor' | 'anonymous' = 'auditor') {
  const pdf = await getDocument({ data: new Uint8Array(await bytes(path, who)), isEvalSupported: false }).promise;
  let words = '';
  for (let no = 1; no <= pdf.numPages; no++) {
    const content = await (await pdf.getPage(no)).getTextContent();
    words += ` ${content.items.map((item) => ('str' in item ? item.str : '')).join(' ')}`;
  }
  return words;
}

describe('蔡路: 45,000 of grant, 62 households at 50 yuan, 8,000 of the power company', () => {
  const all = ['45,000.00', '3,100.00', '8,000.00', '56,100.00'];

  it('stand on the account, its public version and its papers', async () => {
    for (const path of [`/projects/${project.lamps}/account`, `/projects/${project.lamps}/account/public`])
      for (const figure of all) expect(await html(path), `${path} ${figure}`).toContain(figure);
    for (const path of [`/projects/${project.lamps}/account?format=pdf`, `/projects/${project.lamps}/account/public?format=pdf`])
      for (const figure of all) expect(await paper(path), `${path} ${figure}`).toContain(figure);
    expect(await paper(`/projects/${project.lamps}/account?format=pdf`)).toContain('伍万陆仟壹佰元整');
  });

  it('stand in the workbook as numbers of yuan, and its totals are their sums', async () => {
    const sheet = await book(`/projects/${project.lamps}/account?format=xlsx`);
    expect(sheet('资金来源')[0]).toEqual(['来源', '类别', '协议金额', '已承诺', '已到账', '已批准未付', '已支出', '已退回', '还可以用']);
    const sources = sheet('资金来源').slice(1);
    expect(sources.find((row) => row[1] === '社区自治金')?.slice(2)).toEqual([45_000, 45_000, 45_000, 0, 44_630, 370, 0]);
    expect(sources.find((row) => row[1] === '居民自筹')?.slice(2)).toEqual([62 * 50, 62 * 50, 62 * 50, 0, 2_980, 120, 0]);
    expect(sources.find((row) => row[1] === '共建单位')?.slice(2)).toEqual([8_000, 8_000, 8_000, 0, 8_000, 0, 0]);
    expect(sources.at(-1)?.slice(2)).toEqual([56_100, 56_100, 56_100, 0, 55_610, 490, 0]);
    const uses = sheet('预算执行').slice(1);
    expect(uses.at(-1)).toEqual(['合计', 56_100, 0, 55_610, 490]);
    for (const name of ['钱从哪里来，到哪里去', '预算明细']) {
      const rows = sheet(name).slice(1);
      const sum = rows.slice(0, -1).reduce((fen, row) => fen + Math.round(Number(row.at(-1)) * 100), 0);
      expect([name, sum, rows.at(-1)?.at(-1)]).toEqual([name, 5_610_000, 56_100]);
    }
    expect(sheet('说明').map((row) => row[0])).toEqual(['事项', '报表', '编制单位', '截至日期', '数据来源', '执行的政策', '网上查看', '统计口径', '金额单位']);
  });

  it('stand in the statements of the neighbourhood and the subdistrict', async () => {
    const place = await book('/n/pd-cailu/statement?format=xlsx');
    expect(place('各项目').at(-1)).toEqual(['合计', '', 45_000, 11_100, 56_100, 0, 55_610, 490, 0, '0.2']);
    expect(place('各类资金').find((row) => row[0] === '居民自筹')).toEqual(['居民自筹', 3_100, 3_100, 0, 2_980, 120, 0]);
    const whole = await book('/statement?format=xlsx');
    expect(
      whole('各居民区')
        .find((row) => row[0] === '蔡路居民区')
        ?.slice(1, 5),
    ).toEqual([1, 45_000, 11_100, 56_100]);
    // The sums are those of the rows, to the fen.
    const rows = whole('各居民区').slice(1);
    for (const column of [1, 2, 3, 4, 6])
      expect(rows.at(-1)?.[column]).toBe(rows.slice(0, -1).reduce((fen, row) => fen + Math.round(Number(row[column]) * 100), 0) / 100);
    expect(await html('/statement')).toMatch(/蔡路居民区.*45,000\.00.*11,100\.00.*56,100\.00/);
    expect(await paper('/n/pd-cailu/statement?format=pdf')).toContain('56,100.00');
  });

  it('stand in the journal for other programs and in the dossier', async () => {
    const journal = new TextDecoder().decode(await bytes(`/projects/${project.lamps}/journal/ledger`));
    expect(journal).toMatch(/45000\.00/);
    expect(journal.match(/\b50\.00/g)?.length).toBeGreaterThanOrEqual(62);
    expect(journal).toMatch(/8000\.00/);
    const dossier = await paper(`/projects/${project.lamps}/dossier.pdf`);
    for (const figure of ['45,000.00', '3,100.00', '8,000.00']) expect(dossier, figure).toContain(figure);
  }, 120_000);

  it('62 households are counted for everybody, and named for those who collect', async () => {
    const open = await html(`/projects/${project.lamps}/contributions`, 'anonymous');
    expect(open).toMatch(/名单户数 62 .*已交户数 62 .*已交 3,100\.00/);
    const doors = (await book(`/projects/${project.lamps}/contributions/names?format=xlsx`))('住户');
    expect(doors).toHaveLength(64);
    expect(doors.at(-1)?.slice(0, 4)).toEqual(['合计', 3_100, 3_100, 0]);
    // Every door on the list, and none of them on any public version, whatever form it has.
    const labels = doors.slice(1, -1).map((row) => String(row[0]));
    const forms = [
      open,
      await paper(`/projects/${project.lamps}/contributions?format=pdf`, 'anonymous'),
      JSON.stringify((await book(`/projects/${project.lamps}/contributions?format=xlsx`, 'anonymous'))('分楼栋')),
      await html(`/projects/${project.lamps}/account/public`, 'anonymous'),
      await html(`/projects/${project.lamps}/account`, 'anonymous'),
      await paper(`/projects/${project.lamps}/account/public?format=pdf`, 'anonymous'),
      await html('/n/pd-cailu/statement/public', 'anonymous'),
    ];
    for (const form of forms) for (const label of labels) expect(form).not.toContain(label);
  });

  it('the public version names no payee and nobody who asked or approved', async () => {
    const { rows } = await s.owner.query<{ name: string }>(
      `select payee as name from expense where project_id = $1
      union select p.name from person p join spending_request r on r.requester_id = p.id where r.project_id = $1`,
      [project.lamps],
    );
    const names = rows.map((row) => row.name);
    expect(names.length).toBeGreaterThanOrEqual(4);
    const whole = await html(`/projects/${project.lamps}/account`);
    const open = await html(`/projects/${project.lamps}/account/public`, 'anonymous');
    const sheets = await book(`/projects/${project.lamps}/account/public?format=xlsx`, 'anonymous');
    const written = JSON.stringify(['资金来源', '预算执行', '钱从哪里来，到哪里去', '支出明细'].map(sheets));
    // 东滩电力服务队 gave 8,000 and is named as who gave; as payee it is not.
    const gives = (name: string) => name === '东滩电力服务队';
    for (const name of names.filter((each) => !gives(each))) {
      expect(open).not.toContain(name);
      expect(written).not.toContain(name);
    }
    expect(whole).toContain('申江灯具商行');
    expect(open).not.toContain('收款方 ');
  });
});

describe('海棠巷: 20,000 of grant drew 120,000, six times', () => {
  it('shows 6.0 on the account, the statements, their papers and workbooks', async () => {
    for (const path of [`/projects/${project.lane}/account`, `/projects/${project.lane}/account/public`])
      expect(await html(path), path).toMatch(/撬动 6\.0 倍/);
    for (const path of ['/n/pd-changdao/statement', '/n/pd-changdao/statement/public'])
      expect(await html(path), path).toMatch(/20,000\.00.*120,000\.00.*140,000\.00.*6\.0/);
    expect(await html('/statement')).toMatch(/长岛路居民区 1 20,000\.00 120,000\.00 140,000\.00.*? 6\.0 /);
    for (const path of [`/projects/${project.lane}/account?format=pdf`, '/n/pd-changdao/statement?format=pdf', '/statement?format=pdf'])
      expect(await paper(path), path).toContain('6.0');
    expect((await book('/n/pd-changdao/statement?format=xlsx'))('各项目')[1]?.at(-1)).toBe('6.0');
    expect(
      (await book('/statement?format=xlsx'))('各居民区')
        .find((row) => row[0] === '长岛路居民区')
        ?.slice(1, 5),
    ).toEqual([1, 20_000, 120_000, 140_000]);
    expect(await paper(`/projects/${project.lane}/dossier.pdf`)).toContain('6.0');
  }, 120_000);

  it('no page failed behind the scenes', () => {
    expect(s.errors).toEqual([]);
  });
});
