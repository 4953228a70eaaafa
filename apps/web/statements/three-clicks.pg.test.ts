import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
const project: Record<string, string> = {};
beforeAll(async () => {
  s = await wholeSite();
  for (const [key, title] of [
    ['lamps', '楼道亮起来'],
    ['lane', '海棠巷'],
    ['playground', '儿童乐园'],
  ] as const)
    project[key] = await s.value('select id from project where title = $1', title);
}, 300_000);
afterAll(() => s?.close());

const figure = /^-?[\d,]+\.\d\d$/;
interface Link {
  href: string;
  words: string;
}
const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .trim();
/** Links inside the page's own content, below its heading. */
function linksOf(html: string): Link[] {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  return [...main.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, href = '', words = '']) => ({
    href: href.replaceAll('&amp;', '&'),
    words: plain(words),
  }));
}
/** Amounts in the report's tables and headline figures that lead nowhere, zeros aside. */
function deadFigures(html: string): string[] {
  const parts = [...html.matchAll(/<table>[\s\S]*?<\/table>|<dl class="stats">[\s\S]*?<\/dl>/g)].map(([part]) => part);
  const withoutLinks = parts.join('').replace(/<a [\s\S]*?<\/a>/g, '');
  return [...withoutLinks.matchAll(/>\s*(-?[\d,]+\.\d\d)( 元)?\s*</g)].map(([, words = '']) => words).filter((words) => words !== '0.00');
}
const isFile = (type: string | null) => type !== null && !type.startsWith('text/html');

const seen = new Map<string, Promise<{ status: number; type: string | null; html: string }>>();
/** A page as the auditor gets it, asked for once. */
function open(path: string) {
  const known = seen.get(path);
  if (known) return known;
  const fresh = Promise.resolve(s.get('auditor', path)).then(async (response) => {
    const type = response.headers.get('content-type');
    return { status: response.status, type, html: isFile(type) ? '' : await response.text() };
  });
  seen.set(path, fresh);
  return fresh;
}

/** The papers of an entry: its voucher, its receipt, the request it was kept for, its slip, and the file on those pages. */
const isPaper = (href: string) => /\/(vouchers|receipts|spending)\/|\/slip\.pdf$|\.pdf$|\/file$|\/proof$|\/papers\//.test(href);

