import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
beforeAll(async () => {
  s = await wholeSite();
}, 300_000);
afterAll(() => s?.close());

const at = `${base}/n/pd-cailu/disclosure`;
const text = async (response: Response | Promise<Response>) => (await response).text();
interface Data {
  format: string;
  version: number;
  notices: { title: string; objections: { by: string; text: string; answer: { text: string } | null }[] }[];
  accounts: { receivedFen: string; spentFen: string; returnedFen: string; availableFen: string }[];
  resolutions: unknown[];
  ballots: { state: string; passed: boolean | null }[];
  calendar: { day: string }[];
  checklist: { id: string; state: string; lastPublishedOn: string | null; every: string | null; dueBy: string | null }[];
}
const data = async (path = at): Promise<Data> => JSON.parse(await text(s.get('anonymous', `${path}.json`)));
const line = async (id: string) => (await data()).checklist.find((one) => one.id === id);

describe('the disclosure page', () => {
  it('has notices, accounts, resolutions, ballots, calendar and the law’s checklist, for everybody', async () => {
    const page = await text(s.get('anonymous', at));
    for (const words of ['蔡路', '居务公开', '正在公示', '账目', '决议办到哪一步', '表决', '日历', '法规要求公布的事', '上海市住宅物业管理规定'])
      expect(page).toContain(words);
    expect(page).toContain('/account"');
    expect(page).toContain('/resolutions/');
    expect(page).not.toContain('law-disclose-'); // nothing to publish for a visitor
  });
  it('does not know a place that there is not', async () => {
    for (const what of ['', '.atom', '.json', '.pdf']) expect((await s.get('anonymous', `${base}/n/nowhere/disclosure${what}`)).status).toBe(404);
  });
  it('is a well-formed feed', async () => {
    const feed = await s.get('anonymous', `${at}.atom`);
    expect(feed.headers.get('content-type')).toContain('application/atom+xml');
    const xml = await feed.text();
    expect(XMLValidator.validate(xml)).toBe(true);
    const entries: { id: string; updated: string }[] = new XMLParser().parse(xml).feed.entry;
    expect(entries.length).toBeGreaterThan(5);
    expect(entries.map((entry) => entry.updated)).toEqual(
      entries
        .map((entry) => entry.updated)
        .toSorted()
        .toReversed(),
    );
  });
  it('prints on A4', async () => {
    const paper = await s.get('anonymous', `${at}.pdf`);
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
});

describe('the open data', () => {
  it('adds up, masks names and is open to programs of other sites', async () => {
    const response = await s.get('anonymous', `${at}.json`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const body = await response.text();
    const found: Data = JSON.parse(body);
    expect(found).toMatchObject({ format: 'zhidian-disclosure', version: 1 });
    expect(found.accounts.length).toBeGreaterThan(0);
    for (const one of found.accounts) expect(BigInt(one.availableFen) <= BigInt(one.receivedFen) - BigInt(one.spentFen) - BigInt(one.returnedFen)).toBe(true);
    for (const one of found.ballots) if (one.state !== 'closed') expect(one.passed).toBeNull();
    for (const name of ['王小英', '李桂珍', '陈伟']) expect(found.notices.flatMap((one) => one.objections.map((each) => each.by))).not.toContain(name);
  });
});

describe('the checklist', () => {
  it('turns from red to green when a notice names what it fulfils', async () => {
    expect(await line('law-disclose-repair-fund')).toMatchObject({ state: 'never', lastPublishedOn: null, every: 'half-year' });
    expect(await text(s.get('anonymous', at))).toContain('从来没有公布过');
    const form = await text(s.get('secretary', `${base}/n/pd-cailu/notices/new?fulfils=law-disclose-repair-fund`));
    expect(form).toMatch(/value="law-disclose-repair-fund"[^>]*checked|checked[^>]*value="law-disclose-repair-fund"/);
    const today = await s.value("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')");
    const sent = await s.post('secretary', `${base}/n/pd-cailu/notices/new`, {
      title: '维修资金上半年收支',
      body: '期初、收入、支出、余额见附表。',
      startDay: today,
      fulfils: 'law-disclose-repair-fund',
    });
    expect(sent.status).toBe(303);
    expect(await line('law-disclose-repair-fund')).toMatchObject({ state: 'done', lastPublishedOn: today });
    expect(await text(s.get('anonymous', sent.headers.get('location') ?? ''))).toContain('维修资金的收支');
  });
  it('wants an audit posted for thirty days', async () => {
    const audit = { title: '年度审计', body: '审计报告。', startDay: '2099-01-01', fulfils: 'law-disclose-audit' };
    const short = await s.post('secretary', `${base}/n/pd-cailu/notices/new`, { ...audit, endDay: '2099-01-29' });
    expect(short.status).toBe(422);
    expect(await short.text()).toContain('法规要求公示得更久');
    expect((await s.post('secretary', `${base}/n/pd-cailu/notices/new`, { ...audit, endDay: '2099-01-30' })).status).toBe(303);
    // A notice to come has not been published yet.
    expect(await line('law-disclose-audit')).toMatchObject({ lastPublishedOn: null });
  });
  it('says what does not apply, why and who said so', async () => {
    const said = { requirement: 'law-disclose-remuneration', applies: 'no' };
    expect((await s.post('secretary', `${at}/exempt`, { ...said, reason: '' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/exempt`, { requirement: 'law-of-mine', applies: 'no', reason: 'x' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/exempt`, { ...said, reason: '四幢老楼没有物业公司' })).status).toBe(303);
    expect(await line('law-disclose-remuneration')).toMatchObject({ state: 'not-here' });
    expect(await text(s.get('anonymous', at))).toContain('四幢老楼没有物业公司（唐秀英');
  });
});

it('nothing broke on the way', () => expect(s.errors).toEqual([]));