/** How many clicks it takes from a figure to a file; the entries behind it must add up to the figure. */
async function clicksToAFile(from: Link): Promise<number> {
  const first = await open(from.href);
  expect(first.status, from.href).toBe(200);
  if (isFile(first.type)) return 1;
  if (from.href.includes('/entries?')) {
    // A difference and a ratio open the entries that they are made of; a plain amount is their sum.
    const sum = /合计[\s\S]*?class="money">([^<]+?)( 元)?</.exec(first.html)?.[1]?.trim();
    if (figure.test(from.words) && !from.href.includes('#')) expect(sum, `${from.href} is the sum of its entries`).toBe(from.words);
  }
  const papers = linksOf(first.html).filter(({ href }) => isPaper(href));
  expect(papers.length, `${from.href} names papers`).toBeGreaterThan(0);
  let most = 0;
  for (const paper of papers.slice(0, 6)) {
    const second = await open(paper.href);
    expect(second.status, paper.href).toBe(200);
    if (isFile(second.type)) {
      most = Math.max(most, 2);
      continue;
    }
    const file = linksOf(second.html).find(({ href }) => isPaper(href) && /\/(file|proof)$|\.pdf$|\/papers\//.test(href));
    expect(file, `${paper.href} has a file`).toBeDefined();
    const third = await open(file?.href ?? '');
    expect([third.status, isFile(third.type)], file?.href).toEqual([200, true]);
    most = Math.max(most, 3);
  }
  return most;
}

describe('an auditor goes from any figure to its file in three clicks', () => {
  it.each([
    ['the account of 蔡路', () => `${base}/projects/${project.lamps}/account`, 45],
    ['the account of 海棠巷', () => `${base}/projects/${project.lane}/account`, 30],
    ['the account of a project that goes on', () => `${base}/projects/${project.playground}/account`, 25],
    ['the statement of 蔡路', () => `${base}/n/pd-cailu/statement`, 25],
    ['the statement of 胜利', () => `${base}/n/pd-shengli/statement`, 25],
    ['the statement of the subdistrict', () => `${base}/statement`, 50],
    ['contributions of 蔡路', () => `${base}/projects/${project.lamps}/contributions/names`, 60],
  ])(
    'from %s',
    async (_name, at, atLeast) => {
      const page = await open(at());
      expect(page.status).toBe(200);
      const figures = linksOf(page.html).filter(({ words }) => figure.test(words.replace(/ 元$/, '')) || /^\d+\.\d( 倍)?$/.test(words));
      expect(figures.length).toBeGreaterThanOrEqual(atLeast);
      // Differences that nothing is behind are left out of the links by hand, and nothing else.
      if (!at().includes('contributions')) expect(deadFigures(page.html), 'figures that lead nowhere').toEqual([]);
      for (const link of new Map(figures.map((each) => [`${each.href} ${each.words}`, { ...each, words: each.words.replace(/ 元$/, '') }])).values())
        expect(await clicksToAFile(link), `${link.words} ${link.href}`).toBeLessThanOrEqual(3);
    },
    120_000,
  );

  it('a voucher shows the bytes whose hash stands beside them', async () => {
    const entries = await open(`${base}/projects/${project.lamps}/entries?figure=spent`);
    const voucher = linksOf(entries.html).find(({ href }) => href.includes('/vouchers/'))?.href ?? '';
    const page = await open(voucher);
    const response = await s.get('auditor', `${voucher}/file`);
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', await response.arrayBuffer())).toString('hex');
    expect(page.html).toContain(digest);
  });
});

describe('entries', () => {
  it('are narrowed by source, use and payee, and leave as a workbook', async () => {
    const grant = await s.value("select id from award where project_id = $1 and source_kind = 'grant'", project.lamps);
    const narrowed = await open(`${base}/projects/${project.lamps}/entries?figure=spent&use=materials&source=${grant}`);
    expect(narrowed.html).toContain('17,390.00');
    expect(narrowed.html).not.toContain('19,080.00');
    const payee = await open(`${base}/projects/${project.lamps}/entries?figure=spent&payee=${encodeURIComponent('东滩电力服务队')}`);
    expect(payee.html).toMatch(/共 1 笔[\s\S]*8,000\.00/);
    expect((await open(`${base}/entries?figure=received&kind=grant&year=2019`)).html).toContain('没有分录');
    expect((await s.get('auditor', `${base}/projects/${project.lamps}/entries?figure=received&format=xlsx`)).headers.get('content-type')).toContain(
      'spreadsheet',
    );
    // Sixty-two households, fifty on a page.
    const households = await open(`${base}/projects/${project.lamps}/entries?figure=received&kind=household`);
    expect(households.html).toMatch(/共 62 笔[\s\S]*3,100\.00[\s\S]*第 1 页，共 2 页/);
    expect((await open(`${base}/projects/${project.lamps}/entries?figure=received&kind=household&page=2`)).html.match(/slip\.pdf/g)).toHaveLength(12);
  });
  it('whoever may not read names learns what came in, not from which door', async () => {
    const path = `${base}/projects/${project.lamps}/entries?figure=received&kind=household`;
    const [named, unnamed] = await Promise.all((['secretary', 'supervisor'] as const).map(async (who) => (await s.get(who, path)).text()));
    expect(named).toMatch(/号楼.单元/);
    expect(unnamed).toMatch(/共 62 笔/);
    expect(unnamed).not.toMatch(/号楼.单元|\/receipts\//);
    const workbook = await (await s.get('supervisor', `${path}&format=xlsx`)).arrayBuffer();
    expect(workbook.byteLength).toBeGreaterThan(1000);
  });
  it('nonsense in the address is ignored, never an error', async () => {
    for (const query of ['figure=nothing&page=-4', "figure=spent&use='%3B--&payee=%25", 'source=abc&kind=gold&page=99999999999', 'page=7'])
      expect((await open(`${base}/projects/${project.lamps}/entries?${query}`)).status, query).toBe(200);
    expect(s.errors).toEqual([]);
  });
});
